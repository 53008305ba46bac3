/**
 * Play events through the real EventSpool, and a ledger that takes some of what
 * is pending. Promised: what was appended is pending or in the ledger; nothing is
 * there that was never appended; a name never means two events; numbers and
 * chain have no hole.
 */
import assert from "node:assert/strict";
import { equalBytes, toHex } from "../../../src/base/bytes.ts";
import type { Rng } from "../../../src/base/rng.ts";
import { EventSpool } from "../../../src/storage/event-spool.ts";
import {
  decodePlayEvent,
  type EncodedEvent,
  encodePlayEvent,
  nextChain,
  type PlayEvent,
} from "../../../src/wire/play-event.ts";
import { never, trackOf, type World } from "../world.ts";
import type { Life, Scenario, Story } from "./story.ts";

const folder = "/spool";
const kinds = ["start", "checkpoint", "end"] as const;

/** How the story's program treats the ledger; a mutant has another way. */
export interface Manners {
  /** Tells the spool that the ledger has what it was only sent. */
  readonly acksWhatWasSent?: boolean;
}

export function spoolScenario(mirrored: boolean, manners: Manners = {}): Scenario {
  return {
    name: mirrored ? "mirrored" : "spool",
    steps: 12,
    begin: async (world) => {
      await world.clock.settle(world.disk.makeFolder(folder));
      return new SpoolStory(world, mirrored, manners);
    },
  };
}

class SpoolStory implements Story {
  readonly #world: World;
  readonly #mirrored: boolean;
  readonly #manners: Manners;
  #events = 0;
  readonly #tried = new Set<string>();
  readonly #promised = new Set<string>();
  readonly #plays = new Set<string>();
  readonly #named = new Map<string, string>();
  readonly #ledger = new Map<string, EncodedEvent>();
  /** Of a mirrored spool one copy rots, in each story another one. */
  readonly #rotten: "" | ".2";

  constructor(world: World, mirrored: boolean, manners: Manners) {
    this.#world = world;
    this.#mirrored = mirrored;
    this.#manners = manners;
    this.#rotten = world.rng.chance(0.5) ? "" : ".2";
  }

  async live({ disk, on, steps, rng }: Life): Promise<void> {
    if (this.#mirrored) this.#rot(rng);
    const options = { folder, pages: 32, mirrored: this.#mirrored };
    const spool = await EventSpool.open({ ...this.#world, disk }, options, never);
    if (!on()) return;
    if (spool.epoch !== undefined) this.#check(spool);
    for (let i = 0; i < steps && on(); i++) {
      const appends = [this.#append(spool, on)];
      if (rng.chance(0.2)) appends.push(this.#append(spool, on));
      await Promise.all(appends);
      if (on() && rng.chance(0.35)) this.#deliver(spool, 1 + rng.below(5), rng.chance(0.2));
    }
    if (!on()) return;
    if (steps === 0) this.#everything(spool);
    else if (rng.chance(0.4)) await spool[Symbol.asyncDispose]();
  }

  #rot(rng: Rng): void {
    const { disk } = this.#world;
    for (let number = 1; number < 40; number++) {
      const path = `${folder}/spool-${number}${this.#rotten}`;
      if (!disk.has(path) || disk.sizeOf(path) === 0) continue;
      for (let i = 0; i < 3; i++) disk.flip(path, rng.below(32) * 4_096 + rng.below(200), 1);
    }
  }

  async #append(spool: EventSpool, on: () => boolean): Promise<void> {
    const n = this.#events;
    this.#events += 1;
    const event = play(Math.floor(n / 3), kinds[n % 3] ?? "end", n);
    const content = toHex(encodePlayEvent(event));
    this.#tried.add(content);
    this.#plays.add(event.playId);
    try {
      await spool.append(event);
      if (on()) this.#promised.add(content);
    } catch (error) {
      // A play that was refused is nobody's loss: the player was told.
      assert.equal((error as { code?: string }).code, "spool-full");
      this.#deliver(spool, 100, false);
    }
  }

  /** The ledger takes some of what is pending, and mostly says so. */
  #deliver(spool: EventSpool, count: number, mute: boolean): void {
    const sent = spool.pending(count);
    const last = sent.at(-1);
    if (this.#manners.acksWhatWasSent !== true) for (const event of sent) this.#take(event);
    if (last !== undefined && !mute) spool.acknowledge(last.epoch, last.seq);
  }

  #take(event: EncodedEvent): void {
    const name = `${event.epoch}/${event.seq}`;
    const before = this.#ledger.get(name);
    if (before !== undefined)
      assert.ok(equalBytes(before.bytes, event.bytes), `${name} came with two contents`);
    this.#ledger.set(name, event);
  }

  #check(spool: EventSpool): void {
    const pending = spool.pending(1_000);
    for (const event of pending) this.#see(event);
    const contents = new Set(
      [...pending, ...this.#ledger.values()].map(({ bytes }) => toHex(bytes)),
    );
    for (const content of this.#promised)
      assert.ok(contents.has(content), `a promised event is lost: ${content}`);
    for (const [i, event] of pending.entries()) {
      const before = pending[i - 1];
      if (before === undefined) continue;
      assert.equal(event.seq, before.seq + 1, "pending events have no hole between them");
      assert.ok(equalBytes(event.chain, nextChain(before.chain, before.bytes)), "the chain holds");
    }
  }

  #see({ epoch, seq, bytes }: EncodedEvent): void {
    const event = decodePlayEvent(bytes);
    assert.ok(event !== undefined, "an event is whole");
    const content = toHex(bytes);
    const lost = event.kind === "end" && event.reason === "lost" && this.#plays.has(event.playId);
    assert.ok(lost || this.#tried.has(content), `an event that was never appended: ${content}`);
    const name = `${epoch}/${seq}`;
    assert.equal(this.#named.get(name) ?? content, content, `${name} means two events`);
    this.#named.set(name, content);
  }

  /** In the end the ledger has all of it, without a hole, each once. */
  #everything(spool: EventSpool): void {
    for (const event of spool.pending(1_000)) this.#take(event);
    const contents = [...this.#ledger.values()].map(({ bytes }) => toHex(bytes));
    assert.equal(new Set(contents).size, contents.length, "an event has two names");
    const seqs = [...this.#ledger.values()].map(({ seq }) => seq).sort((a, b) => a - b);
    for (const [i, seq] of seqs.entries()) assert.equal(seq, i + 1, "the ledger sees a gap");
  }
}

/** Event n of the story; its play's bytes tell it from all others. */
function play(id: number, kind: PlayEvent["kind"], n: number): PlayEvent {
  return {
    kind,
    playId: trackOf(id),
    track: trackOf(id * 3),
    rung: 2,
    wallMs: 1_800_000_000_000 + n,
    wallTrusted: true,
    monotonicMs: 1_000 + n,
    playedMs: n,
    reason: kind === "end" ? "finished" : "none",
    bytes: { cache: n, peer: 2, origin: 3 },
  };
}
