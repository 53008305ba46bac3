/**
 * From the words of a command line to what is to be done, or to what is wrong
 * with them (CONTRACT of the commands: `nightjar --help`). Pure: it opens
 * nothing and looks nothing up.
 */
import {
  type EventsView,
  isUsageError,
  notInThisVersion,
  type OriginOptions,
  type OriginQuery,
  type OutputOption,
  type ParsedCommand,
  type SpeakerOptions,
  type StartOptions,
  shells,
  type UsageError,
  usageError,
} from "./options.ts";
import { parseCtl } from "./parse-ctl.ts";
import { parseHousehold } from "./parse-household.ts";
import { parseMpd } from "./parse-mpd.ts";
import { parseUpdate } from "./parse-update.ts";
import { Reading } from "./reading.ts";
import { type Scanned, scan } from "./scan.ts";
import * as values from "./values.ts";

const defaultSpeakers = 2;

/** `argv`: the words behind the program's name. */
export function parseCommandLine(argv: readonly string[]): ParsedCommand | UsageError {
  const [first = ""] = argv;
  if (argv.length === 1 && (first === "--version" || first === "-V")) return { kind: "version" };
  if (argv.length === 0) return usageError("a command is missing; see nightjar --help");
  if (first === "--help" || first === "-h" || first === "help") {
    return { kind: "help", topic: argv.slice(1).join(" ") };
  }
  const scanned = scan(argv);
  if (isUsageError(scanned)) return scanned;
  if (scanned.help) return { kind: "help", topic: scanned.command };
  return parseScanned(scanned);
}

function parseScanned(scanned: Scanned): ParsedCommand | UsageError {
  switch (scanned.command) {
    case "start":
      return withoutArgs(scanned, parseStart);
    case "origin":
      return withoutArgs(scanned, parseOrigin);
    case "speaker":
      return withoutArgs(scanned, parseSpeaker);
    case "completion":
      return parseCompletion(scanned);
    case "sound-cards":
      return withoutArgs(scanned, (reading) => ({
        kind: "sound-cards",
        options: { json: reading.has("json") },
      }));
    case "boards":
      return parseBoards(scanned);
    case "factory-reset":
      return withoutArgs(scanned, (reading) => ({
        kind: "factory-reset",
        options: {
          dataDir: reading.required("data", "the data folder of the speaker"),
          yes: reading.has("yes"),
          losePlays: reading.has("lose-plays"),
        },
      }));
    case "update":
    case "update status":
    case "update back":
    case "update trial":
    case "update look":
    case "update night":
      return withoutArgs(scanned, (reading) => parseUpdate(reading, scanned));
    case "cast-root":
      return withoutArgs(scanned, (reading) => ({
        kind: "cast-root",
        options: {
          dataDir: reading.required("data", "the data folder of the speaker"),
          rootDir: reading.required("root", "the folder of the root's key and certificate"),
        },
      }));
    case "origin invite":
    case "origin members":
    case "origin revoke":
    case "origin hand-over":
      return finish(new Reading(scanned), (reading) => parseHousehold(reading, scanned));
    case "origin stats":
      return withoutArgs(scanned, (reading) => ({
        kind: "origin-stats",
        options: queryOf(reading),
      }));
    case "origin library":
      return finish(new Reading(scanned), (reading) => {
        return { kind: "origin-library", options: queryOf(reading), query: scanned.args.join(" ") };
      });
    case "origin backup":
    case "origin restore":
      return finish(new Reading(scanned), (reading) => parseBackup(reading, scanned));
    case "origin scrobble":
      return finish(new Reading(scanned), (reading) => parseScrobble(reading, scanned));
    case "origin events":
      return withoutArgs(scanned, parseEvents);
    default:
      return parseCtl(scanned);
  }
}

function parseCompletion({ args }: Scanned): ParsedCommand | UsageError {
  const shell = shells.find((name) => name === args[0]);
  if (shell !== undefined && args.length === 1) return { kind: "completion", shell };
  return usageError(`completion is for ${shells.join(", ")}; see nightjar completion --help`);
}

function parseBoards(scanned: Scanned): ParsedCommand | UsageError {
  const [board, ...more] = scanned.args;
  if (more.length > 0) return usageError("boards takes one BOARD; see nightjar boards --help");
  return finish(new Reading(scanned), (reading) => ({
    kind: "boards",
    options: { board, json: reading.has("json") },
  }));
}

function parseStart(reading: Reading): ParsedCommand {
  const options: StartOptions = {
    dataDir: reading.option("data", values.readText),
    libraryDir: reading.option("library", values.readText),
    speakers: reading.option("speakers", values.readSpeakers) ?? defaultSpeakers,
    output: reading.option("output", values.readOutput),
    quality: reading.option("quality", values.readQuality),
    mdns: reading.option("mdns", values.readSwitch) ?? true,
    mpd: parseMpd(reading),
  };
  return { kind: "start", options };
}

function parseOrigin(reading: Reading): ParsedCommand {
  if (reading.has("upstream")) reading.fail(notInThisVersion("origin --upstream"));
  const options: OriginOptions = {
    dataDir: reading.required("data", "the folder that the origin keeps everything in"),
    libraryDir: reading.required("library", "the folder of music"),
    listen: reading.option("listen", values.readAddress),
    name: reading.option("name", values.readName),
    join: reading.option("join", values.readText),
    mdns: reading.option("mdns", values.readSwitch) ?? true,
    updatesDir: reading.option("updates", values.readText),
    updatesListen: reading.option("updates-listen", values.readAddress),
    metrics: reading.option("metrics", values.readListen),
  };
  if (options.updatesListen !== undefined && options.updatesDir === undefined)
    reading.fail(usageError("--updates-listen goes with --updates DIR"));
  return { kind: "origin", options };
}

