/** The command line of `npm run image`, parsed. Pure. */
import { parseArgs } from "node:util";
import { didYouMean } from "../../src/cli/suggest.ts";
import { secondsOf } from "../time-words.ts";
import { orderOf, type UpdateOrder, type UpdateValues, updateUsage } from "./system-file.ts";

export interface BuildCommand {
  readonly kind: "build";
  readonly targets: readonly string[];
  readonly outDir: string;
  /** Lines of apt's sources.list(5), or URIs; none: Debian's own. */
  readonly mirrors: readonly string[];
  /** Fetches Debian's packages anew. */
  readonly fresh: boolean;
  /** Of zstd; undefined: not packed. */
  readonly packLevel: number | undefined;
  /** Also lays the root and the slot's files beside the image, for update-bundle. */
  readonly parts: boolean;
  /** Who may build its updates; undefined: a system that takes none. */
  readonly updates: UpdateOrder | undefined;
}

export interface BootCommand {
  readonly kind: "boot";
  readonly image: string;
  /** Boots what Debian's kernel and systemd take alone, too, and compares. */
  readonly bare: boolean;
  /** Left alone for so long, in seconds of the machine's time, to see what it writes; undefined: not. */
  readonly idleS: number | undefined;
}

export type Command =
  | BuildCommand
  | BootCommand
  | { readonly kind: "help" }
  | { readonly kind: "wrong"; readonly why: string };

export const usage = `Usage: npm run -s image -- build [TARGET]... [OPTION]...
       npm run -s image -- boot IMAGE [--bare] [--idle TIME]

Builds images of a card from Debian's packages, the pinned Node and this repository. As root.
The same packages and sources make the same root.

Targets: qemu-amd64 (what is built without one), qemu-arm64, rpi-arm64

  --out DIR       where they go (dist/image)
  --mirror LINE   instead of Debian's own: a URI, or a line of sources.list; may be repeated
  --fresh         fetches Debian's packages anew, instead of those of an earlier build
  --level 1-19    how hard zstd tries (9)
  --no-pack       leaves the image as it is, a sparse file
  --parts         also IMAGE.parts: root.squashfs and boot, for npm run update-bundle
${updateUsage}
boot starts an image in QEMU, from a copy that is thrown away, and says when its speaker was ready.

  --bare          also without Nightjar: what the kernel and systemd take alone
  --idle TIME     then leaves it alone for at least so long (30m, 24h), and says what it wrote to its card;
                  the machine's time, which passes ten times as fast where nothing is done
  --help          this text
`;

export function parseCommandLine(args: readonly string[], known: readonly string[]): Command {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = {
    ...{ out: text, level: text, mirror: { ...text, multiple: true as const } },
    ...{ "update-key": { ...text, multiple: true as const }, channel: text },
    ...{ "system-version": text, floor: text, parts: flag },
    ...{ fresh: flag, "no-pack": flag, bare: flag, idle: text, help: flag },
  } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
    });
    const [verb, ...names] = positionals;
    if (values.help === true || verb === undefined) return { kind: "help" };
    if (verb === "boot") {
      const [image, ...more] = names;
      if (image === undefined || more.length > 0) return wrong("boot takes one image");
      const idleS = values.idle === undefined ? undefined : secondsOf(values.idle);
      if (Number.isNaN(idleS)) return wrong("--idle takes a time such as 30m or 24h");
      return { kind: "boot", image, bare: values.bare === true, idleS };
    }
    if (verb !== "build") return wrong(`there is no command "${verb}"${hint(verb)}`);
    return build(names.length === 0 ? ["qemu-amd64"] : names, known, values);
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

interface BuildValues extends UpdateValues {
  readonly parts?: boolean;
  readonly out?: string;
  readonly level?: string;
  readonly mirror?: string[];
  readonly fresh?: boolean;
  readonly "no-pack"?: boolean;
}

function build(targets: readonly string[], known: readonly string[], values: BuildValues): Command {
  const strange = targets.find((name) => !known.includes(name));
  if (strange !== undefined)
    return wrong(`there is no target "${strange}" (there are: ${known.join(", ")})`);
  const { level = "9", mirror = [], out = "dist/image" } = values;
  if (!/^(1?[1-9]|10)$/.test(level)) return wrong("--level takes 1 to 19");
  const odd = mirror.find((line) => !/^(deb(\s|822)|https?:\/\/|file:\/|copy:\/)/.test(line));
  if (odd !== undefined) return wrong(`--mirror takes a URI or a line "deb …", not "${odd}"`);
  const updates = orderOf(values);
  if (typeof updates === "string") return wrong(updates);
  return {
    kind: "build",
    targets,
    outDir: out,
    mirrors: mirror,
    fresh: values.fresh === true,
    parts: values.parts === true,
    updates,
    packLevel: values["no-pack"] === true ? undefined : Number(level),
  };
}

function hint(verb: string): string {
  return didYouMean(verb, ["build", "boot"]);
}

function wrong(why: string): Command {
  return { kind: "wrong", why };
}
