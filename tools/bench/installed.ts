/** Which programs a bench needs and this machine lacks. */
import { existsSync } from "node:fs";
import path from "node:path";

const folders = [...(process.env["PATH"] ?? "").split(":"), "/usr/sbin", "/sbin"];

/** Where the program is; undefined where it is not installed. */
export function pathOf(program: string): string | undefined {
  return folders.map((folder) => path.join(folder, program)).find((file) => existsSync(file));
}

/** For people: what is missing and how to get it; undefined where all is there. */
export function missingPrograms(packages: Readonly<Record<string, string>>): string | undefined {
  const missing = Object.entries(packages).filter(([program]) => pathOf(program) === undefined);
  if (missing.length === 0) return undefined;
  const names = missing.map(([program]) => program).join(", ");
  const install = [...new Set(missing.map(([, name]) => name))].join(" ");
  return `${names} not installed: apt-get install ${install}`;
}
