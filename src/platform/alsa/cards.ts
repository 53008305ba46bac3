/**
 * The sound cards of the machine and the device names that libasound knows.
 * Asks the kernel each time: cards come and go.
 */
import type { SoundCard, SoundDevice } from "../../ports/sound-cards.ts";
import type { Native } from "../native.ts";
import { type Box, bindAll, type Pointer, type Signature, type Struct } from "./bind.ts";
import { direction } from "./constants.ts";
import type { CardIdentity } from "./device-name.ts";
import { cardsMax, devicesMax, namesMax } from "./limits.ts";

/** Each returns a negative errno on failure (alsa/control.h). */
interface CardCalls {
  /** -1 starts; -1 comes back after the last. */
  cardNext(card: Box<number>): number;
  ctlOpen(ctl: Box<Pointer | null>, name: string, mode: number): number;
  ctlClose(ctl: Pointer): number;
  cardInfoSizeof(): number;
  cardInfo(ctl: Pointer, info: Struct): number;
  cardInfoGetId(info: Struct): string;
  cardInfoGetName(info: Struct): string;
  cardInfoGetLongname(info: Struct): string;
  pcmNextDevice(ctl: Pointer, device: Box<number>): number;
  pcmInfoSizeof(): number;
  pcmInfoSetDevice(info: Struct, device: number): void;
  pcmInfoSetStream(info: Struct, stream: number): void;
  pcmInfo(ctl: Pointer, info: Struct): number;
  pcmInfoGetName(info: Struct): string;
  nameHints(card: number, kind: string, hints: Box<Pointer | null>): number;
  nameHint(hint: Pointer, key: string): string | null;
  freeHints(hints: Pointer): number;
  forgetConfig(): number;
}

const ctl = "void *ctl";
const ofInfo = "const void *info";
const signatures: Readonly<Record<keyof CardCalls, Signature>> = {
  cardNext: ["card_next", "int", "_Inout_ int *card"],
  ctlOpen: ["ctl_open", "int", "_Out_ void **ctl, const char *name, int mode"],
  ctlClose: ["ctl_close", "int", ctl],
  cardInfoSizeof: ["ctl_card_info_sizeof", "size_t", ""],
  cardInfo: ["ctl_card_info", "int", `${ctl}, void *info`],
  cardInfoGetId: ["ctl_card_info_get_id", "const char *", ofInfo],
  cardInfoGetName: ["ctl_card_info_get_name", "const char *", ofInfo],
  cardInfoGetLongname: ["ctl_card_info_get_longname", "const char *", ofInfo],
  pcmNextDevice: ["ctl_pcm_next_device", "int", `${ctl}, _Inout_ int *device`],
  pcmInfoSizeof: ["pcm_info_sizeof", "size_t", ""],
  pcmInfoSetDevice: ["pcm_info_set_device", "void", "void *info, unsigned int device"],
  pcmInfoSetStream: ["pcm_info_set_stream", "void", "void *info, int stream"],
  pcmInfo: ["ctl_pcm_info", "int", `${ctl}, void *info`],
  pcmInfoGetName: ["pcm_info_get_name", "const char *", ofInfo],
  nameHints: ["device_name_hint", "int", "int card, const char *kind, _Out_ void **hints"],
  // The library's copy of the text is lost: a few bytes for each time that somebody looks.
  nameHint: ["device_name_get_hint", "const char *", "const void *hint, const char *key"],
  freeHints: ["device_name_free_hint", "int", "void *hints"],
  forgetConfig: ["config_update_free_global", "int", ""],
};

export class Cards {
  readonly #native: Native | undefined;
  readonly #calls: CardCalls;

  /** Throws PcmError `no-library`. */
  static open(native: Native | undefined): Cards {
    // Each member has the C signature that the interface describes.
    return new Cards(native, bindAll(native, signatures) as unknown as CardCalls);
  }

