/** What device/image's files say of the layout, by words between @. Pure. */
import { ImageError } from "./errors.ts";
import { type Layout, partitionOf } from "./layout.ts";

/** Throws ImageError for a word that nothing is known for. */
export function filledIn(text: string, layout: Layout): string {
  const { mounts, slots } = layout;
  const numberOf = (name: string): string => String(partitionOf(layout, name).number);
  const words: Readonly<Record<string, string>> = {
    DISK_ID: layout.diskId,
    BOOT_NUMBER: numberOf("boot"),
    BOOT: mounts.boot,
    DATA_NUMBER: numberOf("data"),
    DATA_LABEL: partitionOf(layout, "data").label ?? "data",
    A_NUMBER: numberOf(slots.a.partition),
    B_NUMBER: numberOf(slots.b.partition),
    SLOT_KEY: layout["command-line"].slot,
    DATA: mounts.data,
    ETC: mounts.etc,
    SPEAKER: mounts.speaker,
    UPDATE: mounts.update,
  };
  return text.replaceAll(/@([A-Z_]+)@/g, (_, word: string) => {
    const value = words[word];
    if (value !== undefined) return value;
    throw new ImageError("recipe", `device/image has "@${word}@", for which nothing is known`);
  });
}
