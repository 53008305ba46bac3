/**
 * The volume control of a card (volume-control.ts), through libasound's simple
 * mixer. The library asserts, and so ends the process, on an element that is
 * null: each is looked at before it is used, and used no longer than its mixer.
 *
 * It does not fight: what somebody else sets the control to stays, until the
 * volume is changed here.
 */
import type { PcmVolume } from "../../ports/pcm.ts";
import type { Native } from "../native.ts";
import { type Box, bindAll, type Pointer, type Signature } from "./bind.ts";
import { elementsMax, stepDb } from "./limits.ts";
import { fullDb, nextDb, silentDb, usableControl, type VolumeControl } from "./volume-control.ts";

/** Each returns a negative errno on failure (alsa/mixer.h). Decibels are in hundredths. */
export interface MixerCalls {
  open(mixer: Box<Pointer | null>, mode: number): number;
  attach(mixer: Pointer, card: string): number;
  register(mixer: Pointer, options: null, classes: null): number;
  load(mixer: Pointer): number;
  close(mixer: Pointer): number;
  handleEvents(mixer: Pointer): number;
  firstElement(mixer: Pointer): Pointer | null;
  nextElement(element: Pointer): Pointer | null;
  getName(element: Pointer): string;
  getIndex(element: Pointer): number;
  hasVolume(element: Pointer): number;
  getRange(element: Pointer, min: Box<number>, max: Box<number>): number;
  getDb(element: Pointer, channel: number, value: Box<number>): number;
  /** `rounding` above 0: the next step that is not below. */
  setDb(element: Pointer, value: number, rounding: number): number;
}

const element = "void *element";
const signatures: Readonly<Record<keyof MixerCalls, Signature>> = {
  open: ["mixer_open", "int", "_Out_ void **mixer, int mode"],
  attach: ["mixer_attach", "int", "void *mixer, const char *card"],
  register: ["mixer_selem_register", "int", "void *mixer, void *options, void *classes"],
  load: ["mixer_load", "int", "void *mixer"],
  close: ["mixer_close", "int", "void *mixer"],
  handleEvents: ["mixer_handle_events", "int", "void *mixer"],
  firstElement: ["mixer_first_elem", "void *", "void *mixer"],
  nextElement: ["mixer_elem_next", "void *", element],
  getName: ["mixer_selem_get_name", "const char *", element],
  getIndex: ["mixer_selem_get_index", "unsigned int", element],
  hasVolume: ["mixer_selem_has_playback_volume", "int", element],
  getRange: [
    "mixer_selem_get_playback_dB_range",
    "int",
    `${element}, _Out_ long *min, _Out_ long *max`,
  ],
  getDb: ["mixer_selem_get_playback_dB", "int", `${element}, int channel, _Out_ long *value`],
  setDb: ["mixer_selem_set_playback_dB_all", "int", `${element}, long value, int rounding`],
};

/** Throws PcmError `no-library`. */
export function openMixerCalls(native: Native | undefined): MixerCalls {
  // Each member has the C signature that the interface describes.
  return bindAll(native, signatures) as unknown as MixerCalls;
}

interface Found {
  readonly control: VolumeControl;
  readonly element: Pointer;
}

export class CardVolume implements PcmVolume, Disposable {
  readonly control: VolumeControl;
  readonly #calls: MixerCalls;
  readonly #mixer: Pointer;
  /** Undefined once its driver took it away. */
  #element: Pointer | undefined;
  readonly #box: Box<number> = [0];
  /** Where it is on its way to `#targetDb`; the card's steps may be coarser. */
  #walkDb: number;
  #targetDb: number | undefined;
  #askedDb: number | undefined;
  #gain: number;
  #open = true;

  /** `card`: "hw:Headset". `wanted`: a control's name. Undefined where the card has no usable one. */
  static open(calls: MixerCalls, card: string, wanted?: string): CardVolume | undefined {
    const box: Box<Pointer | null> = [null];
    if (calls.open(box, 0) < 0 || box[0] === null) return undefined;
    const [mixer] = box;
    const found = findControl(calls, mixer, card, wanted);
    if (found !== undefined) return new CardVolume(calls, mixer, found);
    calls.close(mixer);
    return undefined;
  }