  private constructor(native: Native | undefined, calls: CardCalls) {
    this.#native = native;
    this.#calls = calls;
  }

  /** A card that came after the first look at the configuration is in it after this. */
  forgetConfig(): void {
    this.#calls.forgetConfig();
  }

  /** Undefined when it is not there. */
  identityOf(number: number): CardIdentity | undefined {
    return this.#withCard(number, (_, info) => ({
      number,
      id: this.#calls.cardInfoGetId(info),
      longName: this.#calls.cardInfoGetLongname(info),
    }));
  }

  identities(): CardIdentity[] {
    return this.#numbers().flatMap((number) => this.identityOf(number) ?? []);
  }

  list(): Omit<SoundCard, "volume">[] {
    return this.#numbers().flatMap(
      (number) =>
        this.#withCard(number, (open, info) => ({
          number,
          id: this.#calls.cardInfoGetId(info),
          name: this.#calls.cardInfoGetName(info),
          devices: this.#devices(open, this.#calls.cardInfoGetId(info)),
        })) ?? [],
    );
  }

  /** What the configuration has besides the cards: "default", a sound server's. */
  names(): SoundDevice[] {
    const box: Box<Pointer | null> = [null];
    if (this.#calls.nameHints(-1, "pcm", box) < 0 || box[0] === null) return [];
    const hints = this.#native?.pointersAt(box[0], namesMax) ?? [];
    const found = hints.flatMap((hint) => this.#named(hint) ?? []);
    this.#calls.freeHints(box[0]);
    return found;
  }

  #named(hint: Pointer): SoundDevice | undefined {
    const name = this.#calls.nameHint(hint, "NAME");
    // Names with a card are those of the cards, in all their variants; "null" is no device.
    if (name === null || name.includes("CARD=") || name === "null") return undefined;
    const way = this.#calls.nameHint(hint, "IOID");
    const about = this.#calls.nameHint(hint, "DESC")?.split("\n")[0] ?? "";
    return { device: name, about, playback: way !== "Input", capture: way !== "Output" };
  }

  #numbers(): number[] {
    const numbers: number[] = [];
    const box: Box<number> = [-1];
    while (numbers.length < cardsMax && this.#calls.cardNext(box) >= 0 && box[0] >= 0) {
      numbers.push(box[0]);
    }
    return numbers;
  }

  #devices(open: Pointer, id: string): SoundDevice[] {
    const found: SoundDevice[] = [];
    const box: Box<number> = [-1];
    while (found.length < devicesMax && this.#calls.pcmNextDevice(open, box) >= 0 && box[0] >= 0) {
      const [number] = box;
      const playback = this.#pcmName(open, number, direction.playback);
      const capture = this.#pcmName(open, number, direction.capture);
      found.push({
        device: `hw:CARD=${id},DEV=${number}`,
        about: playback ?? capture ?? "",
        playback: playback !== undefined,
        capture: capture !== undefined,
      });
    }
    return found;
  }

  #pcmName(open: Pointer, device: number, stream: number): string | undefined {
    const info: Struct = new Uint8Array(this.#calls.pcmInfoSizeof());
    this.#calls.pcmInfoSetDevice(info, device);
    this.#calls.pcmInfoSetStream(info, stream);
    return this.#calls.pcmInfo(open, info) < 0 ? undefined : this.#calls.pcmInfoGetName(info);
  }

  #withCard<T>(number: number, look: (open: Pointer, info: Struct) => T): T | undefined {
    const box: Box<Pointer | null> = [null];
    if (this.#calls.ctlOpen(box, `hw:${number}`, 0) < 0 || box[0] === null) return undefined;
    const info: Struct = new Uint8Array(this.#calls.cardInfoSizeof());
    try {
      return this.#calls.cardInfo(box[0], info) < 0 ? undefined : look(box[0], info);
    } finally {
      this.#calls.ctlClose(box[0]);
    }
  }
}
