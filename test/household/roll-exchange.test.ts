/** How a roll gets through a house: nodes joined by model sessions, in virtual time. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { noRoll, Roll, withRevoked } from "../../src/household/roll.ts";
import { type RollBook, RollExchange } from "../../src/household/roll-exchange.ts";
import type {
  FetchOutcome,
  FetchRequest,
  LinkSession,
  PeerIdentity,
} from "../../src/transport/endpoint.ts";
import { decodeObject } from "../../src/wire/objects.ts";
import { decodeRollAnswer, encodeRollAnswer } from "../../src/wire/roll.ts";
import { silentLog } from "../origin/silent-log.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { bodyOf, household, keyOf, rollOf, speakerOf, stranger } from "./household-world.ts";

const linkUs = 2_000;

class Book implements RollBook {
  roll: Roll | undefined;
  offer(document: Uint8Array): "taken" | "old" | "forged" {
    const read = Roll.read(document, household.publicKey);
    if (read === undefined) return "forged";
    if (!read.isNewerThan(this.roll)) return "old";
    this.roll = read;
    return "taken";
  }
}

class Node {
  readonly book = new Book();
  readonly sessions: LinkSession[] = [];
  readonly exchange: RollExchange;
  asked = 0;
  readonly clock: SimClock;
  readonly key: Uint8Array;
  constructor(clock: SimClock, key: Uint8Array) {
    this.clock = clock;
    this.key = key;
    this.exchange = new RollExchange({ clock, log: silentLog }, this.book, () => this.sessions);
  }
  answers(object: Uint8Array, from: Uint8Array): Uint8Array {
    this.asked += 1;
    const name = decodeObject(object);
    assert.equal(name?.kind, "roll");
    return this.exchange.answer(name, from);
  }
}

type Answer = (object: Uint8Array) => Uint8Array;

/** As much of a session as the exchange sees. */
function sessionTo(clock: SimClock, key: Uint8Array, answer: Answer, role: PeerIdentity["role"]) {
  const fetch = ({ object, deadlineUs }: FetchRequest) => ({
    done: new Promise<FetchOutcome>((resolve) => {
      assert.ok(deadlineUs > clock.nowUs());
      clock.after(linkUs, () => resolve({ kind: "complete", symbols: [answer(object)] }));
    }),
    cancel: () => undefined,
  });
  const peer = { id: String(key[3]), name: "", role };
  return { state: "ready", remoteKey: key, peer, fetch } as unknown as LinkSession; // see above
}

function join(a: Node, b: Node): void {
  const { clock } = a;
  a.sessions.push(sessionTo(clock, b.key, (object) => b.answers(object, a.key), "speaker"));
  b.sessions.push(sessionTo(clock, a.key, (object) => a.answers(object, b.key), "speaker"));
}

function line(length: number): readonly Node[] {
  const clock = new SimClock();
  const nodes = Array.from({ length }, (_, n) => new Node(clock, keyOf(n)));
  for (const [i, node] of nodes.entries()) {
    const before = nodes[i - 1];
    if (before !== undefined) join(before, node);
  }
  return nodes;
}

const first = bodyOf([speakerOf(1), speakerOf(2)]);
const second = { ...withRevoked(first, keyOf(2), 5_000), version: 2 };

describe("the roll", () => {
  it("gets through a row of speakers within a second of the first one's having it", async () => {
    const nodes = line(6);
    for (const { exchange } of nodes) exchange.wake();
    const [head] = nodes;
    assert.ok(head);
    await head.clock.advance(3_000_000);
    head.book.offer(rollOf(second).bytes);
    head.exchange.wake();
    await head.clock.advance(1_000_000);
    assert.deepEqual(
      nodes.map(({ book }) => book.roll?.version),
      [2, 2, 2, 2, 2, 2],
    );
  });

  it("gets from whoever is asked to the asker, and from the asker to whoever is asked", async () => {
    for (const has of [0, 1]) {
      const nodes = line(2);
      nodes[has]?.book.offer(rollOf(second).bytes);
      nodes[0]?.exchange.wake();
      await nodes[0]?.clock.advance(100_000);
      assert.deepEqual(
        nodes.map(({ book }) => book.roll?.version),
        [2, 2],
      );
    }
  });

  it("is the same for all in the end, where two of one version went about", async () => {
    const nodes = line(5);
    nodes[0]?.book.offer(rollOf(second).bytes);
    nodes[4]?.book.offer(rollOf({ ...second, floorMs: 1 }).bytes);
    for (const { exchange } of nodes) exchange.wake();
    await nodes[0]?.clock.advance(5_000_000);
    assert.equal(new Set(nodes.map(({ book }) => book.roll?.digest)).size, 1);
  });

  it("is asked for every half minute where there is no news, and not more often", async () => {
    const nodes = line(2);
    const [a, b] = nodes;
    assert.ok(a && b);
    a.exchange.wake();
    await a.clock.advance(61_000_000);
    assert.equal(b.asked, 3);
    a.exchange.stop();
    await a.clock.advance(61_000_000);
    assert.equal(b.asked, 3);
  });

  it("is neither asked of guests nor taken from who forges it, or has only an older one", async () => {
    const clock = new SimClock();
    const node = new Node(clock, keyOf(1));
    node.book.offer(rollOf(second).bytes);
    const forged = Roll.sign({ ...second, version: 9 }, stranger.privateKey);
    const answers = [forged, rollOf(first)].map(({ version, digest, bytes }) =>
      encodeRollAnswer({ version, digest, document: bytes }),
    );
    for (const answer of [...answers, new Uint8Array(3)])
      node.sessions.push(sessionTo(clock, keyOf(2), () => answer, "speaker"));
    node.sessions.push(sessionTo(clock, keyOf(3), () => assert.fail("a guest was asked"), "guest"));
    node.exchange.wake();
    await clock.advance(40_000_000);
    assert.equal(node.book.roll?.digest, rollOf(second).digest);
  });

  it("is told with its name alone to who has it, or a newer one", () => {
    const node = new Node(new SimClock(), keyOf(1));
    const empty = decodeRollAnswer(node.exchange.answer(noRoll, keyOf(2)));
    assert.deepEqual(empty, { ...noRoll, document: new Uint8Array(0) });
    const roll = rollOf(second);
    node.book.offer(roll.bytes);
    const to = (name: { version: number; digest: string }) =>
      decodeRollAnswer(node.exchange.answer(name, keyOf(2)))?.document.length;
    assert.equal(to({ version: 2, digest: roll.digest }), 0);
    assert.equal(to({ version: 3, digest: "00".repeat(8) }), 0);
    assert.equal(to({ version: 1, digest: "ff".repeat(8) }), roll.bytes.length);
    assert.equal(to(noRoll), roll.bytes.length);
  });
});
