/** Numbers with units, as people write them: `1.5s`, `300kbit/s`, `64kB`, `2%`. Case does not count. */

const timeUnits = new Map([
  ["us", 1],
  ["ms", 1e3],
  ["s", 1e6],
  ["min", 60e6],
]);
const rateUnits = new Map([
  ["bit/s", 1],
  ["kbit/s", 1e3],
  ["mbit/s", 1e6],
  ["gbit/s", 1e9],
]);
const sizeUnits = new Map([
  ["b", 1],
  ["kb", 1e3],
  ["mb", 1e6],
  ["kib", 1024],
  ["mib", 1024 ** 2],
]);

export type Kind = "time" | "rate" | "size" | "share";

const unitsOf: Readonly<Record<Kind, ReadonlyMap<string, number>>> = {
  time: timeUnits,
  rate: rateUnits,
  size: sizeUnits,
  share: new Map([["%", 0.01]]),
};

/** What such a quantity looks like, for messages. */
export const examples: Readonly<Record<Kind, string>> = {
  time: "a time such as 50ms or 1.5s",
  rate: "a rate such as 300kbit/s or unlimited",
  size: "a size such as 64kB",
  share: "a share such as 2%",
};

/** In microseconds, bits a second, bytes, or as a share of 1. Undefined: it is not of this kind. */
export function quantity(text: string, kind: Kind): number | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(\D.*)?$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  // Nothing needs no unit.
  if (unit === undefined) return Number(digits) === 0 ? 0 : undefined;
  const factor = unitsOf[kind].get(unit.toLowerCase());
  return factor === undefined ? undefined : Number(digits) * factor;
}

export function isUnit(text: string): boolean {
  return Object.values(unitsOf).some((units) => units.has(text.toLowerCase()));
}
