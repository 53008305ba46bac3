/**
 * Opens cards by name, and finds a card again that comes back under another
 * number: the first opening notes which card the name meant, and later ones open
 * that one, never the one that has its number now.
 *
 * Configuration is read by libasound once: it is forgotten before a second try,
 * so that cards that came later are known.
 */
import { PcmError } from "../../ports/errors.ts";
import type { SoundCards } from "../../ports/sound-cards.ts";
import type { Native } from "../native.ts";
import { AlsaIn } from "./alsa-in.ts";
import { AlsaOut } from "./alsa-out.ts";
import { Cards } from "./cards.ts";
import { direction } from "./constants.ts";
import {
  type CardIdentity,
  cardOfName,
  findAgain,
  nameWithCard,
  nearNames,
} from "./device-name.ts";
import { type Libasound, openLibasound } from "./libasound.ts";
import { nearNamesMax } from "./limits.ts";
import { CardVolume, type MixerCalls, openMixerCalls } from "./mixer.ts";
import { PcmHandle } from "./pcm-handle.ts";

/** What `alsa` without a name is. */
const defaultName = "default";

export class AlsaDriver {
  readonly #asound: Libasound;
  readonly #cards: Cards;
  readonly #mixers: MixerCalls;
  /** Which card a name meant when it was first opened. */
  readonly #meant = new Map<string, CardIdentity>();
  /** Device names of the configuration, once somebody needed them. */
  #names: readonly string[] | undefined;

  /** Throws PcmError `no-library`. */
  static open(native: Native | undefined): AlsaDriver {
    return new AlsaDriver(openLibasound(native), Cards.open(native), openMixerCalls(native));
  }

  constructor(asound: Libasound, cards: Cards, mixers: MixerCalls) {
    this.#asound = asound;
    this.#cards = cards;
    this.#mixers = mixers;
  }

  /** `mixer`: auto, off, or a control's name. Throws PcmError. */
  openOutput(name: string, mixer: string): AlsaOut {
    const { pcm, device } = this.#open(name, direction.playback);
    const volume = this.#volumeOf(pcm, mixer);
    const named = mixer !== "off" && mixer !== "auto";
    const trouble = named && volume === undefined ? this.#whyNot(pcm, mixer, device) : undefined;
    return new AlsaOut(device, pcm, { volume, trouble });
  }

  /** Throws PcmError. */
  openInput(name: string): AlsaIn {
    const { pcm, device } = this.#open(name, direction.capture);
    return new AlsaIn(device, pcm);
  }

  list(): SoundCards {
    const cards = this.#cards.list().map((card) => {
      using volume = CardVolume.open(this.#mixers, `hw:${card.id}`);
      if (volume === undefined) return { ...card, volume: undefined };
      const { name: control, minDb, maxDb } = volume.control;
      return { ...card, volume: { control, minDb, maxDb } };
    });
    return { cards, names: this.#cards.names() };
  }

  #open(given: string, way: number): { readonly pcm: PcmHandle; readonly device: string } {
    const asked = given === "" ? defaultName : given;
    try {
      return this.#openAs(asked, asked, way);
    } catch (error) {
      if (!(error instanceof PcmError) || error.code !== "no-device") throw error;
    }
    this.#cards.forgetConfig();
    try {
      return this.#openAs(asked, asked, way);
    } catch (error) {
      if (!(error instanceof PcmError) || error.code !== "no-device") throw error;
      const fallback = this.#fallback(asked);
      if (fallback === undefined) throw this.#withNames(error, asked, way);
      return this.#openAs(asked, fallback, way);
    }
  }

  #openAs(asked: string, name: string, way: number) {
    const device = this.#nameNow(asked, name);
    const pcm = PcmHandle.open(this.#asound, device, way === direction.capture);
    const identity = pcm.card === undefined ? undefined : this.#cards.identityOf(pcm.card);
    if (identity === undefined) return { pcm, device };
    if (!this.#meant.has(asked)) this.#meant.set(asked, identity);
    // For people: the name that stays.
    return { pcm, device: nameWithCard(device, identity.id) };
  }

  /** Throws PcmError when the card that the name means is not there. */
  #nameNow(asked: string, name: string): string {
    const meant = this.#meant.get(asked);
    if (meant === undefined || cardOfName(name) === undefined) return name;
    const now = findAgain(meant, this.#cards.identities());
    if (now !== undefined) return nameWithCard(name, now.id);
    throw new PcmError("no-device", `sound card "${asked}" (${meant.id}) is not there`, {
      remedy: "plug it in",
    });
  }

  /** The default follows a card's number in libasound's configuration; the card may have another now. */
  #fallback(asked: string): string | undefined {
    const meant = this.#meant.get(asked);
    if (meant === undefined || asked !== defaultName) return undefined;
    const now = findAgain(meant, this.#cards.identities());
    return now === undefined ? undefined : `plughw:${now.id}`;
  }

  #withNames(error: PcmError, asked: string, way: number): PcmError {
    if (this.#meant.has(asked)) return error;
    const usable = this.#cards
      .list()
      .flatMap(({ devices }) => devices)
      .filter(({ playback, capture }) => (way === direction.playback ? playback : capture))
      .map(({ device }) => device);
    this.#names ??= this.#cards.names().map(({ device }) => device);
    const near = nearNames(asked, [...usable, ...this.#names], nearNamesMax);
    const others = near.map((name) => `alsa:${name}`).join(", ");
    const remedy =
      usable.length === 0
        ? "no sound card is there: plug one in"
        : `plug it in, or choose another: ${others} (all: nightjar sound-cards)`;
    return new PcmError(error.code, error.message, { remedy, cause: error });
  }

  /** Only of a card that is ours alone: others may play through a shared one. */
  #volumeOf({ alone, card }: PcmHandle, mixer: string): CardVolume | undefined {
    if (mixer === "off" || card === undefined || !alone) return undefined;
    return CardVolume.open(this.#mixers, `hw:${card}`, mixer === "auto" ? undefined : mixer);
  }

  /** Why a control that was named is not used, and what to do. */
  #whyNot({ alone, card }: PcmHandle, mixer: string, device: string): string {
    const instead = "the volume is made of the samples";
    if (card === undefined || !alone) {
      return `volume control "${mixer}" is not used, because "${device}" is not the card itself, and ${instead}; choose alsa:hw:CARD (nightjar sound-cards), or leave --mixer out`;
    }
    const usable = CardVolume.usable(this.#mixers, `hw:${card}`);
    const others = usable.length === 0 ? "none" : usable.join(", ");
    return `sound card "${device}" has no volume control "${mixer}" that can be used, and ${instead}; it has: ${others}`;
  }
}
