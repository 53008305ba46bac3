/**
 * Which records answer a question, and which go along unasked (RFC 6762 §6,
 * RFC 6763 §12). Pure.
 */
import type { MulticastLink } from "../ports/multicast.ts";
import type { Advert } from "./advert.ts";
import { foldName } from "./dns-name.ts";
import { type Question, type ResourceRecord, recordKey } from "./message.ts";

/** Each record once. Where a name is ours and has no such type, the denial says so. */
export function answersTo(
  { name, type }: Question,
  adverts: Iterable<Advert>,
  link: MulticastLink,
): readonly ResourceRecord[] {
  const wanted = foldName(name);
  const found = new Map<string, ResourceRecord>();
  for (const advert of adverts) {
    for (const record of answersOf(advert, link, wanted, type))
      found.set(recordKey(record), record);
  }
  return [...found.values()];
}

function answersOf(
  advert: Advert,
  link: MulticastLink,
  wanted: string,
  type: Question["type"],
): readonly ResourceRecord[] {
  if (!advert.names.some((name) => foldName(name) === wanted)) return [];
  const named = ({ name }: ResourceRecord): boolean => foldName(name) === wanted;
  const typed = ({ data }: ResourceRecord): boolean => type === "ANY" || data.type === type;
  const shared = advert.shared().filter(named);
  if (shared.length > 0) return shared.filter(typed);
  const mine = advert.unique(link).filter(named);
  const fitting = mine.filter(typed);
  return mine.length === 0 || fitting.length > 0 ? fitting : advert.denials(link).filter(named);
}

/** What whoever gets `answers` will ask for next, without what is among them. */
export function companionsOf(
  answers: readonly ResourceRecord[],
  adverts: Iterable<Advert>,
  link: MulticastLink,
): readonly ResourceRecord[] {
  const there = new Set(answers.map(recordKey));
  const found = new Map<string, ResourceRecord>();
  for (const advert of adverts) {
    if (!answers.some((record) => leadsTo(record, advert))) continue;
    for (const record of [...advert.unique(link), ...advert.denials(link)]) {
      if (!there.has(recordKey(record))) found.set(recordKey(record), record);
    }
  }
  return [...found.values()];
}

function leadsTo({ name, data }: ResourceRecord, advert: Advert): boolean {
  if (data.type === "PTR") return foldName(data.target) === foldName(advert.instance);
  return foldName(name) === foldName(advert.instance) || foldName(name) === foldName(advert.host);
}
