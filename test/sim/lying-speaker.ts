/**
 * A member of a simulated house that lies: it has the card of a speaker that was let in, says that it has every
 * second of every track, and answers as it likes. What is right it gets from an honest speaker, to spoil it.
 */
import assert from "node:assert/strict";
import { Rng } from "../../src/base/rng.ts";
import type { SeenNode } from "../../src/discovery/nodes.ts";
import { memberIdOf } from "../../src/household/certificate.ts";
import { nodeAeadDriver } from "../../src/platform/node-aead.ts";
import {
  type FetchOutcome,
  LinkEndpoint,
  type LinkSession,
  linkRefusals,
  type ServedAnswer,
} from "../../src/transport/endpoint.ts";
import {
  decodeHoldingsPage,
  encodeHoldingsAnswer,
  encodeHoldingsPage,
  type HoldingsAnswer,
  type HoldingsPage,
} from "../../src/wire/holdings.ts";
import { decodeObject, encodeObject, type ObjectName } from "../../src/wire/objects.ts";
import type { Identity } from "./household-rig.ts";
import { SimEntropy } from "./sim-entropy.ts";
import type { SimHouse } from "./sim-house.ts";

export type Place = Extract<ObjectName, { kind: "proven-chunk" }>;

/** What it says to a request for a chunk. `honest`: what an honest speaker says to one. */
export type Lie = (
  place: Place,
  honest: (place: Place) => Promise<readonly Uint8Array[]>,
  liar: LyingSpeaker,
) => Promise<ServedAnswer>;

export const missing: ServedAnswer = { kind: "refused", code: 16, message: "no" };
const never = new Promise<never>(() => undefined);
const symbols = (...all: readonly Uint8Array[]): ServedAnswer => ({
  kind: "symbols",
  symbols: all,
});

function flipped(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
  return copy;
}

export const lies = {
  "claims what it has not": async () => missing,
  "changes one bit of a chunk": async (place, honest) => {
    const right = await honest(place);
    return symbols(...right.slice(0, -1), flipped(right.at(-1) ?? new Uint8Array(1)));
  },
  "changes one bit of a proof": async (place, honest) => {
    const [proof = new Uint8Array(32), ...right] = await honest(place);
    return symbols(flipped(proof), ...right);
  },
  "sends the chunk after it, with its own proof": async (place, honest) =>
    symbols(...(await honest({ ...place, index: place.index + 1 }))),
  "sends a proof that is no row of hashes": async () =>
    symbols(new Uint8Array(33), new Uint8Array(900)),
  "sends two thousand symbols": async () =>
    symbols(...Array.from({ length: 2_000 }, () => new Uint8Array(1_100))),
  "sends a proof and nothing else": async (place, honest) =>
    symbols((await honest(place))[0] ?? new Uint8Array(32)),
  "sends empty symbols": async () => symbols(new Uint8Array(32), new Uint8Array(0)),
  "never answers": () => never,
  "is always busy": async () => ({ kind: "refused", code: linkRefusals.busy, message: "" }),
  "answers half a second late": async (place, honest, { house }) => {
    const right = await honest(place);
    await new Promise<void>((resolve) => house.clock.after(500_000, resolve));
    return symbols(...right);
  },
  "crashes in the middle of a chunk": async (place, honest, { house, host }) => {
    const right = await honest(place);
    house.clock.after(300, () => void house.machineOf(host).kill());
    return symbols(...right);
  },
} as const satisfies Readonly<Record<string, Lie>>;

/** Lies that show at once that they are some. */
export const provable: readonly (keyof typeof lies)[] = [
  "changes one bit of a chunk",
  "changes one bit of a proof",
  "sends the chunk after it, with its own proof",
  "sends a proof that is no row of hashes",
  "sends two thousand symbols",
  "sends a proof and nothing else",
  "sends empty symbols",
];

export interface LiarOptions {
  readonly identity: Identity;
  readonly lie: Lie;
  /** What it says to requests that are not for chunks, and not what others hold; that it has nothing where it is absent. */
  readonly other?: (name: ObjectName) => ServedAnswer;
  /** Hears what the others say that they hold; believes all of it where it is absent. */
  readonly heard?: (peer: string, page: HoldingsPage) => HoldingsAnswer;
}

