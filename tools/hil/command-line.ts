/** The command line of `npm run hil`, parsed. Pure. */
import { parseArgs } from "node:util";
import { secondsOf } from "../time-words.ts";

export interface RunCommand {
  readonly kind: "run";
  readonly target: { readonly kind: "qemu" } | { readonly kind: "ssh"; readonly host: string };
  readonly only: readonly string[];
  readonly soakS: number | undefined;
  readonly reportDir: string;
  readonly image: string | undefined;
  /** A bundle that the device takes (docs/UPDATES.md §6). */
  readonly update: string | undefined;
  readonly hooks: Hooks;
}

/** Programs of the bench that do to a board what QEMU does by itself; undefined: it cannot be done. */
export interface Hooks {
  /** Gets `on` or `off`. */
  readonly power: string | undefined;
  /** Gets a GPIO line's number and `high` or `low`. */
  readonly lines: string | undefined;
  /** Gets `up` or `down`. */
  readonly link: string | undefined;
  /** An ALSA device of this machine that hears the board. */
  readonly capture: string | undefined;
  /** Instead of that: gets a file's name and writes there what it hears, 48,000 Hz, 16 bits, stereo, as WAV. */
  readonly captureWith: string | undefined;
  /** Instead of `ssh`: words of a shell, before the host. */
  readonly ssh: string | undefined;
}

export type Command =
  | RunCommand
  | { readonly kind: "help" }
  | { readonly kind: "cases" }
  | { readonly kind: "wrong"; readonly why: string };

export const usage = `Usage: npm run -s hil -- --target qemu|ssh:HOST [OPTION]...

Drives a whole device through its life and listens to what it plays (docs/HIL.md).
Writes junit.xml and report.html. Exit code 1 where a case failed.

  --target TARGET    qemu: an image in an emulated machine; ssh:[USER@]HOST: a board
  --image FILE       the image, not packed (of dist/image the newest); for qemu
  --only CASE,...    these alone; --cases lists them
  --update BUNDLE    a newer system, for the case update (npm run update-bundle)
  --soak TIME        play for so long, too: 90s, 30m, 8h
  --report DIR       where the report goes (hil-report)

For a board, what the bench has; without one its cases are skipped, and say so:
  --power COMMAND    is run with "on" or "off"
  --link COMMAND     with "up" or "down": the board's network
  --lines COMMAND    with a GPIO line's number and "high" or "low"
  --capture DEVICE   ALSA device of this machine that hears the board, such as hw:1
  --capture-with COMMAND
                     instead: with a file's name; writes there what it hears, as WAV
  --ssh COMMAND      instead of ssh, such as "ssh -p 2222 -i KEY"

  --cases            list the cases
  --help             this text
`;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const options = {
  ...{ target: text, image: text, only: text, soak: text, report: text, update: text },
  ...{ "capture-with": text },
  ...{ power: text, link: text, lines: text, capture: text, ssh: text, cases: flag, help: flag },
} as const;

export function parseCommandLine(args: readonly string[]): Command {
  try {
    const { values } = parseArgs({ args: [...args], options });
    if (values.help === true) return { kind: "help" };
    if (values.cases === true) return { kind: "cases" };
    const target = targetOf(values.target);
    if (target === undefined) return wrong("--target is qemu or ssh:HOST");
    const soakS = values.soak === undefined ? undefined : secondsOf(values.soak);
    if (Number.isNaN(soakS)) return wrong("--soak takes a time such as 30m or 8h");
    const { power, lines, link, capture, ssh, update } = values;
    const captureWith = values["capture-with"];
    if (capture !== undefined && captureWith !== undefined)
      return wrong("--capture or --capture-with, not both");
    const hooks = { power, lines, link, capture, captureWith, ssh };
    if (target.kind === "qemu" && Object.values(hooks).some((hook) => hook !== undefined))
      return wrong(
        "--power, --link, --lines, --capture, --capture-with and --ssh are for ssh:HOST",
      );
    if (target.kind === "ssh" && values.image !== undefined)
      return wrong("--image is for qemu; a board's card is written by npm run flash");
    const only = (values.only ?? "").split(",").filter((name) => name !== "");
    const reportDir = values.report ?? "hil-report";
    return { kind: "run", target, only, soakS, reportDir, image: values.image, update, hooks };
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

function targetOf(word: string | undefined): RunCommand["target"] | undefined {
  if (word === "qemu") return { kind: "qemu" };
  // ssh(1) would take a host that begins with a dash for an option.
  const host = /^ssh:([^-\s]\S*)$/.exec(word ?? "")?.[1];
  return host === undefined ? undefined : { kind: "ssh", host };
}

function wrong(why: string): Command {
  return { kind: "wrong", why };
}
