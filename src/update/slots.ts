/**
 * Which of a card's two systems is started: states and their changes (docs/UPDATES.md §3).
 *
 * Pure. The boot script (device/boot/boot.cmd) makes the same choice from the same words;
 * test/qemu/update.long.test.ts holds both together.
 *
 * Invariants:
 *   I1  the active slot was healthy once, and nothing here writes into it
 *   I2  a slot that is written to is not usable until all of it was read back
 *   I3  a slot on trial becomes the active one by its own word only; without it the
 *       active one is back after `triesMax` starts
 */
import { assert } from "../base/assert.ts";
import { triesMax } from "./limits.ts";

export type Slot = "a" | "b";

export interface SlotState {
  /** Started when nothing is on trial. */
  readonly active: Slot;
  /** Started next, while tries are left. */
  readonly trying: Slot | undefined;
  /** 0 to `triesMax`. */
  readonly triesLeft: number;
  /** Holds a whole system that did not fail its trial. */
  readonly usable: Readonly<Record<Slot, boolean>>;
}

/** A card as the image tool makes it: one system in both places would be no roll-back, so the second is empty. */
export const freshSlots: SlotState = {
  active: "a",
  trying: undefined,
  triesLeft: 0,
  usable: { a: true, b: false },
};

export function otherSlot(slot: Slot): Slot {
  return slot === "a" ? "b" : "a";
}

/** Before the first byte is written into `slot`: nobody may start it. */
export function begun(state: SlotState, slot: Slot): SlotState {
  assert(slot !== state.active, "I1: the active slot is not written to");
  return { ...settled(state), usable: { ...state.usable, [slot]: false } };
}

/** When all of `slot` was written and read back: the next start tries it. */
export function armed(state: SlotState, slot: Slot): SlotState {
  assert(slot !== state.active, "I1: the active slot needs no trial");
  return {
    active: state.active,
    trying: slot,
    triesLeft: triesMax,
    usable: { ...state.usable, [slot]: true },
  };
}

/** What the boot loader does: which slot it starts, and what it writes down first. */
export function started(state: SlotState): { readonly slot: Slot; readonly state: SlotState } {
  const { trying, triesLeft, active } = state;
  if (trying === undefined) return { slot: active, state };
  if (triesLeft > 0) return { slot: trying, state: { ...state, triesLeft: triesLeft - 1 } };
  return { slot: active, state: failed(state) };
}

/** The running system on trial says that it is healthy. Nothing changes where it is the active one. */
export function confirmed(state: SlotState, running: Slot): SlotState {
  if (state.trying !== running) return state;
  return { ...settled(state), active: running };
}

/** The trial is over, and lost. */
export function failed(state: SlotState): SlotState {
  const { trying } = state;
  if (trying === undefined) return state;
  return { ...settled(state), usable: { ...state.usable, [trying]: false } };
}

function settled(state: SlotState): SlotState {
  return { active: state.active, trying: undefined, triesLeft: 0, usable: state.usable };
}
