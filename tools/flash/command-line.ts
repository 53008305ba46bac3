/** The command line of flash, parsed. Pure. */
import { parseArgs } from "node:util";
import { didYouMean } from "../../src/cli/suggest.ts";
import type { Provisioning } from "../../src/household/provisioning.ts";

/** Settings for the device, of which secrets and files are still to be read. */
export interface Settings extends Pick<Provisioning, "name" | "country" | "join" | "board"> {
  readonly ssid: string | undefined;
  readonly wifiOpen: boolean;
  readonly passphraseFile: string | undefined;
  readonly sshKeyFiles: readonly string[];
  /** Whether the device has a network of its own to be set up by; undefined: as it was. */
  readonly setupNetwork: boolean | undefined;
}

export interface WriteCommand {
  readonly kind: "write";
  readonly image: string;
  /** A disk's name or path; a file's with `file`. */
  readonly target: string;
  readonly file: boolean;
  readonly fixed: string | undefined;
  readonly unmount: boolean;
  readonly yes: boolean;
  /** A block map; "none": do not look for one. */
  readonly bmap: string | "none" | undefined;
  readonly verify: boolean;
  readonly probe: boolean;
  readonly fresh: boolean;
  readonly json: boolean;
  readonly settings: Settings | undefined;
}

export type Command =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "wrong"; readonly why: string }
  | { readonly kind: "list"; readonly json: boolean }
  | { readonly kind: "map"; readonly image: string; readonly to: string }
  | WriteCommand;

export const usage = `Usage: npm run -s flash -- COMMAND [OPTIONS]

Writes an image to a card, checks what it wrote, and tells the device how it is called and which
Wi-Fi it finds. Refuses the disk that the system runs from, and whatever is in use.

Commands:
  list                   the disks that can be taken out (--json)
  write IMAGE DISK       IMAGE raw or packed with gzip, zstd or xz; DISK such as sdb, /dev/mmcblk0
  map IMAGE [FILE]       the block map of a sparse raw image (default: IMAGE without its ending, .bmap)

write:
  --yes                  do not ask for the disk's name again
  --unmount              unmount what of the disk is mounted
  --fixed DISK           yes, this disk although it is built in (names it a second time)
  --file                 DISK is a regular file
  --bmap FILE            block map (default: IMAGE.bmap or IMAGE without its ending, .bmap); --no-bmap
  --no-verify            do not read back
  --probe                find out first how much the card really holds; what is on it is lost
  --fresh                begin anew where an earlier write was interrupted
  --json                 the result as JSON

Settings for the device's first start, put on the boot partition (docs/HARDWARE.md):
  --name NAME            how the speaker is called
  --wifi SSID            its network; the passphrase is asked for, or
      --wifi-passphrase-file FILE   (- for stdin), or --wifi-open for a network without one
  --country CC           which channels the radio may use, such as DE
  --join URI             an invite: nightjar origin invite
  --ssh-key FILE         who may log in; as often as wanted
  --board NAME           the board's profile
  --setup-network        it opens a Wi-Fi of its own where it finds no other, to be set up by phone;
                         its name and passphrase are made up and printed. --no-setup-network: never

  --help, --version
`;

const options = {
  help: { type: "boolean" },
  version: { type: "boolean" },
  json: { type: "boolean" },
  yes: { type: "boolean" },
  unmount: { type: "boolean" },
  fixed: { type: "string" },
  file: { type: "boolean" },
  bmap: { type: "string" },
  "no-bmap": { type: "boolean" },
  "no-verify": { type: "boolean" },
  probe: { type: "boolean" },
  fresh: { type: "boolean" },
  name: { type: "string" },
  wifi: { type: "string" },
  "wifi-passphrase-file": { type: "string" },
  "wifi-open": { type: "boolean" },
  country: { type: "string" },
  join: { type: "string" },
  "ssh-key": { type: "string", multiple: true },
  board: { type: "string" },
  "setup-network": { type: "boolean" },
  "no-setup-network": { type: "boolean" },
} as const;

const commands = ["list", "write", "map"];

