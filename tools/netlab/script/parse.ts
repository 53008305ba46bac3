/**
 * Reads a script: a profile, a trace, or one line of either (docs/NETLAB.md, Scripts).
 *
 *   line    = [ when ":" ] change { "," change } | comment
 *   when    = "at" time | "every" time [ "from" time ] [ "until" time ]
 *   change  = [ scope ] setting [ "for" time ]
 *   scope   = "shared" | "up" | "down" | HOST | HOST ".up" | HOST ".down"
 *   comment = "#" anything, also behind a line
 *
 * Errors name the file and the line. Bounds: scriptLinesMax lines.
 */
import { NetlabError } from "../errors.ts";
import { everyUsMin, scriptLinesMax } from "../limits.ts";
import type { Change, Scope, Script, Step } from "./script.ts";
import { readSetting, settingNames } from "./settings-words.ts";
import { Words, wrong } from "./words.ts";

const never = Number.POSITIVE_INFINITY;
const dayUs = 86_400e6;

export interface ScriptSource {
  /** What messages call it: a file's name, or "--set". */
  readonly name: string;
  /** Hosts that the script may name. */
  readonly hosts: readonly string[];
}

/** Throws NetlabError `bad-script`, its message beginning with `name:line:`. */
export function parseScript(text: string, source: ScriptSource): Script {
  const lines = text.split("\n");
  if (lines.length > scriptLinesMax) {
    throw wrong(`${source.name} has more than ${scriptLinesMax} lines`);
  }
  return lines.flatMap((line, i) => {
    const words = line.replace(/#.*/, "").trim();
    if (words === "") return [];
    try {
      return [parseLine(words, source.hosts)];
    } catch (error) {
      if (!(error instanceof NetlabError)) throw error;
      throw wrong(`${source.name}:${i + 1}: ${error.message}`);
    }
  });
}

function parseLine(line: string, hosts: readonly string[]): Step {
  const colon = line.indexOf(":");
  const when = colon < 0 ? undefined : line.slice(0, colon);
  const changes = line
    .slice(colon + 1)
    .split(",")
    .map((piece) => parseChange(new Words(piece), hosts));
  const step = { ...(when === undefined ? atOnce : parseWhen(new Words(when))), changes };
  if (step.everyUs < never && changes.some(({ forUs }) => forUs >= step.everyUs)) {
    throw wrong('what comes back "every" so often needs a "for" that is shorter');
  }
  return step;
}

const atOnce = { atUs: 0, everyUs: never, untilUs: never };

function parseWhen(words: Words): Omit<Step, "changes"> {
  const word = words.next('"at" or "every"').toLowerCase();
  if (word === "at") {
    const atUs = words.quantity("time", dayUs);
    words.end();
    return { ...atOnce, atUs };
  }
  if (word !== "every") throw wrong(`a line with a colon begins with "at" or "every"`);
  const everyUs = words.quantity("time", dayUs, everyUsMin);
  const atUs = words.skip("from") ? words.quantity("time", dayUs) : 0;
  const untilUs = words.skip("until") ? words.quantity("time", dayUs) : never;
  words.end();
  return { atUs, everyUs, untilUs };
}

function parseChange(words: Words, hosts: readonly string[]): Change {
  const scope = readScope(words, hosts);
  const settings = readSetting(words);
  const forUs = words.skip("for") ? words.quantity("time", dayUs, 1) : never;
  words.end();
  // What comes for a sleeping host waits, what it sends itself wakes it.
  if (settings.dozeAfterUs !== undefined && (scope === "shared" || scope.direction === "up")) {
    throw wrong("hosts sleep, as a whole or on their way down");
  }
  return { scope, settings, forUs };
}

const everyone: Scope = { host: undefined, direction: undefined };

function readScope(words: Words, hosts: readonly string[]): Scope {
  const word = words.peek()?.toLowerCase();
  if (word === undefined || settingNames.includes(word)) return everyone;
  if (words.skip("shared")) return "shared";
  if (words.skip("up")) return { host: undefined, direction: "up" };
  if (words.skip("down")) return { host: undefined, direction: "down" };
  const [host = "", direction, ...more] = word.split(".");
  if (!hosts.includes(host)) {
    const names = [...settingNames, "shared", "up", "down", ...hosts].join(", ");
    throw wrong(`"${word}" is neither a setting nor a host; there are ${names}`);
  }
  if (more.length > 0 || (direction !== undefined && direction !== "up" && direction !== "down")) {
    throw wrong(`a host has the directions ${host}.up and ${host}.down`);
  }
  words.next(word);
  return { host, direction };
}