/** A request for a chunk that it got. */
export interface Asked extends Place {
  readonly by: string;
}

export class LyingSpeaker {
  readonly house: SimHouse;
  readonly host: string;
  readonly id: string;
  /** Requests for chunks that it got, in order. */
  readonly asked: Asked[] = [];
  /** What it says to the next one. */
  lie: Lie;
  readonly #options: LiarOptions;
  #endpoint: LinkEndpoint | undefined;

  constructor(house: SimHouse, host: string, options: LiarOptions) {
    this.house = house;
    this.host = host;
    this.#options = options;
    this.lie = options.lie;
    this.id = memberIdOf(options.identity.link.publicKey);
  }

  /** As it shows itself on the LAN. */
  node(householdTag: string): SeenNode {
    return {
      ...{ id: this.id, name: "Liar", service: "Liar", role: "speaker", householdTag },
      controlPort: undefined,
      addresses: [{ host: this.host, port: 41_000 }],
    };
  }

  /** Open ones, to whomever it has any. */
  get sessions(): readonly LinkSession[] {
    return this.#endpoint?.sessions() ?? [];
  }

  async open(): Promise<void> {
    const { house, host } = this;
    const { network, clock } = house.machineOf(host).start();
    const ports = { network, clock, entropy: new SimEntropy(new Rng(5)), log: house.log.of(host) };
    const { link, credential } = this.#options.identity;
    const opening = LinkEndpoint.open(
      { ...ports, aead: nodeAeadDriver },
      {
        at: { host, port: 41_000 },
        identity: link,
        credential: () => credential,
        admit: (key) => ({ id: memberIdOf(key), name: "", role: "speaker" }),
        serve: ({ object, peer }) => this.#serve(object, peer.id),
      },
      new AbortController().signal,
    );
    this.#endpoint = await house.clock.settle(opening);
  }

  sessionTo(id: string): LinkSession | undefined {
    return this.sessions.find(({ peer }) => peer?.id === id);
  }

  /** Says to everybody that it has the first hour of each. */
  async claim(tracks: readonly string[], rung: number): Promise<void> {
    const rungs = tracks.map((track) => ({ track, rung, runs: [{ from: 0, count: 3_600 }] }));
    const page = encodeHoldingsPage({ epoch: 9, after: 0, version: 5, rungs });
    for (const session of this.sessions)
      await this.house.clock.settle(this.ask(session, { kind: "holdings", page }));
  }

  ask(session: LinkSession, name: ObjectName): Promise<FetchOutcome> {
    const deadlineUs = this.house.clock.nowUs() + 2_000_000;
    return session.fetch({ object: encodeObject(name), class: "play", deadlineUs }).done;
  }

  async #serve(object: Uint8Array, by: string): Promise<ServedAnswer> {
    const name = decodeObject(object);
    if (name?.kind === "holdings") return this.#hear(name.page, by);
    if (name === undefined) return missing;
    if (name.kind !== "proven-chunk") return this.#options.other?.(name) ?? missing;
    this.asked.push({ ...name, by });
    return this.lie(name, (place) => this.#honest(place), this);
  }

  #hear(bytes: Uint8Array, by: string): ServedAnswer {
    const page = decodeHoldingsPage(bytes);
    const answer = (page && this.#options.heard?.(by, page)) ?? page;
    return symbols(encodeHoldingsAnswer(answer ?? { epoch: 0, version: 0 }));
  }

  async #honest(place: Place): Promise<readonly Uint8Array[]> {
    for (const session of this.sessions) {
      const outcome = await this.ask(session, place);
      if (outcome.kind === "complete") return outcome.symbols;
    }
    return [new Uint8Array(32), new Uint8Array(900)];
  }

  async close(): Promise<void> {
    assert.ok(this.#endpoint, "it was opened");
    await this.house.clock.settle(this.#endpoint[Symbol.asyncDispose]());
  }
}
