/** Items of the queue as people name them: by id, or by the row number that `queue` prints. */
import { ControlError } from "../control/errors.ts";
import type { Remote } from "../control/remote.ts";
import type { ItemRef } from "./options.ts";

/** An id has 16 digits, so a short number can only be a row. */
const rowNumber = /^[1-9]\d{0,6}$/;

/** Throws ControlError `refused` where there is no such row. */
export async function itemIds(
  remote: Remote,
  items: readonly ItemRef[],
): Promise<readonly string[]> {
  if (!items.some((item) => rowNumber.test(item))) return items;
  const queue = await remote.queue();
  return items.map((item) => {
    if (!rowNumber.test(item)) return item;
    const id = queue[Number(item) - 1]?.id;
    if (id !== undefined) return id;
    throw new ControlError("refused", `the queue has ${queue.length} items and no row ${item}`, {
      remedy: "see: nightjar ctl queue",
    });
  });
}
