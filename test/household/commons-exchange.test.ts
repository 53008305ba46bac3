/** How what is kept together gets through a house: members joined by model sessions, in virtual time. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { utf8Bytes, utf8Text } from "../../src/base/bytes.ts";
import { Rng } from "../../src/base/rng.ts";
import { memberIdOf } from "../../src/household/certificate.ts";
import {
  CommonsReplica,
  type CommonsReplicaPorts,
  type CommonsStore,
} from "../../src/household/commons-replica.ts";
import { readSettings, zoneEdit, zoneOf } from "../../src/household/settings.ts";
import type { FetchOutcome, FetchRequest, LinkSession } from "../../src/transport/endpoint.ts";
import { decodeObject } from "../../src/wire/objects.ts";
import { silentLog } from "../origin/silent-log.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { keyOf } from "./household-world.ts";

const linkUs = 2_000;
const wallMs = 1_800_000_000_000;

class MemoryStore implements CommonsStore {
  bytes: Uint8Array | undefined;
  saves = 0;
  fails = false;
  async load(): Promise<Uint8Array | undefined> {
    return this.bytes;
  }
  async save(bytes: Uint8Array): Promise<void> {
    if (this.fails) throw new Error("the card is gone");
    this.saves += 1;
    this.bytes = bytes;
  }
  async remove(): Promise<void> {
    this.bytes = undefined;
  }
}

/** Messages and bytes of all, and what is cut off from what. */
class House {
  readonly clock = new SimClock();
  readonly members: Member[] = [];
  questions = 0;
  answerBytes = 0;
  isCut: (a: number, b: number) => boolean = () => false;

  static async of(count: number): Promise<House> {
    const house = new House();
    for (let n = 0; n < count; n++) house.members.push(await Member.open(house, n));
    for (const a of house.members)
      for (const b of house.members) if (a !== b) a.sessions.push(house.#session(a, b));
    for (const { replica } of house.members) replica.start();
    await house.clock.advance(10_000_000);
    return house;
  }

  digests(): readonly string[] {
    return [...new Set(this.members.map(({ replica }) => replica.commons.digest))];
  }

  member(n: number): Member {
    const member = this.members[n];
    assert.ok(member);
    return member;
  }

  /** As much of a session as the exchange sees. */
  #session(from: Member, to: Member): LinkSession {
    const fetch = ({ object }: FetchRequest) => ({
      done: new Promise<FetchOutcome>((resolve) => {
        this.clock.after(linkUs, () => {
          this.questions += 1;
          if (this.isCut(from.n, to.n)) return resolve({ kind: "late" } as unknown as FetchOutcome); // any failure
          const name = decodeObject(object);
          assert.ok(name?.kind === "commons");
          const answer = to.replica.serve(name, from.key);
          assert.ok(answer.kind === "symbols");
          this.answerBytes += answer.symbols.reduce((sum, { length }) => sum + length, 0);
          this.clock.after(linkUs, () => resolve({ kind: "complete", symbols: answer.symbols }));
        });
      }),
      cancel: () => undefined,
    });
    const peer = { id: memberIdOf(to.key), name: "", role: "speaker" };
    return { state: "ready", remoteKey: to.key, peer, fetch } as unknown as LinkSession; // see above
  }
}

class Member {
  readonly n: number;
  readonly key: Uint8Array;
  readonly store = new MemoryStore();
  readonly sessions: LinkSession[] = [];
  readonly ports: CommonsReplicaPorts;
  replica!: CommonsReplica;

  static async open(house: House, n: number): Promise<Member> {
    const member = new Member(house, n);
    await member.restart();
    return member;
  }

  private constructor(house: House, n: number) {
    this.n = n;
    this.key = keyOf(n);
    this.ports = {
      clock: house.clock,
      log: silentLog,
      store: this.store,
      now: () => ({ wallMs: wallMs + house.clock.nowUs() / 1_000, trusted: true }),
      sessions: () => this.sessions,
      members: () => house.members.map(({ key }) => memberIdOf(key)),
      isMember: () => true,
    };
  }

  async restart(): Promise<void> {
    this.replica = await CommonsReplica.open(this.ports, memberIdOf(this.key));
  }

  set(key: string, text: string): void {
    this.replica.edit([[key, utf8Bytes(text)]]);
  }