  /** Names of the controls of a card that could be opened. */
  static usable(calls: MixerCalls, card: string): readonly string[] {
    const box: Box<Pointer | null> = [null];
    if (calls.open(box, 0) < 0 || box[0] === null) return [];
    const [mixer] = box;
    const controls = controlsOf(calls, mixer, card).map(({ control }) => control);
    calls.close(mixer);
    return controls.filter((one) => usableControl([one], one.name)).map(({ name }) => name);
  }

  private constructor(calls: MixerCalls, mixer: Pointer, { control, element }: Found) {
    this.#calls = calls;
    this.#mixer = mixer;
    this.#element = element;
    this.control = control;
    this.#walkDb = this.#readDb();
    this.#gain = this.#gainOf(this.#walkDb);
  }

  get gain(): number {
    return this.#gain;
  }

  moveTo(gain: number, atOnce: boolean): boolean {
    const { minDb } = this.control;
    const wantedDb = Math.max(fullDb(this.control) + 20 * Math.log10(gain), minDb, silentDb);
    if (wantedDb !== this.#askedDb) {
      this.#askedDb = wantedDb;
      // From where it is, whoever put it there.
      this.#targetDb = wantedDb;
      this.#calls.handleEvents(this.#mixer);
      // The mixer frees an element whose control is gone while it takes in what happened.
      this.#element = elementOf(this.#calls, this.#mixer, this.control);
      this.#walkDb = this.#readDb();
    }
    if (this.#element === undefined) this.#targetDb = undefined;
    if (this.#targetDb === undefined || this.#element === undefined) return true;
    this.#walkDb = nextDb(this.#walkDb, this.#targetDb, atOnce ? Number.POSITIVE_INFINITY : stepDb);
    if (this.#walkDb === this.#targetDb) this.#targetDb = undefined;
    const set = this.#calls.setDb(this.#element, Math.round(100 * this.#walkDb), 1);
    if (set >= 0) this.#gain = this.#gainOf(this.#readDb());
    return this.#targetDb === undefined;
  }

  [Symbol.dispose](): void {
    if (!this.#open) return;
    this.#open = false;
    this.#calls.close(this.#mixer);
  }

  /** Of the first channel; full where the card does not say. */
  #readDb(): number {
    if (this.#element === undefined) return fullDb(this.control);
    const result = this.#calls.getDb(this.#element, 0, this.#box);
    return result < 0 ? fullDb(this.control) : this.#box[0] / 100;
  }

  #gainOf(db: number): number {
    return 10 ** ((db - fullDb(this.control)) / 20);
  }
}

/** The mixer is the caller's to close, found or not. */
function findControl(
  calls: MixerCalls,
  mixer: Pointer,
  card: string,
  wanted: string | undefined,
): Found | undefined {
  const found = controlsOf(calls, mixer, card);
  const usable = usableControl(
    found.map(({ control }) => control),
    wanted,
  );
  return found.find(({ control }) => control === usable);
}

function controlsOf(calls: MixerCalls, mixer: Pointer, card: string): readonly Found[] {
  if (calls.attach(mixer, card) < 0) return [];
  if (calls.register(mixer, null, null) < 0 || calls.load(mixer) < 0) return [];
  const found: Found[] = [];
  for (const element of elementsOf(calls, mixer)) {
    const control = controlOf(calls, element);
    if (control !== undefined) found.push({ control, element });
  }
  return found;
}

function* elementsOf(calls: MixerCalls, mixer: Pointer): Generator<Pointer> {
  let element = calls.firstElement(mixer);
  for (let i = 0; element !== null && i < elementsMax; i++) {
    yield element;
    element = calls.nextElement(element);
  }
}

/** That of this control, if it is still there. */
function elementOf(
  calls: MixerCalls,
  mixer: Pointer,
  { name, index }: VolumeControl,
): Pointer | undefined {
  for (const element of elementsOf(calls, mixer)) {
    if (calls.getIndex(element) === index && calls.getName(element) === name) return element;
  }
  return undefined;
}

function controlOf(calls: MixerCalls, element: Pointer): VolumeControl | undefined {
  if (calls.hasVolume(element) === 0) return undefined;
  const [min, max]: [Box<number>, Box<number>] = [[0], [0]];
  if (calls.getRange(element, min, max) < 0) return undefined;
  const name = calls.getName(element);
  return { name, index: calls.getIndex(element), minDb: min[0] / 100, maxDb: max[0] / 100 };
}
