/** What a test needs of the machine. */
import { existsSync } from "node:fs";

/** Why not, for the name of the test that is skipped; undefined where it is there. */
export function whyMissing(path: string, debianPackage: string): string | undefined {
  return existsSync(path) ? undefined : `${debianPackage} is not installed`;
}
