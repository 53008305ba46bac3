/**
 * Speakers among which one lies: who was sent a forged chunk knows it, shows it
 * and asks that one no more; and nothing that any of them holds, and so passes
 * on, is other than what the origin made. Nobody is put out of the house by its word.
 */
import { concatBytes, equalBytes } from "../../../src/base/bytes.ts";
import type { PeerFigures } from "../../../src/peer/house.ts";
import { askedOfOneMax } from "../../../src/peer/limits.ts";
import type { Speaker } from "../../../src/player/speaker.ts";
import { encodeObject } from "../../../src/wire/objects.ts";
import type { Asked, Place } from "../lying-speaker.ts";
import type { SimHouse, SimSpeaker } from "../sim-house.ts";
import type { LyingMember } from "../story/lying-member.ts";
import type { Since, Verdicts } from "./verdicts.ts";

/** Of forged chunks so many may be lost on the way, or come too late to be looked at. */
const forgedUnseenMax = 8;
/** Claims of each speaker that are looked into, drawn from all. */
const lookedInto = 24;
/** A claim that proves empty is taken back within so long. */
const takenBackUs = 8_000_000;

/** One life of a speaker. */
interface Life {
  readonly fromUs: number;
  hasBlamed: boolean;
  /** Requests that came to the forger since then. */
  askedSince: number;
}

export class NeighbourReferee {
  readonly #house: SimHouse;
  readonly #verdicts: Verdicts;
  readonly #since: Since;
  readonly #member: LyingMember;
  readonly #lives = new WeakMap<Speaker, Life>();
  #judged = 0;

  constructor(
    house: SimHouse,
    found: { readonly verdicts: Verdicts; readonly since: Since },
    member: LyingMember,
  ) {
    this.#house = house;
    this.#verdicts = found.verdicts;
    this.#since = found.since;
    this.#member = member;
  }

  /** To be called often. */
  look(): void {
    const { asked } = this.#member.liar;
    for (; this.#judged < asked.length; this.#judged++) this.#judgeAsked(asked[this.#judged]);
    for (const made of this.#house.speakers) {
      const life = this.#lifeOf(made.speaker);
      if (this.#forgedShown(made) > 0) life.hasBlamed = true;
    }
  }

  /** When everything has recovered and nothing plays: what is held, is told and is true. Lets time pass. */
  async judge(): Promise<void> {
    this.look();
    for (const made of this.#house.speakers) {
      this.#judgeBlame(made);
      this.#judgeStanding(made);
      await this.#judgeHeld(made);
    }
  }

  #judgeAsked(asked: Asked | undefined): void {
    const made = this.#house.speakers.find(({ speaker }) => speaker.id === asked?.by);
    if (made === undefined || asked === undefined) return;
    const life = this.#lifeOf(made.speaker);
    if (!life.hasBlamed) return;
    life.askedSince += 1;
    // Those that were on their way come late over a bad link.
    if (life.askedSince > askedOfOneMax)
      this.#find(made, "asks a speaker again that sent it a forged chunk");
  }

  #judgeBlame(made: SimSpeaker): void {
    const { fromUs } = this.#lifeOf(made.speaker);
    const forged = this.#member.forged.get(made.speaker.id) ?? [];
    const sent = forged.filter((atUs) => atUs > fromUs).length;
    if (sent > forgedUnseenMax && this.#forgedShown(made) === 0)
      this.#find(made, `was sent ${sent} forged chunks and shows none`);
  }

  /** What the liar says of the house: nobody is put out by it, and no track comes from it. */
  #judgeStanding(made: SimSpeaker): void {
    const { speaker } = made;
    const { householdTag } = this.#house.origin;
    if (speaker.householdTag !== householdTag)
      this.#find(made, `is in household "${speaker.householdTag}", not ${householdTag}`);
    const housed = new Set(this.#house.speakers.map(({ speaker: { id } }) => id));
    for (const { id, member } of speaker.speakers())
      if (housed.has(id) && !member) this.#find(made, `takes ${id} for no member any more`);
  }

  async #judgeHeld(made: SimSpeaker): Promise<void> {
    const { rng } = this.#member;
    const claims = [...this.#member.claimsOf(made.speaker.id)];
    for (let left = Math.min(lookedInto, claims.length); left > 0; left--) {
      const [place] = claims.splice(rng.below(claims.length), 1);
      if (place !== undefined) await this.#judgePlace(made, place);
    }
  }

  async #judgePlace(made: SimSpeaker, place: Place): Promise<void> {
    const { liar } = this.#member;
    const { clock } = this.#house;
    const session = liar.sessionTo(made.speaker.id);
    const right = await this.#truth(place);
    if (session === undefined || right === undefined) return;
    const answer = await clock.settle(liar.ask(session, place));
    const what = `${place.track.slice(0, 8)} rung ${place.rung} second ${place.index}`;
    if (answer.kind === "complete") {
      const [, ...symbols] = answer.symbols;
      if (!equalBytes(concatBytes(symbols), right))
        this.#find(made, `passes on what is not the origin's: ${what}`);
      return;
    }
    if (answer.kind !== "refused" || answer.code !== notHeld) return;
    await clock.advance(takenBackUs);
    const claims = this.#member.claimsOf(made.speaker.id);
    if (claims.some(({ track, rung, index }) => same(place, { track, rung, index })))
      this.#find(made, `claims what it has not: ${what}`);
  }

  /** What the origin made; undefined where it has it no more. */
  async #truth({ track, rung, index }: Place): Promise<Uint8Array | undefined> {
    const { origin, clock } = this.#house;
    const object = encodeObject({ kind: "chunk", track, rung, index });
    const peer = { id: "referee", name: "", role: "speaker" } as const;
    const request = { peer, peerKey: new Uint8Array(32), object, class: "play" } as const;
    const answer = await clock.settle(origin.serve(request));
    return answer.kind === "symbols" ? concatBytes(answer.symbols) : undefined;
  }

  #forgedShown({ speaker }: SimSpeaker): number {
    const figures = speaker.diagnostics()["house"] as PeerFigures; // what SpeakerHouse puts there
    return figures.neighbours.find(({ id }) => id === this.#member.liar.id)?.forged ?? 0;
  }

  #lifeOf(speaker: Speaker): Life {
    const known = this.#lives.get(speaker);
    if (known !== undefined) return known;
    const life = { fromUs: this.#house.clock.nowUs(), hasBlamed: false, askedSince: 0 };
    this.#lives.set(speaker, life);
    return life;
  }

  #find({ host }: SimSpeaker, what: string): void {
    const at = this.#since(this.#house.clock.nowUs());
    this.#verdicts.find("neighbours", `${host} at ${at}: ${what}`);
  }
}

/** PROTOCOL.md §6.1. */
const notHeld = 16;

function same(a: Place, b: Omit<Place, "kind">): boolean {
  return a.track === b.track && a.rung === b.rung && a.index === b.index;
}
