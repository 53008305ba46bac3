/**
 * A member of a story's house that means it no good, now and then: it says that
 * it has all that there is, and answers with garbage, with nothing, in part or
 * late (lying-speaker.ts). In between it claims nothing.
 *
 * It plays no music, so nobody misses it; it listens to what the others say that
 * they hold, which the referee of neighbours looks into (neighbour-referee.ts).
 * While it forges it also says that all others are put out, by a roll that the household did not
 * sign, and that the catalogue is one track that nobody has.
 */
import { toHex } from "../../../src/base/bytes.ts";
import type { Rng } from "../../../src/base/rng.ts";
import { keyHashOf, Roll } from "../../../src/household/roll.ts";
import { encodeCataloguePage } from "../../../src/media/catalogue-page.ts";
import { ed25519KeyPair } from "../../../src/media/ed25519.ts";
import { rungs } from "../../../src/media/rung.ts";
import { splitSymbols } from "../../../src/media/symbols.ts";
import { PeerBook } from "../../../src/peer/book.ts";
import type { LinkSession, ServedAnswer } from "../../../src/transport/endpoint.ts";
import {
  encodeHoldingsPage,
  type HeldRung,
  type HoldingsAnswer,
  type HoldingsPage,
} from "../../../src/wire/holdings.ts";
import type { ObjectName } from "../../../src/wire/objects.ts";
import { encodeRollAnswer } from "../../../src/wire/roll.ts";
import { stolenFrom } from "../household-rig.ts";
import { type Lie, LyingSpeaker, lies, type Place, provable } from "../lying-speaker.ts";
import type { Neighbourhood } from "../neighbourhood.ts";
import type { SimHouse } from "../sim-house.ts";
import { makeSimTrack } from "../sim-track.ts";
import { type LieKind, liarHost } from "./faults.ts";
import type { Weather } from "./weather.ts";

const us = 1_000_000;
/** How often it looks who has not heard its claims yet. */
const tellEveryUs = us;
const joinUs = 60 * us;
/** Rungs of tracks that fit one page. */
const claimedMax = 40;
const epoch = 9;

/** Signs what no household does. */
const nobody = ed25519KeyPair(new Uint8Array(32).fill(0x1a));
/** One track that nobody has, in an epoch that no origin had. */
const falseCatalogue = encodeCataloguePage({
  epoch: "ff".repeat(8),
  version: 1_000_000,
  more: false,
  changes: [
    {
      kind: "track",
      track: makeSimTrack({ tag: 66, totalFrames: 48_000, rungs: ["opus-160"] }, nobody).info,
    },
  ],
});

/** One lie that it is at. */
interface Mischief {
  readonly lie: Lie;
}

interface Parts {
  readonly weather: Weather;
  readonly rng: Rng;
}

export class LyingMember {
  readonly liar: LyingSpeaker;
  readonly rng: Rng;
  /** Forged chunks that it handed out: when, by who got them. */
  readonly forged = new Map<string, number[]>();
  /** Questions that are not for chunks and that it answered with a lie, by kind. */
  readonly said = new Map<ObjectName["kind"], number>();
  readonly #weather: Weather;
  readonly #household: Uint8Array;
  readonly #book = new PeerBook();
  readonly #held = new Map<string, Map<string, HeldRung>>();
  #mischief: readonly Mischief[] = [];
  /** Of its own list; what each session was told is in `#told`. */
  #version = 1;
  readonly #told = new Map<LinkSession, number>();
  #closed = false;

  /** Lets one in with a card of its own, as somebody would who copied it. */
  static async join(house: SimHouse, hood: Neighbourhood, parts: Parts): Promise<LyingMember> {
    const guest = await house.addSpeaker(0);
    const { speaker } = guest;
    // A card that is used elsewhere must be one that was let in.
    await house.clock.until(() => speaker.library("").length > 0, joinUs);
    const { householdTag } = speaker;
    const identity = await stolenFrom(house, guest);
    await house.stopSpeaker(guest);
    const member = new LyingMember(house, identity, parts);
    await member.liar.open();
    hood.others.push(member.liar.node(householdTag));
    member.#tellOften();
    return member;
  }

  private constructor(
    house: SimHouse,
    identity: Awaited<ReturnType<typeof stolenFrom>>,
    { weather, rng }: Parts,
  ) {
    this.#weather = weather;
    this.#household = identity.household;
    this.rng = rng;
    const other = (name: ObjectName): ServedAnswer => this.#otherwise(name);
    const heard = (peer: string, page: HoldingsPage): HoldingsAnswer => this.#hear(peer, page);
    const lie = lies["claims what it has not"];
    this.liar = new LyingSpeaker(house, liarHost, { identity, lie, other, heard });
  }

