/**
 * What is learned about listening, as bytes (docs/STORAGE.md, "Habits"). A codec only; decoding is strict and
 * gives undefined for anything else: then the speaker learns anew.
 */
import { ByteReader, ByteWriter, toHex } from "../../base/bytes.ts";
import { trackIdBytes, trackIdToBytes } from "../../media/track-id.ts";
import { GuessRates, guessKinds } from "./guess-rates.ts";
import { Habits, reachMarks } from "./habits.ts";
import { daySlots, habitTracksMax, successorsMax } from "./limits.ts";

const version = 1;

export interface Learned {
  readonly habits: Habits;
  readonly rates: GuessRates;
}

export function encodeLearned({ habits, rates }: Learned): Uint8Array {
  const writer = new ByteWriter(64 + habits.tracks.size * 96).u8(version);
  for (const times of habits.reached) writer.u8(times);
  writer.u8(guessKinds.length);
  for (const kind of guessKinds) {
    const { shown, came } = rates.rates.get(kind) ?? { shown: 0, came: 0 };
    writer.u8(shown).u8(came);
  }
  writer.u16(habits.tracks.size);
  for (const [track, { slots, after }] of habits.tracks) {
    writer.raw(trackIdToBytes(track));
    for (const times of slots) writer.u8(times);
    writer.u8(after.size);
    for (const [next, times] of after) writer.raw(trackIdToBytes(next)).u8(times);
  }
  return writer.finish();
}

export function decodeLearned(bytes: Uint8Array): Learned | undefined {
  const reader = new ByteReader(bytes);
  if (reader.u8() !== version) return undefined;
  const habits = new Habits(reachMarks.map(() => reader.u8()));
  const rates = new GuessRates();
  const kinds = reader.u8();
  if (kinds !== guessKinds.length) return undefined;
  for (const kind of guessKinds) {
    const [shown, came] = [reader.u8(), reader.u8()];
    if (came > shown) return undefined;
    rates.rates.set(kind, { shown, came });
  }
  const count = reader.u16();
  if (count > habitTracksMax) return undefined;
  for (let i = 0; i < count && reader.ok; i++) if (!readTrack(reader, habits)) return undefined;
  return reader.ok && reader.remaining === 0 && habits.tracks.size === count
    ? { habits, rates }
    : undefined;
}

function readTrack(reader: ByteReader, habits: Habits): boolean {
  const track = toHex(reader.take(trackIdBytes));
  const slots = Array.from({ length: daySlots }, () => reader.u8());
  const successors = reader.u8();
  if (successors > successorsMax) return false;
  const after = new Map<string, number>();
  for (let i = 0; i < successors; i++) after.set(toHex(reader.take(trackIdBytes)), reader.u8());
  habits.tracks.set(track, { slots, after });
  return true;
}
