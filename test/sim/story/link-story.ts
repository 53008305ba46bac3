/**
 * One story of the link alone, told by its seed: a server and one or two players over netlab's model of
 * a network, a profile and faults of their own in each story; then quiet, in which all must recover.
 *
 * Small on purpose: a thousand of them are told where the house's stories are two hundred.
 */
import assert from "node:assert/strict";
import { Rng } from "../../../src/base/rng.ts";
import type { LinkEndpoint, LinkSession } from "../../../src/transport/endpoint.ts";
import { Mutator } from "../../fuzz/mutator.ts";
import { LinkWorld } from "../../transport/link-world.ts";
import { labProfile, SimLan } from "../sim-lan.ts";
import { assertWhole, LinkPlayer, linkAnswer, linkObject } from "./link-player.ts";

const us = 1_000_000;
const serverHost = "10.0.0.1";
const serverAt = { host: serverHost, port: 41_000 };
/** The wild part: each fault is over by its end. */
const wildUs = 8 * us;
/**
 * After the last fault music is back within this, and requests are answered as if nothing had been. Of the first
 * thousand seeds one needs 1.04 s, all others less than 0.6.
 */
const linkRecoveryUs = 1.5 * us;
const soundUs = 3 * us;
const bulkSymbols = 200;

const profiles = [
  "clean-lan",
  "busy-wifi",
  "power-save-wifi",
  "dsl",
  "lte",
  "near",
  "far-loss2",
  "far-burst5",
  "narrow-burst8",
  "barely-wide",
] as const;

const quiet = [
  "delay 0.5ms, jitter 0ms, loss 0%, rate 50mbit/s, queue 200ms",
  "reorder 0% by 1ms, duplicate 0%, sleep off",
  "down rate 50mbit/s, down queue 200ms, up rate 50mbit/s, up queue 200ms",
].join("\n");

interface Event {
  readonly atUs: number;
  readonly act: (story: LinkStory) => Promise<void>;
}

export interface LinkStoryOptions {
  readonly seed: number;
  /** For the canary: the quiet part is none. */
  readonly neverQuiet?: boolean;
}

interface Listener {
  readonly host: string;
  endpoint: LinkEndpoint;
  session: LinkSession;
  readonly player: LinkPlayer;
}

export class LinkStory {
  readonly #rng: Rng;
  readonly #world: LinkWorld;
  readonly #lan: SimLan;
  readonly #neverQuiet: boolean;
  readonly #listeners: Listener[] = [];
  readonly #seen: Uint8Array[] = [];
  readonly #profile: string;
  #server: LinkEndpoint | undefined;
  #spoilShare = 0;
  #failure: unknown;
  #hash = 0;
  #tracks = 0;