export function parseCommandLine(args: readonly string[]): Command {
  const unknown = args.find((arg) => arg.startsWith("--") && !(nameOf(arg) in options));
  if (unknown !== undefined) {
    const known = Object.keys(options);
    return wrong(`there is no option --${nameOf(unknown)}${didYouMean(nameOf(unknown), known)}`);
  }
  try {
    return parse(args);
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

type Values = ReturnType<typeof read>["values"];

function read(args: readonly string[]) {
  return parseArgs({ args: [...args], options, allowPositionals: true });
}

function parse(args: readonly string[]): Command {
  const { values, positionals } = read(args);
  const [name, first, second, ...more] = positionals;
  if (values.help === true || name === "help") return { kind: "help" };
  if (values.version === true) return { kind: "version" };
  if (name === undefined) return wrong("which command? list, write or map");
  if (more[0] !== undefined) return wrong(`"${more[0]}" is not understood here`);
  const extra = Object.keys(values).find((option) => name !== "write" && option !== "json");
  if (extra !== undefined && commands.includes(name)) return wrong(`--${extra} is for write`);
  if (name === "list" && first === undefined) return { kind: "list", json: values.json === true };
  if (name === "map" && first !== undefined)
    return { kind: "map", image: first, to: second ?? mapNameOf(first) };
  if (name === "write" && first !== undefined && second !== undefined)
    return write(first, second, values);
  if (name === "write" || name === "map")
    return wrong(`${name} what? see the first lines of --help`);
  return wrong(`there is no command ${name}${didYouMean(name, commands)}`);
}

function write(image: string, target: string, values: Values): Command {
  const file = values.file === true;
  if (file && (values.fixed !== undefined || values.probe === true))
    return wrong("--file takes neither --fixed nor --probe");
  if (values.bmap !== undefined && values["no-bmap"] === true) return wrong("--bmap or --no-bmap?");
  const settings = settingsOf(values);
  if (typeof settings === "string") return wrong(settings);
  return {
    kind: "write",
    image,
    target,
    file,
    fixed: values.fixed,
    unmount: values.unmount === true,
    yes: values.yes === true,
    bmap: values["no-bmap"] === true ? "none" : values.bmap,
    verify: values["no-verify"] !== true,
    probe: values.probe === true,
    fresh: values.fresh === true,
    json: values.json === true,
    settings,
  };
}

/** A text says what is wrong. */
function settingsOf(values: Values): Settings | undefined | string {
  const { wifi: ssid, name, country, join, board } = values;
  const passphraseFile = values["wifi-passphrase-file"];
  const wifiOpen = values["wifi-open"] === true;
  const sshKeyFiles = values["ssh-key"] ?? [];
  if (ssid === undefined && (passphraseFile !== undefined || wifiOpen))
    return "which network? --wifi SSID";
  if (passphraseFile !== undefined && wifiOpen)
    return "an open network has no passphrase: --wifi-open or --wifi-passphrase-file?";
  const { "setup-network": yes, "no-setup-network": no } = values;
  if (yes === true && no === true) return "--setup-network or --no-setup-network?";
  const setupNetwork = yes ?? (no === true ? false : undefined);
  const given = [ssid, name, country, join, board, setupNetwork, ...sshKeyFiles];
  if (given.every((each) => each === undefined)) return undefined;
  return {
    ssid,
    wifiOpen,
    passphraseFile,
    sshKeyFiles,
    setupNetwork,
    ...(name === undefined ? {} : { name }),
    ...(country === undefined ? {} : { country }),
    ...(join === undefined ? {} : { join }),
    ...(board === undefined ? {} : { board }),
  };
}

/** `speaker.img.zst` and `speaker.img` have `speaker.bmap`, as bmaptool makes it. */
export function mapNameOf(image: string): string {
  return `${image.replace(/\.(gz|zst|xz)$/, "").replace(/\.(img|raw|wic)$/, "")}.bmap`;
}

function nameOf(option: string): string {
  return option.slice(2).split("=")[0] ?? "";
}

function wrong(why: string): Command {
  return { kind: "wrong", why };
}