  /** From now on, until the result is called. The latest lie is the one that is told. */
  begin(kind: LieKind, degree: number): () => void {
    const mischief = { lie: this.#lieOf(kind, degree) };
    this.#mischief = [...this.#mischief, mischief];
    this.#turn();
    return () => {
      this.#mischief = this.#mischief.filter((other) => other !== mischief);
      this.#turn();
    };
  }

  /** Seconds of music that this speaker said it holds, and did not take back. */
  claimsOf(peer: string): readonly Place[] {
    return [...(this.#held.get(peer)?.values() ?? [])].flatMap(({ track, rung, runs }) =>
      runs.flatMap(({ from, count }) =>
        Array.from({ length: count }, (_, i): Place => {
          return { kind: "proven-chunk", track, rung, index: from + i };
        }),
      ),
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.liar.close();
  }

  #turn(): void {
    this.#version += 1;
    this.liar.lie = this.#mischief.at(-1)?.lie ?? lies["claims what it has not"];
  }

  #lieOf(kind: LieKind, degree: number): Lie {
    switch (kind) {
      case "forged chunks":
        return this.#forging(lies[provable[Math.floor(degree * provable.length)] ?? fallback]);
      case "false claims":
        return degree < 0.7 ? lies["claims what it has not"] : lies["is always busy"];
      case "stalls in mid-chunk":
        return degree < 0.2 ? lies["never answers"] : this.#stalling;
      case "late answers":
        return this.#late(degree);
    }
  }

  #forging(lie: Lie): Lie {
    return async (place, honest, liar) => {
      const by = liar.asked.at(-1)?.by ?? "";
      const answer = await lie(place, honest, liar);
      const times = this.forged.get(by) ?? [];
      times.push(liar.house.clock.nowUs());
      this.forged.set(by, times);
      return answer;
    };
  }

  /** Some datagrams of it go out, and then nothing for a while. */
  readonly #stalling: Lie = async (_, honest, { house }) => {
    const symbols = await honest(_);
    let left = 1 + this.rng.below(symbols.length);
    const end = this.#weather.block((from) => from === liarHost && left-- <= 0);
    house.clock.after(us / 5 + this.rng.below(4 * us), end);
    return { kind: "symbols", symbols };
  };

  #late(degree: number): Lie {
    return async (place, honest, { house }) => {
      const symbols = await honest(place);
      const lateUs = 50_000 + this.rng.below(1 + Math.round(4 * us * degree));
      await new Promise<void>((resolve) => house.clock.after(lateUs, resolve));
      return { kind: "symbols", symbols };
    };
  }

  /** Whatever else it is asked for: garbage, or what looks right and is a lie, while it forges; that it has nothing else. */
  #otherwise({ kind }: ObjectName): ServedAnswer {
    const forges = this.#mischief.length > 0 && this.liar.lie !== lies["claims what it has not"];
    if (!forges) return { kind: "refused", code: 16, message: "this one says nothing" };
    this.said.set(kind, (this.said.get(kind) ?? 0) + 1);
    if (kind === "roll") return { kind: "symbols", symbols: splitSymbols(this.#falseRoll()) };
    if (kind === "catalogue-copy") return { kind: "symbols", symbols: [falseCatalogue] };
    const bytes = Uint8Array.from({ length: 1 + this.rng.below(900) }, () => this.rng.below(256));
    return { kind: "symbols", symbols: [bytes] };
  }

  /** All are put out, says somebody who has not the household's key. */
  #falseRoll(): Uint8Array {
    const { sessions, house } = this.liar;
    const nowMs = house.clock.wallMs();
    const keys = new Map(sessions.map(({ remoteKey }) => [toHex(remoteKey), remoteKey]));
    const revoked = [...keys.values()].map((key) => ({
      keyHash: keyHashOf(key),
      revokedMs: nowMs,
    }));
    const body = {
      household: this.#household,
      version: 1_000_000 + this.rng.below(1_000),
      floorMs: nowMs,
      members: [],
      revoked: revoked.sort((a, b) => (toHex(a.keyHash) < toHex(b.keyHash) ? -1 : 1)),
    };
    const { bytes, version, digest } = Roll.sign(body, nobody.privateKey);
    return encodeRollAnswer({ version, digest, document: bytes });
  }

  #hear(peer: string, page: HoldingsPage): HoldingsAnswer {
    const answer = this.#book.take(peer, page, this.liar.house.clock.nowUs());
    if (answer.version !== page.version || answer.epoch !== page.epoch) return answer;
    const isNew = page.after === 0;
    const held = isNew ? new Map<string, HeldRung>() : (this.#held.get(peer) ?? new Map());
    for (const rung of page.rungs) held.set(`${rung.track}/${rung.rung}`, rung);
    this.#held.set(peer, held);
    return answer;
  }

  #tellOften(): void {
    if (this.#closed) return;
    const { liar } = this;
    const version = this.#version;
    for (const session of liar.sessions) {
      if (this.#told.get(session) === version) continue;
      // What was told in another version is taken back by naming it with no runs: one page says all.
      const page = encodeHoldingsPage({ epoch, after: 0, version, rungs: this.#claims() });
      void liar.ask(session, { kind: "holdings", page }).then(({ kind }) => {
        if (kind === "complete") this.#told.set(session, version);
      });
    }
    liar.house.clock.after(tellEveryUs, () => this.#tellOften());
  }

  #claims(): readonly HeldRung[] {
    const tracks = this.liar.house.speakers[0]?.speaker.library("").map(({ id }) => id) ?? [];
    const runs = this.#mischief.length > 0 ? [{ from: 0, count: 3_600 }] : [];
    return tracks
      .flatMap((track) => [
        { track, rung: rungs["opus-160"].code, runs },
        { track, rung: rungs["opus-96"].code, runs },
      ])
      .slice(0, claimedMax);
  }
}

const fallback = "changes one bit of a chunk";