  constructor({ seed, neverQuiet = false }: LinkStoryOptions) {
    const rng = new Rng(seed);
    this.#rng = rng;
    this.#world = new LinkWorld(seed);
    this.#neverQuiet = neverQuiet;
    const hosts = [serverHost, "10.0.0.2", "10.0.0.3"].slice(0, rng.chance(0.3) ? 3 : 2);
    this.#lan = new SimLan(this.#world.clock, { hosts, seed: rng.u32() });
    this.#profile = profiles[rng.below(profiles.length)] ?? "near";
    const { network } = this.#world;
    network.carrier = this.#lan.carry;
    network.tamper = ({ bytes }) =>
      rng.chance(this.#spoilShare) ? this.#spoilt(bytes) : undefined;
    network.onSend = ({ bytes }) => this.#saw(bytes);
  }

  /** The same for the same seed. */
  get hash(): number {
    return this.#hash;
  }
  /** Seconds of music that were heard in all. */
  get heard(): number {
    return this.#listeners.reduce((sum, { player }) => sum + player.chunks, 0);
  }

  async tell(): Promise<void> {
    this.#lan.play(labProfile(this.#profile));
    await this.#startServer();
    await this.#startListeners();
    await this.#wild();
    await this.#calm();
    await this.#end();
  }

  async #startServer(): Promise<void> {
    this.#server = await this.#world.open("server", serverHost, {
      serve: async ({ object }) => linkAnswer(object),
    });
  }

  async #startListeners(): Promise<void> {
    const count = Object.keys(this.#lan.counts()).length > 5 ? 2 : 1;
    for (let i = 0; i < count; i++) {
      const host = `10.0.0.${2 + i}`;
      const endpoint = await this.#world.open(host, host);
      const session = this.#world.connect(endpoint, "server", serverAt);
      const player = new LinkPlayer(this.#world.clock, {
        session: () => listener.session,
        failed: (error) => {
          this.#failure ??= error;
        },
      });
      const listener: Listener = { host, endpoint, session, player };
      this.#listeners.push(listener);
      player.play(this.#nextTrack());
    }
  }

  async #wild(): Promise<void> {
    const { clock } = this.#world;
    const fromUs = clock.nowUs();
    this.#lan.play(this.#faultScript());
    for (const { atUs, act } of this.#events()) {
      await clock.advance(Math.max(0, fromUs + atUs - clock.nowUs()));
      await act(this);
      this.#check();
    }
    await clock.advance(Math.max(0, fromUs + wildUs - clock.nowUs()));
    this.#check();
  }

  /** All faults end. */
  async #calm(): Promise<void> {
    const { clock } = this.#world;
    if (!this.#neverQuiet) this.#lan.play(quiet);
    else this.#lan.play("loss 100%");
    this.#spoilShare = 0;
    if (this.#server === undefined) await this.#startServer();
    await clock.advance(linkRecoveryUs);
    this.#check();
    const before = this.#listeners.map(({ player }) => player.chunks);
    await clock.advance(soundUs);
    for (const [i, { host, session, player }] of this.#listeners.entries()) {
      assert.equal(session.state, "ready", `recovery: the session of ${host}`);
      const heard = player.chunks - (before[i] ?? 0);
      assert.ok(heard >= soundUs / us - 1 && player.sounds, `recovery: ${host} heard ${heard} s`);
      await this.#ask(session, "urgent", us);
    }
    this.#check();
  }

  /** Nothing is left: every fetch has ended, no handshake is half open. */
  async #end(): Promise<void> {
    const { clock } = this.#world;
    for (const { player } of this.#listeners) player.close();
    await clock.advance(6 * us);
    for (const { host, player } of this.#listeners)
      assert.equal(player.fetches.ended, player.fetches.begun, `fetches of ${host}`);
    assert.equal(this.#server?.stats().halfOpen, 0, "handshakes that nobody finished");
    for (const { endpoint } of this.#listeners) await endpoint[Symbol.asyncDispose]();
    await this.#server?.[Symbol.asyncDispose]();
    await clock.advance(us);
    this.#check();
  }

  /** What a fetch gives by itself, beside the players; it must end, and what it gives must be whole. */
  async #ask(
    session: LinkSession,
    requestClass: "urgent" | "bulk",
    withinUs: number,
  ): Promise<void> {
    const count = requestClass === "bulk" ? bulkSymbols : 4;
    const track = this.#nextTrack();
    const { clock } = this.#world;
    const deadlineUs = clock.nowUs() + withinUs;
    const object = linkObject(track, 1, count);
    const { done } = session.fetch({ object, class: requestClass, deadlineUs });
    if (requestClass === "bulk") {
      void done
        .then((outcome) => assertWhole(outcome, track, 1, count))
        .catch((error: unknown) => {
          this.#failure ??= error;
        });
      return;
    }
    const outcome = await clock.settle(done, 2 * withinUs);
    assert.equal(outcome.kind, "complete", "recovery: an urgent request in the quiet");
    assertWhole(outcome, track, 1, count);
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  #nextTrack(): number {
    this.#tracks += 1;
    return this.#tracks;
  }

  #saw(bytes: Uint8Array): void {
    const last = bytes.at(-1) ?? 0;
    this.#hash =
      (Math.imul(this.#hash, 31) + bytes.length + 4_096 * last + this.#world.clock.nowUs()) | 0;
    if (this.#seen.length < 40) this.#seen.push(bytes.slice());
  }

  #spoilt(bytes: Uint8Array): Uint8Array {
    const changed = bytes.slice();
    const at = this.#rng.below(bytes.length);
    changed[at] = (changed[at] ?? 0) ^ (1 << this.#rng.below(8));
    return changed;
  }

  /** Timed faults of the network, in netlab's own language. */
  #faultScript(): string {
    const rng = this.#rng;
    const kinds: readonly (() => string)[] = [
      () => `loss ${(100 * rng.float() ** 2).toFixed(1)}%`,
      () => `loss ${(1 + 40 * rng.float()).toFixed(1)}% burst ${1 + rng.below(60)}ms`,
      () => "loss 100%",
      () => `rate ${20 + rng.below(500)}kbit/s`,
      () => `delay ${rng.below(400)}ms`,
      () => `jitter ${1 + rng.below(60)}ms`,
      () => `reorder ${1 + rng.below(20)}% by ${1 + rng.below(60)}ms`,
      () => `duplicate ${1 + rng.below(30)}%`,
      () => "rate 0",
    ];
    const scopes = ["", "", "up ", "down ", "host1 "];
    return Array.from({ length: rng.below(7) }, () => {
      const atUs = Math.round(rng.float() * 0.8 * wildUs);
      const forUs = Math.round(10_000 + rng.float() ** 2 * (wildUs - atUs - 10_000));
      const kind = kinds[rng.below(kinds.length)]?.() ?? "loss 1%";
      return `at ${atUs}us: ${scopes[rng.below(scopes.length)] ?? ""}${kind} for ${forUs}us`;
    }).join("\n");
  }

  /** What programs and people do meanwhile, in order of time. */
  #events(): readonly Event[] {
    const rng = this.#rng;
    const events: Event[] = [];
    const some = (often: number, act: Event["act"]): void => {
      for (let left = rng.below(often + 1); left > 0; left--)
        events.push({ atUs: Math.round(rng.float() * wildUs), act });
    };
    some(3, async () => this.#oneListener().player.play(this.#nextTrack()));
    some(1, async () => this.#ask(this.#oneListener().session, "bulk", 4 * us));
    some(1, async () => this.#restartListener());
    some(2, async () => this.#hostile());
    if (rng.chance(0.3)) {
      some(2, async () => {
        this.#spoilShare = this.#spoilShare > 0 ? 0 : 0.2 * rng.float();
      });
    }
    if (rng.chance(0.3)) {
      some(2, async () => {
        if (this.#server === undefined) await this.#startServer();
        else await this.#stopServer(rng.chance(0.5));
      });
    }
    return events.sort((a, b) => a.atUs - b.atUs);
  }

  #oneListener(): Listener {
    const listener = this.#listeners[this.#rng.below(this.#listeners.length)];
    assert.ok(listener !== undefined, "a story has a listener");
    return listener;
  }

  /** Without a word, or with one. */
  async #stopServer(silently: boolean): Promise<void> {
    if (silently)
      this.#world.network.setFilters([
        ({ from }, copies) => (from.host === serverHost ? [] : copies),
      ]);
    await this.#server?.[Symbol.asyncDispose]();
    this.#world.network.setFilters([]);
    this.#server = undefined;
  }

  /** The speaker's program is started again: a new session, the same key. */
  async #restartListener(): Promise<void> {
    const listener = this.#oneListener();
    await listener.endpoint[Symbol.asyncDispose]();
    listener.endpoint = await this.#world.open(listener.host, listener.host);
    listener.session = this.#world.connect(listener.endpoint, "server", serverAt);
    listener.player.play(this.#nextTrack());
  }

  /** Somebody on the LAN sends what was heard before, whole and spoilt, from true and made-up addresses. */
  #hostile(): void {
    const mutator = new Mutator(this.#rng.u32(), this.#seen);
    for (let i = 0; i < 40; i++) {
      const { host } = this.#oneListener();
      const from = { host: this.#rng.chance(0.5) ? host : "203.0.113.9", port: 41_000 };
      const to = this.#rng.chance(0.7) ? serverAt : { host, port: 41_000 };
      this.#world.network.inject({ from, to, bytes: mutator.next().slice(0, 1_500) });
    }
  }
}