  text(key: string): string | undefined {
    const value = this.replica.commons.get(key);
    return value && utf8Text(value);
  }
}

describe("what is kept together, among members", () => {
  it("is everywhere within a second of the change, in a house of three and in one of fifty, without a flood", async () => {
    for (const [size, questionsMax] of [
      [3, 20],
      [50, 500],
    ] as const) {
      const house = await House.of(size);
      house.questions = 0;
      house.answerBytes = 0;
      house.member(1).set("l/1", "Dinner");
      await house.clock.advance(900_000);
      assert.deepEqual(
        new Set(house.members.map((member) => member.text("l/1"))),
        new Set(["Dinner"]),
      );
      await house.clock.advance(10_000_000);
      assert.ok(house.questions <= questionsMax, `${house.questions} questions among ${size}`);
      assert.ok(house.answerBytes < size * 400, `${house.answerBytes} bytes among ${size}`);
      assert.equal(house.digests().length, 1);
    }
  });

  it("costs next to nothing while nothing changes", async () => {
    const house = await House.of(10);
    house.questions = 0;
    await house.clock.advance(600_000_000);
    assert.ok(house.questions <= 10 * 9 * 10, `${house.questions} questions`);
    assert.ok(house.questions > 10 * 9 * 8);
  });

  it("comes together after halves of a house were edited apart, and nothing is lost", async () => {
    const house = await House.of(6);
    house.isCut = (a, b) => a < 3 !== b < 3;
    const rng = new Rng(7);
    const keys: string[] = [];
    for (let i = 0; i < 40; i++) {
      const key = `i/${i}`;
      keys.push(key);
      house.member(rng.below(6)).set(key, key);
      await house.clock.advance(rng.below(3_000_000));
    }
    house.member(0).set("s/name", "left");
    await house.clock.advance(5_000_000);
    house.member(5).set("s/name", "right");
    await house.clock.advance(20_000_000);
    assert.equal(house.digests().length, 2);
    house.isCut = () => false;
    await house.clock.advance(70_000_000);
    assert.equal(house.digests().length, 1);
    for (const member of house.members) {
      for (const key of keys) assert.equal(member.text(key), key);
      assert.equal(member.text("s/name"), "right");
    }
  });

  it("is had in full by a member that comes, and by one whose card was lost", async () => {
    const house = await House.of(3);
    for (let i = 0; i < 3_000; i++)
      house.member(0).replica.edit([[`i/${i}`, utf8Bytes("x".repeat(40))]]);
    await house.clock.advance(30_000_000);
    assert.equal(house.digests().length, 1);
    house.member(2).store.bytes = undefined;
    await house.member(2).restart();
    assert.equal(house.member(2).replica.commons.live, 0);
    house.member(2).replica.start();
    await house.clock.advance(30_000_000);
    assert.equal(house.member(2).replica.commons.live, 3_000);
    assert.equal(house.digests().length, 1);
  });

  it("is written once for a burst, again where the card failed, and is there after a restart", async () => {
    const house = await House.of(2);
    const member = house.member(0);
    for (let i = 0; i < 50; i++) {
      member.set(`i/${i}`, "x");
      await house.clock.advance(100_000);
    }
    await house.clock.advance(5_000_000);
    assert.ok(member.store.saves <= 2, `${member.store.saves} writes`);
    member.store.fails = true;
    member.set("i/last", "y");
    await house.clock.advance(5_000_000);
    assert.match(member.replica.trouble ?? "", /the card is gone/);
    member.store.fails = false;
    await house.clock.advance(70_000_000);
    assert.equal(member.replica.trouble, undefined);
    await member.restart();
    assert.equal(member.text("i/last"), "y");
  });

  it("holds a time zone, if there is such a one", async () => {
    const house = await House.of(2);
    const [a, b] = [house.member(0).replica, house.member(1).replica];
    assert.equal(zoneOf("europe/oslo"), "Europe/Oslo");
    for (const none of ["Europe/Nowhere", "", "+02:00", "x".repeat(200)])
      assert.equal(zoneOf(none), undefined);
    a.edit([zoneEdit("Europe/Oslo")]);
    await house.clock.advance(1_000_000);
    assert.equal(readSettings(b.commons).zone, "Europe/Oslo");
    b.edit([["s/zone", utf8Bytes("Europe/Nowhere")]]);
    assert.equal(readSettings(b.commons).zone, undefined);
  });
});
