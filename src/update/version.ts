/** Versions of systems: `1.4.2`, `1.4.2-rc.1`, compared as Semantic Versioning 2.0.0 §11 says. Pure. */

const form = /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:-([0-9A-Za-z.-]{1,32}))?$/;

export function isVersion(text: string): boolean {
  return form.test(text);
}

/** Negative where `a` is the older one. What is no version is older than all that are. */
export function compareVersions(a: string, b: string): number {
  const [one, two] = [form.exec(a), form.exec(b)];
  if (one === null || two === null) return Number(one !== null) - Number(two !== null);
  for (const at of [1, 2, 3]) {
    const difference = Number(one[at]) - Number(two[at]);
    if (difference !== 0) return difference;
  }
  return comparePreviews(one[4], two[4]);
}

/** A preview is older than what it previews. */
function comparePreviews(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const [ones, twos] = [a.split("."), b.split(".")];
  for (const [at, one] of ones.entries()) {
    const two = twos[at];
    if (two === undefined) return 1;
    const difference = compareWords(one, two);
    if (difference !== 0) return difference;
  }
  return ones.length - twos.length;
}

/** Numbers by their value, and before words. */
function compareWords(a: string, b: string): number {
  const [one, two] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (one && two) return Number(a) - Number(b);
  if (one !== two) return one ? -1 : 1;
  return a < b ? -1 : Number(a > b);
}
