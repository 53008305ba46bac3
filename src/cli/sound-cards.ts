/** `nightjar sound-cards`: what `--output` and `--input` can name, what each is and can do. */
import type { SoundCards, SoundDevice, SoundVolume } from "../ports/sound-cards.ts";
import { painter, table } from "./format.ts";
import { jsonLine } from "./json-line.ts";
import type { Machine } from "./machine.ts";

/** One device, as `--json` prints it. */
interface DeviceRow {
  /** What stands behind `alsa:`. */
  readonly id: string;
  /** The card's name; null for a name of the configuration. */
  readonly card: string | null;
  readonly about: string;
  readonly playback: boolean;
  readonly capture: boolean;
  /** The card's own volume, where a speaker would use it. */
  readonly volume: SoundVolume | null;
}

const columns = ["DEVICE", "CARD", "ABOUT", "PLAYS", "RECORDS", "VOLUME"] as const;
const nothing = "no sound cards; --output null plays to nobody, wav:FILE to a file";

/** Throws PcmError `no-library`. */
export async function listSoundCards(
  { terminal: { out }, soundCards }: Machine,
  { json }: { readonly json: boolean },
): Promise<void> {
  const rows = rowsOf(await soundCards());
  if (json) {
    out.write(jsonLine(rows));
    return;
  }
  const page = { width: out.columns, paint: painter(out.colour) };
  const titles = columns.map((title) => ({ title, shrinks: title === "ABOUT" }));
  const lines = rows.length === 0 ? [nothing] : table(titles, rows.map(cellsOf), page);
  out.write(`${lines.join("\n")}\n`);
}

/** Those of the cards first; a volume belongs to the card, and so to each of its outputs. */
function rowsOf({ cards, names }: SoundCards): DeviceRow[] {
  const ofCards = cards.flatMap(({ name, devices, volume }) =>
    devices.map((device) => rowOf(device, name, device.playback ? volume : undefined)),
  );
  return [...ofCards, ...names.map((device) => rowOf(device, null, undefined))];
}

function rowOf(
  { device, about, playback, capture }: SoundDevice,
  card: string | null,
  volume: SoundVolume | undefined,
): DeviceRow {
  return { id: device, card, about, playback, capture, volume: volume ?? null };
}

function cellsOf({ id, card, about, playback, capture, volume }: DeviceRow): string[] {
  const range = volume && `${volume.control}, ${volume.minDb} to ${volume.maxDb} dB`;
  return [`alsa:${id}`, card ?? "", about, yes(playback), yes(capture), range ?? ""];
}

function yes(can: boolean): string {
  return can ? "yes" : "";
}