/** A file and nothing have no volume of their own. */
function mixerOf(reading: Reading, output: OutputOption | undefined): string {
  const mixer = reading.option("mixer", values.readText) ?? "auto";
  const isControl = mixer !== "auto" && mixer !== "off";
  if (isControl && (output?.kind === "wav" || output?.kind === "null")) {
    const what = `--output ${output.kind} has no volume control "${mixer}"`;
    reading.fail(usageError(`${what}: --mixer CONTROL is for sound cards; leave it out`));
  }
  return mixer;
}

function parseSpeaker(reading: Reading): ParsedCommand {
  const output = reading.option("output", values.readOutput);
  const options: SpeakerOptions = {
    dataDir: reading.required("data", "the folder that the speaker keeps everything in"),
    name: reading.option("name", values.readName),
    output,
    mixer: mixerOf(reading, output),
    dacPpm: reading.option("dac-ppm", values.readPpm) ?? 0,
    input: reading.option("input", values.readInput),
    adcPpm: reading.option("adc-ppm", values.readPpm) ?? 0,
    origins: reading.all("origin", values.readAddress),
    peerPlaces: reading.all("peer", values.readAddress),
    join: reading.option("join", values.readInvite),
    listen: reading.option("listen", values.readAddress),
    control: reading.option("control", values.readListen),
    http: reading.option("http", values.readListen),
    httpNames: reading.all("http-name", values.readHostName),
    cast: reading.option("cast", values.readListen),
    castRole: reading.option("cast-role", values.readCastRole) ?? "member",
    mpd: parseMpd(reading),
    mdns: reading.option("mdns", values.readSwitch) ?? true,
    cacheBytes: reading.option("cache-size", values.readSize),
    eco: reading.has("cache-eco"),
    cacheWriteBytes: reading.option("cache-write-budget", values.readSize),
    metered: reading.has("metered"),
    mirrorEvents: reading.has("mirror-events"),
    board: reading.option("board", values.readText),
    metrics: reading.option("metrics", values.readListen),
    quality: reading.option("quality", values.readQuality),
  };
  return { kind: "speaker", options };
}

function parseEvents(reading: Reading): ParsedCommand {
  const view = eventsView(reading);
  return { kind: "origin-events", options: queryOf(reading), view };
}

function eventsView(reading: Reading): EventsView {
  const by = reading.option("by", values.readText);
  const format = reading.option("export", values.readText);
  if (by !== undefined && format !== undefined)
    reading.fail(usageError("--by and --export exclude each other: an export has every event"));
  if (format === "csv" && reading.has("json"))
    reading.fail(usageError("--json and --export csv exclude each other; take --export jsonl"));
  if (by === "track" || by === "device") return by;
  if (by !== undefined) reading.fail(usageError(`--by takes track or device, not "${by}"`));
  if (format === "csv" || format === "jsonl") return format;
  if (format !== undefined)
    reading.fail(usageError(`--export takes csv or jsonl, not "${format}"`));
  return "report";
}

function parseBackup(reading: Reading, { command, args }: Scanned): ParsedCommand {
  const [file = "", ...more] = args;
  if (file === "" || more.length > 0)
    reading.fail(usageError(`${command} takes one FILE; see --help`));
  const passphraseFile = reading.option("passphrase-file", values.readText);
  const options = { ...queryOf(reading), file, passphraseFile };
  return { kind: command === "origin backup" ? "origin-backup" : "origin-restore", options };
}

function parseScrobble(reading: Reading, { args }: Scanned): ParsedCommand {
  const [action = "status", ...more] = args;
  const known = action === "status" || action === "on" || action === "off";
  if (!known || more.length > 0)
    reading.fail(usageError(`origin scrobble takes on or off, not "${args.join(" ")}"`));
  const options = {
    ...queryOf(reading),
    action: known ? action : "status",
    tokenFile: reading.option("token-file", values.readText),
    baseUrl: reading.option("base-url", values.readHttpUrl),
    all: reading.has("all"),
  } as const;
  const set = ["token-file", "base-url", "all"].find((name) => reading.has(name));
  if (action !== "on" && set !== undefined)
    reading.fail(usageError(`--${set} goes with: origin scrobble on`));
  return { kind: "origin-scrobble", options };
}

function queryOf(reading: Reading): OriginQuery {
  const dataDir = reading.required("data", "the data folder of the origin");
  return { dataDir, json: reading.has("json") };
}

function withoutArgs(
  scanned: Scanned,
  parse: (reading: Reading) => ParsedCommand,
): ParsedCommand | UsageError {
  const [first] = scanned.args;
  if (first === undefined) return finish(new Reading(scanned), parse);
  return usageError(`${scanned.command} takes no argument "${first}"; see --help`);
}

function finish(
  reading: Reading,
  parse: (reading: Reading) => ParsedCommand,
): ParsedCommand | UsageError {
  const parsed = parse(reading);
  return reading.mistake ?? parsed;
}
