/** The commands of `nightjar ctl` about tone, sleep timer, alarms, volume guard and announcements, from words to commands. Pure. */
import { flatTone, type LoudnessMode, loudnessModes, type ToneSettings } from "../audio/model.ts";
import { balanceMax, snoozeMinutes, toneDbMax } from "../player/limits.ts";
import type { PlayerCommand } from "../player/model.ts";
import { readMinute } from "../player/sound/local-time.ts";
import { isUsageError, type UsageError, usageError } from "./options.ts";
import type { Reading } from "./reading.ts";
import { readSwitch } from "./values.ts";

const dayNames = ["mo", "tu", "we", "th", "fr", "sa", "su"];

/** What is said of each of these names. */
export const soundCommands: ReadonlySet<string> = new Set([
  "sleep",
  "alarm set",
  "alarm remove",
  "alarm skip",
  "alarm stop",
  "alarm snooze",
  "volume-guard",
  "announce",
  "resume-after-restart",
]);

export function soundCommand(
  name: string,
  args: readonly string[],
  reading: Reading,
): PlayerCommand | UsageError {
  const [first] = args;
  if (name !== "alarm set" && args.length > 1)
    return usageError(`ctl ${name} takes one argument; see nightjar ctl ${name} --help`);
  switch (name) {
    case "sleep":
      return sleep(first ?? "");
    case "alarm set":
      return alarm(args, reading);
    case "alarm remove":
      return first === undefined
        ? usageError("ctl alarm remove needs the ID of an alarm; see nightjar ctl alarm")
        : { kind: "alarm-remove", id: first };
    case "alarm skip":
      return { kind: "alarm-skip", id: first ?? "", skips: !reading.has("undo") };
    case "alarm snooze": {
      const minutes = first === undefined ? snoozeMinutes : wholeNumber(first, "a snooze");
      return isUsageError(minutes) ? minutes : { kind: "alarm-snooze", minutes };
    }
    case "volume-guard":
      return guard(reading);
    case "resume-after-restart":
      return first === "on" || first === "off"
        ? { kind: "resume-after-restart", on: first === "on" }
        : usageError("ctl resume-after-restart takes on or off");
    case "announce":
      return { kind: "announce", id: "", offset: 0, data: new Uint8Array(0), last: true };
    default:
      return { kind: "alarm-stop" };
  }
}

/** Without a word: how it is. */
export function toneCommand(
  args: readonly string[],
  reading: Reading,
): UsageError | { readonly name: "tone"; readonly changes: Partial<ToneSettings> | undefined } {
  const [first] = args;
  if (args.length > 1 || (first !== undefined && first !== "flat"))
    return usageError("ctl tone takes flat, or options; see nightjar ctl tone --help");
  const whole = (most: number) => (text: string, what: string) =>
    /^[+-]?\d{1,3}$/.test(text) && Math.abs(Number(text)) <= most
      ? Number(text)
      : usageError(`${what} takes a whole number from -${most} to ${most}, not "${text}"`);
  const bass = reading.option("bass", whole(toneDbMax));
  const treble = reading.option("treble", whole(toneDbMax));
  const balance = reading.option("balance", whole(balanceMax));
  const mono = reading.option("mono", readSwitch);
  const given = { bass, treble, balance, mono };
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  const changes = { ...(first === "flat" ? flatTone : {}), ...Object.fromEntries(set) };
  return { name: "tone", changes: Object.keys(changes).length === 0 ? undefined : changes };
}

/** Without a word: how it is. */
export function loudnessCommand(
  args: readonly string[],
): UsageError | { readonly name: "loudness"; readonly mode: LoudnessMode | undefined } {
  const [first] = args;
  const mode = loudnessModes.find((known) => known === first);
  if (args.length > 1 || (first !== undefined && mode === undefined))
    return usageError("ctl loudness takes off, track or album");
  return { name: "loudness", mode };
}

function sleep(text: string): PlayerCommand | UsageError {
  if (text === "off") return { kind: "sleep", end: "off" };
  if (text === "track") return { kind: "sleep", end: "track-end" };
  const minutes = wholeNumber(text.replace(/^\+/, ""), "a sleep timer");
  if (isUsageError(minutes))
    return usageError("ctl sleep takes minutes, +MINUTES, track or off; for example 45");
  return { kind: "sleep", end: text.startsWith("+") ? { addMinutes: minutes } : { minutes } };
}

function alarm([time = "", ...what]: readonly string[], reading: Reading) {
  const text = (value: string): string => value;
  const number = (option: string, usual: number): number | UsageError => {
    const given = reading.option(option, text);
    return given === undefined ? usual : wholeNumber(given, `--${option}`);
  };
  const minute = readMinute(time);
  if (minute === undefined)
    return usageError("ctl alarm set needs a time of the day; for example 07:00");
  const days = (reading.option("days", text) ?? "").split(",").filter((day) => day !== "");
  const wrong = days.find((day) => !dayNames.includes(day));
  if (wrong !== undefined)
    return usageError(`--days takes some of ${dayNames.join(",")}, not "${wrong}"`);
  const [volume, riseS, stopMin] = [
    number("volume", 40),
    number("rise", 60),
    number("stop-after", 60),
  ];
  for (const value of [volume, riseS, stopMin]) if (isUsageError(value)) return value;
  if (isUsageError(volume) || isUsageError(riseS) || isUsageError(stopMin))
    return usageError("an alarm's options take whole numbers");
  const id = reading.option("id", text) ?? "";
  const label = reading.option("label", text) ?? "";
  const sound = { volume, riseS, stopMin, enabled: !reading.has("off") };
  const weekdays = days.map((day) => dayNames.indexOf(day));
  const command: PlayerCommand = {
    kind: "alarm-set",
    alarm: { id, label, minute, days: weekdays, what, ...sound },
  };
  return command;
}

function guard(reading: Reading): PlayerCommand | UsageError {
  const text = (value: string): string => value;
  const given = reading.option("cap", text);
  const cap = given === undefined ? undefined : wholeNumber(given, "--cap");
  if (isUsageError(cap)) return cap;
  const hours = reading.option("quiet", text);
  if (hours === undefined && cap === undefined)
    return usageError("ctl volume-guard needs --cap or --quiet");
  if (hours === undefined) return { kind: "volume-guard", cap, quiet: undefined };
  if (hours === "off") return { kind: "volume-guard", cap, quiet: null };
  const [from = "", to = ""] = hours.split("-");
  const [fromMinute, toMinute] = [readMinute(from), readMinute(to)];
  const most = wholeNumber(reading.option("quiet-cap", text) ?? "25", "--quiet-cap");
  if (isUsageError(most)) return most;
  if (fromMinute === undefined || toMinute === undefined)
    return usageError("--quiet takes off or two times of the day; for example 22:00-07:00");
  return { kind: "volume-guard", cap, quiet: { fromMinute, toMinute, cap: most } };
}

function wholeNumber(text: string, what: string): number | UsageError {
  return /^\d{1,4}$/.test(text) ? Number(text) : usageError(`${what} takes a whole number`);
}
