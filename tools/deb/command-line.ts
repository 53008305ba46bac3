/** The command line of `npm run deb`, parsed. Pure. */
import { parseArgs } from "node:util";
import { type Architecture, architectures } from "./architectures.ts";

export type Parsed =
  | {
      readonly kind: "build";
      readonly architectures: readonly Architecture[];
      readonly outDir: string;
      /** Undefined: of the sources. */
      readonly version: string | undefined;
      readonly level: number;
    }
  | { readonly kind: "help" }
  | { readonly kind: "wrong"; readonly why: string };

export const usage = `Usage: npm run -s deb -- [OPTION]...

Builds nightjar_VERSION_ARCH.deb and nightjar-appliance_VERSION_all.deb of this repository.
The same sources make the same files.

  --arch LIST    amd64, arm64, armhf, with commas between them (this machine's)
  --out DIR      where they go (dist/deb)
  --version V    instead of the version of the sources
  --level 0-9    how hard xz tries (6)
  --help         this text
`;

/** Debian Policy §5.6.12, of a native package. */
const versionForm = /^[0-9][A-Za-z0-9.+~]*$/;

export function parseCommandLine(args: readonly string[], ownCpu: string): Parsed {
  const text = { type: "string" } as const;
  const options = {
    ...{ arch: text, out: text, version: text, level: text },
    help: { type: "boolean" },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    if (values.help === true) return { kind: "help" };
    const { version, level = "6", out = "dist/deb" } = values;
    if (version !== undefined && !versionForm.test(version))
      return wrong(`--version takes digits, letters and . + ~, not "${version}"`);
    if (!/^[0-9]$/.test(level)) return wrong("--level takes 0 to 9");
    const own = architectures.find(({ cpu }) => cpu === ownCpu);
    const names = values.arch?.split(",") ?? [own?.name ?? ""];
    const found = names.map((name) => architectures.find((one) => one.name === name));
    const known = found.filter((one) => one !== undefined);
    if (known.length !== found.length)
      return wrong(`--arch takes ${architectures.map(({ name }) => name).join(", ")}`);
    return { kind: "build", architectures: known, outDir: out, version, level: Number(level) };
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

function wrong(why: string): Parsed {
  return { kind: "wrong", why };
}
