/** netlab's command line, parsed. Pure. */
import { parseArgs } from "node:util";
import { describeError } from "../../src/base/errors.ts";
import { parseScript } from "./script/parse.ts";
import { quantity } from "./script/quantity.ts";
import { settingNames } from "./script/settings-words.ts";

export interface Program {
  readonly host: string;
  readonly argv: readonly string[];
}

export interface NetworkOptions {
  readonly hosts: readonly string[];
  readonly profile: string | undefined;
  /** What flags and --set say, as lines of a script. */
  readonly script: string;
  /** A file. */
  readonly trace: string | undefined;
  readonly seed: number;
}

export type Command =
  | { readonly kind: "help" }
  | { readonly kind: "wrong"; readonly why: string }
  | { readonly kind: "profiles"; readonly name: string | undefined }
  | { readonly kind: "clean" }
  | ({ readonly kind: "check" } & NetworkOptions)
  | ({ readonly kind: "shell"; readonly host: string } & NetworkOptions)
  | ({
      readonly kind: "run";
      /** The last one decides how long the lab lasts, and the exit code. */
      readonly programs: readonly Program[];
      readonly forMs: number | undefined;
      readonly statsFile: string | undefined;
    } & NetworkOptions);

export const usage = `Usage: npm run -s netlab -- COMMAND [OPTIONS]

An emulated network on this machine: hosts are network namespaces, their links lose, delay and
queue as told. Needs root, /dev/net/tun, iproute2 and util-linux; nothing leaves the namespaces.

Commands:
  run        runs a program on each host, until the last one named ends
               netlab run --profile busy-wifi --host origin='CMD' --host speaker='CMD'
               netlab run --hosts a,b --delay 50ms --loss '2% burst 3' -- ping -c 9 10.77.0.1
  shell      a shell on the last host; a line says how to enter the others
  profiles   the networks that come with netlab; with a name, that one's text
  check      reads the options and the trace, and says what each link does at first
  clean      removes what killed runs have left

Hosts:
  --hosts A,B,C        names; the first is wired, the others hang off links (default: a,b)
  --host NAME[=CMD]    one more host, and what /bin/sh runs on it
  Programs find the addresses in NETLAB_A, NETLAB_B … (10.77.0.1, 10.77.0.2 …).

Network, for the links of all hosts but the first, up and down alike:
  --profile NAME       start from one of the profiles
  --delay TIME         one way                       --jitter TIME    mean extra delay
  --loss 'P [burst B]' B packets, or a time          --rate RATE      such as 4mbit/s
  --queue SIZE|TIME    drop-tail, behind the rate    --reorder 'P by TIME'
  --duplicate P                                      --mtu SIZE       larger ones vanish
  --sleep 'after TIME wakes every TIME [misses P]'   Wi-Fi power saving
  --set LINE           a line of a script, such as 'speaker.down rate 1mbit/s', as often as wanted
  --trace FILE         a script: 'at 20s: rate 300kbit/s for 8s, loss 100% for 1.5s' …
  --seed N             the same losses again (default: 1)

  --for TIME           run: no longer than this
  --stats FILE         run: counters of all links, as JSON, at the end
  --help               this text; docs/NETLAB.md has the script's language
`;

const repeated = { type: "string", multiple: true } as const;
const options = {
  help: { type: "boolean" },
  hosts: { type: "string" },
  host: repeated,
  profile: { type: "string" },
  set: repeated,
  trace: { type: "string" },
  seed: { type: "string" },
  for: { type: "string" },
  stats: { type: "string" },
  ...Object.fromEntries(settingNames.map((name) => [name, { type: "string" } as const])),
} as const;

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

export function parseCommandLine(args: readonly string[]): Command {
  try {
    return parse(args);
  } catch (error) {
    return wrong(describeError(error));
  }
}

function parse(args: readonly string[]): Command {
  const end = args.indexOf("--");
  const before = end < 0 ? args : args.slice(0, end);
  const behind = end < 0 ? [] : args.slice(end + 1);
  const parsed = parseArgs({ args: [...before], options, allowPositionals: true });
  const values: Values = parsed.values;
  const [name, ...more] = parsed.positionals;
  if (values["help"] === true || name === "help") return { kind: "help" };
  if (name === undefined) return wrong("which command?");
  if (name === "profiles" && more.length <= 1) return { kind: "profiles", name: more[0] };
  if (more.length > 0) return wrong(`"${more[0]}" is not understood here`);
  if (name === "clean") return { kind: "clean" };
  const hosts = hostsOf(values);
  const network = networkOf(values, hosts);
  if (name === "check") return { kind: "check", ...network };
  if (name === "shell") return { kind: "shell", host: hosts.at(-1) ?? "", ...network };
  if (name === "run") return run(values, network, behind);
  return wrong(`there is no command ${name}`);
}

function run(values: Values, network: NetworkOptions, behind: readonly string[]): Command {
  const programs = programsOf(values);
  const last = network.hosts.at(-1) ?? "";
  const all = behind.length > 0 ? [...programs, { host: last, argv: behind }] : programs;
  if (all.length === 0) return wrong("run what? --host NAME='CMD', or -- CMD behind all options");
  const forUs = textOf(values, "for");
  const us = forUs === undefined ? undefined : quantity(forUs, "time");
  if (forUs !== undefined && us === undefined) return wrong("--for takes a time such as 60s");
  const forMs = us === undefined ? undefined : us / 1e3;
  return { kind: "run", programs: all, forMs, statsFile: textOf(values, "stats"), ...network };
}

/** Those of --hosts, then those of --host, each once. */
function hostsOf(values: Values): readonly string[] {
  const listed = textOf(values, "hosts")?.split(",") ?? [];
  const single = textsOf(values, "host").map((text) => text.split("=")[0] ?? "");
  const hosts = [...new Set([...listed, ...single].map((name) => name.trim()))];
  return hosts.length > 0 ? hosts : ["a", "b"];
}

function programsOf(values: Values): Program[] {
  return textsOf(values, "host").flatMap((text) => {
    const at = text.indexOf("=");
    return at < 0 ? [] : [{ host: text.slice(0, at), argv: ["/bin/sh", "-c", text.slice(at + 1)] }];
  });
}

function networkOf(values: Values, hosts: readonly string[]): NetworkOptions {
  const flags = settingNames.flatMap((name) => {
    const value = textOf(values, name);
    if (value === undefined) return [];
    const line = `${name} ${value}`;
    parseScript(line, { name: `--${name}`, hosts });
    return [line];
  });
  const sets = textsOf(values, "set");
  for (const line of sets) parseScript(line, { name: "--set", hosts });
  const seed = Number(textOf(values, "seed") ?? 1);
  if (!Number.isInteger(seed)) throw new Error("--seed takes a whole number");
  const script = [...flags, ...sets].join("\n");
  return {
    hosts,
    profile: textOf(values, "profile"),
    script,
    trace: textOf(values, "trace"),
    seed,
  };
}

function textOf(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === "string" ? value : undefined;
}

function textsOf(values: Values, name: string): string[] {
  const value = values[name];
  return Array.isArray(value) ? value.map(String) : [];
}

function wrong(why: string): Command {
  return { kind: "wrong", why };
}
