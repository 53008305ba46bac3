/**
 * Names of ALSA devices: which card a name means, and the same name for that
 * card wherever it is. Pure.
 *
 * A card's number is the order in which cards came up, so a USB card that was
 * unplugged may come back as another. Its id ("Headset") stays.
 */

/** Plugins whose first argument is a card (alsa.conf). Other names mean what the user's configuration says. */
const takesCard =
  "hw|plughw|sysdefault|default|front|rear|center_lfe|side|surround\\d+|iec958|spdif|hdmi|dmix|dsnoop|usbstream";
const pattern = new RegExp(`(^|['":])((?:${takesCard}):(?:CARD=)?)([A-Za-z0-9_]+)(?=[,'"]|$)`);

/** What a device name says of its card: the number or the id; undefined where it says none. */
export function cardOfName(name: string): string | undefined {
  return pattern.exec(name)?.[3];
}

/** The name, for the card with this id. */
export function nameWithCard(name: string, id: string): string {
  return name.replace(pattern, (_, before: string, plugin: string) => `${before}${plugin}${id}`);
}

/** A card as the kernel lists it. */
export interface CardIdentity {
  readonly number: number;
  /** Unique among the cards that are there: "Headset", of two like ones "Headset_1". */
  readonly id: string;
  /** With its place on the bus where it has one: tells two like cards apart. */
  readonly longName: string;
}

/** The card that was at the same place, else the one with the same id. */
export function findAgain(
  known: CardIdentity,
  cards: readonly CardIdentity[],
): CardIdentity | undefined {
  const same = cards.filter(({ longName }) => longName === known.longName);
  const [only] = same;
  if (only !== undefined && same.length === 1) return only;
  return cards.find(({ id }) => id === known.id);
}

/** Device names that are near to one that is wrong, the nearest first; all that there are when none is near. */
export function nearNames(name: string, known: readonly string[], countMax: number): string[] {
  const plain = (text: string): string => text.toLowerCase().replace(/card=|dev=|[^a-z0-9]/g, "");
  const wanted = plain(name);
  const ranked = known.map((one) => ({ one, common: commonPart(wanted, plain(one)) }));
  ranked.sort((a, b) => b.common - a.common);
  return ranked.slice(0, countMax).map(({ one }) => one);
}

/** How many pairs of neighbouring letters the two share, as a part of all (Dice's coefficient). */
function commonPart(a: string, b: string): number {
  const pairs = (text: string): Set<string> =>
    new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2)));
  const [ofA, ofB] = [pairs(a), pairs(b)];
  const shared = [...ofA].filter((pair) => ofB.has(pair)).length;
  return (2 * shared) / Math.max(1, ofA.size + ofB.size);
}
