/** The settings that a script can name, each with how its words are read (docs/NETLAB.md, Settings). */
import { delayUsMax, mtuBytes } from "../limits.ts";
import { runEntry } from "../model/loss.ts";
import type { SettingsChange } from "../model/settings.ts";
import { quantity } from "./quantity.ts";
import { type Words, wrong } from "./words.ts";

type Reader = (words: Words) => SettingsChange;

const never = Number.POSITIVE_INFINITY;
const rateMax = 1e12;
const sizeMax = 1e9;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["delay", (words) => ({ delayUs: words.quantity("time", delayUsMax) })],
  ["jitter", (words) => ({ jitterUs: words.quantity("time", delayUsMax) })],
  ["loss", readLoss],
  ["rate", readRate],
  ["queue", readQueue],
  ["reorder", readReorder],
  ["duplicate", (words) => ({ duplicateShare: words.quantity("share", 1) })],
  ["mtu", (words) => ({ sizeMaxBytes: words.quantity("size", mtuBytes, 68) })],
  ["sleep", readSleep],
]);

export const settingNames: readonly string[] = [...readers.keys()];

/** Reads one setting with its values. Throws NetlabError `bad-script`. */
export function readSetting(words: Words): SettingsChange {
  const name = words.next("a setting").toLowerCase();
  const read = readers.get(name);
  if (read === undefined) {
    throw wrong(`"${name}" is not a setting; there are ${settingNames.join(", ")}`);
  }
  return read(words);
}

function readLoss(words: Words): SettingsChange {
  const lossShare = words.quantity("share", 1);
  if (!words.skip("burst")) return { lossShare, burstPackets: 0, burstUs: 0 };
  const word = words.next("the mean length of a burst, in packets (3) or in time (40ms)");
  const packets = Number(word);
  if (Number.isFinite(packets)) return packetBurst(lossShare, packets);
  const burstUs = quantity(word, "time");
  if (burstUs === undefined || burstUs <= 0 || burstUs > delayUsMax) {
    throw wrong(`"${word}" is not a length of bursts such as 3 (packets) or 40ms`);
  }
  return { lossShare, burstPackets: 0, burstUs };
}

function packetBurst(lossShare: number, burstPackets: number): SettingsChange {
  if (burstPackets < 1) throw wrong("a burst is at least 1 packet long");
  if (lossShare < 1 && runEntry(lossShare, burstPackets) > 1) {
    const least = (lossShare / (1 - lossShare)).toFixed(1);
    throw wrong(`a loss of ${lossShare * 100}% comes in bursts of at least ${least} packets`);
  }
  return { lossShare, burstPackets, burstUs: 0 };
}

function readRate(words: Words): SettingsChange {
  if (words.skip("unlimited")) return { rateBitsPerS: never };
  return { rateBitsPerS: words.quantity("rate", rateMax) };
}

/** By bytes or by time; naming one lifts the other. */
function readQueue(words: Words): SettingsChange {
  const word = words.next("a size such as 64kB or a time such as 100ms");
  const [bytes, us] = [quantity(word, "size"), quantity(word, "time")];
  if (bytes !== undefined && bytes <= sizeMax) return { queueBytes: bytes, queueUs: never };
  if (us !== undefined && us <= delayUsMax) return { queueBytes: sizeMax, queueUs: us };
  throw wrong(`"${word}" is not a queue such as 64kB or 100ms`);
}

function readReorder(words: Words): SettingsChange {
  const reorderShare = words.quantity("share", 1);
  if (reorderShare === 0 && words.peek()?.toLowerCase() !== "by") return { reorderShare };
  words.expect("by");
  return { reorderShare, reorderByUs: words.quantity("time", delayUsMax) };
}

function readSleep(words: Words): SettingsChange {
  if (words.skip("off")) return { dozeAfterUs: never, dozeEveryUs: 0, dozeMissShare: 0 };
  words.expect("after");
  const dozeAfterUs = words.quantity("time", delayUsMax);
  words.expect("wakes");
  words.expect("every");
  const dozeEveryUs = words.quantity("time", delayUsMax, 1e3);
  const dozeMissShare = words.skip("misses") ? words.quantity("share", 0.99) : 0;
  return { dozeAfterUs, dozeEveryUs, dozeMissShare };
}
