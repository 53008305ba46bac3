import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../../src/base/rng.ts";
import { usPerS } from "../../../src/base/units.ts";
import { CastDoor, type Receiving } from "../../../src/control/cast/door.ts";
import type { ServerIdentity } from "../../../src/control/cast/identity.ts";
import * as limits from "../../../src/control/cast/limits.ts";
import { defaultMediaReceiver } from "../../../src/control/cast/media/default-media.ts";
import { ns, platformId } from "../../../src/control/cast/namespaces.ts";
import { CastServer } from "../../../src/control/cast/server.ts";
import { queuedBytesMax } from "../../../src/control/limits.ts";
import type { OpenTls, StreamSocket } from "../../../src/ports/network.ts";
import { encodeCastMessage } from "../../../src/wire/cast-message.ts";
import { frameBytesMax } from "../../../src/wire/control-frame.ts";
import { drain } from "../../sim/sim-clock.ts";
import { SimEntropy } from "../../sim/sim-entropy.ts";
import { SimLog } from "../../sim/sim-log.ts";
import { SimStream } from "../sim-streams.ts";
import { CastRig } from "./cast-rig.ts";

function frameOf(namespace: string, content: object, source = "sender-0"): Uint8Array {
  const payload = JSON.stringify(content);
  const frame = encodeCastMessage({ source, destination: platformId, namespace, payload });
  assert.ok(frame !== undefined);
  return frame;
}
const connect = frameOf(ns.connection, { type: "CONNECT" });
const ping = frameOf(ns.heartbeat, { type: "PING" });
const getStatus = frameOf(ns.receiver, { type: "GET_STATUS", requestId: 7 });

/** The far end of a socket, and the near one. */
class Caller {
  readonly near: SimStream;
  readonly #far = new SimStream("speaker");
  bytesHeard = 0;
  isCut = false;

  constructor(host: string) {
    this.near = new SimStream(`${host}:5000`);
    SimStream.join(this.near, this.#far);
    void this.#listen();
  }

  async say(...frames: readonly Uint8Array[]): Promise<void> {
    for (const frame of frames) this.#far.write(frame);
    await drain();
  }

  async #listen(): Promise<void> {
    for await (const chunk of this.#far.incoming) this.bytesHeard += chunk.length;
    this.isCut = true;
  }
}

class ServerRig {
  readonly rig = new CastRig();
  readonly server: CastServer;

  constructor() {
    const { clock, model, outsiders } = this.rig;
    this.server = new CastServer(
      { clock, entropy: new SimEntropy(new Rng(3)), log: new SimLog(() => 0).of("cast") },
      {
        ...{ model, outsiders, role: "member", apps: [defaultMediaReceiver], proof: undefined },
        ...{ device: { id: "0".repeat(32), model: "Nightjar Speaker" }, shown: () => undefined },
      },
    );
  }

  call(host = "10.0.0.7"): Caller {
    const caller = new Caller(host);
    this.server.accept(caller.near, this.server.identity());
    return caller;
  }

  /** Of the callers that say what keeps a socket open. */
  async pass(us: number, ...callers: readonly Caller[]): Promise<void> {
    for (let passedUs = 0; passedUs < us; passedUs += usPerS) {
      await this.rig.clock.advance(usPerS);
      for (const caller of callers) await caller.say(ping);
    }
  }
}

describe("the sockets of Cast senders", () => {
  it("are eight of one address and 32 in all, and a place that is left is free again", async () => {
    const rig = new ServerRig();
    const one = Array.from({ length: limits.socketsPerAddressMax + 1 }, () => rig.call());
    const others = Array.from({ length: limits.socketsMax }, (_, i) => rig.call(`10.0.1.${i}`));
    await drain();
    const cut = (callers: readonly Caller[]) => callers.filter(({ isCut }) => isCut).length;
    assert.deepEqual([cut(one), one.at(-1)?.isCut], [1, true]);
    assert.equal(cut(others), limits.socketsPerAddressMax);
    one[0]?.near.close();
    await drain();
    const next = rig.call();
    await next.say(connect, getStatus);
    assert.equal(next.isCut, false);
    assert.ok(next.bytesHeard > 0);
  });

  it("take frames of 64 KiB in any pieces, and end with one that says it is longer, or is empty", async () => {
    const rig = new ServerRig();
    const caller = rig.call();
    await caller.say(connect);
    const envelope = frameOf("urn:x-test", { x: "" }).length - 4;
    // Two of the lengths within take a byte or two more where the text is long.
    const text = "x".repeat(frameBytesMax - envelope - 2);
    const largest = frameOf("urn:x-test", { x: text });
    assert.equal(largest.length - 4, frameBytesMax);
    for (let at = 0; at < largest.length; at += 999) await caller.say(largest.slice(at, at + 999));
    await caller.say(getStatus);
    assert.ok(caller.bytesHeard > 0);
    const header = (length: number): Uint8Array => {
      const bytes = new Uint8Array(4);
      new DataView(bytes.buffer).setUint32(0, length);
      return bytes;
    };
    const others = [rig.call("10.0.0.8"), rig.call("10.0.0.9"), rig.call("10.0.0.10")];
    for (const other of others) await other.say(connect);
    await others[0]?.say(header(frameBytesMax + 1));
    await others[1]?.say(header(0));
    await others[2]?.say(Uint8Array.of(0, 0, 0, 2, 255, 255));
    assert.deepEqual(
      others.map(({ isCut }) => isCut),
      [true, true, true],
    );
    assert.equal(caller.isCut, false);
  });

  it("end where a frame is not whole after ten seconds, however it drips", async () => {
    const rig = new ServerRig();
    const [slow, alive] = [rig.call(), rig.call("10.0.0.8")];
    await slow.say(connect);
    await alive.say(connect);
    for (let i = 0; i < 9; i++) {
      await slow.say(getStatus.slice(i, i + 1));
      await rig.pass(usPerS, alive);
    }
    assert.equal(slow.isCut, false);
    await rig.pass(usPerS, alive);
    await slow.say(getStatus.slice(9, 10));
    assert.deepEqual([slow.isCut, alive.isCut], [true, false]);
  });

  it("end where the sender vanished without a word, and what it left of a frame counts for nothing", async () => {
    const rig = new ServerRig();
    const [gone, half, mute, alive] = [
      ...[rig.call(), rig.call("10.0.0.8")],
      ...[rig.call("10.0.0.9"), rig.call("10.0.0.10")],
    ];
    for (const caller of [gone, half, alive]) await caller?.say(connect);
    await half?.say(getStatus.slice(0, 5));
    const callers = [gone, half, mute, alive];
    const cut = () => callers.map((caller) => caller?.isCut);
    await rig.pass(limits.connectUsMax + usPerS, ...(alive ? [alive] : []));
    assert.deepEqual(cut(), [false, false, true, false]);
    await rig.pass(limits.deadAfterUs - limits.connectUsMax, ...(alive ? [alive] : []));
    assert.deepEqual(cut(), [true, true, true, false]);
  });

  it("end where nothing is read of what is told, and the others hear all of it", async () => {
    const rig = new ServerRig();
    const [deaf, alive] = [rig.call(), rig.call("10.0.0.8")];
    await deaf.say(connect);
    await alive.say(connect);
    deaf.near.stalled = true;
    const asked = Math.ceil(queuedBytesMax / 100);
    for (let i = 0; i < asked && !deaf.isCut; i++) await deaf.say(getStatus);
    assert.deepEqual([deaf.isCut, alive.isCut], [true, false]);
    assert.ok(deaf.near.queuedBytes <= queuedBytesMax + frameBytesMax);
  });

  it("are shown a certificate of today, the same to all who come within a day", async () => {
    const { server, rig } = new ServerRig();
    const first = server.identity();
    assert.equal(server.identity(), first);
    await rig.clock.advance(limits.certificateAgeMsMax * 1_000 - usPerS);
    assert.equal(server.identity(), first);
    await rig.clock.advance(usPerS);
    assert.notEqual(server.identity(), first);
    assert.equal(server.identity(), server.identity());
  });

  it("are all ended with the receiver", async () => {
    const rig = new ServerRig();
    const caller = rig.call();
    await caller.say(connect);
    rig.server[Symbol.dispose]();
    rig.server[Symbol.dispose]();
    const late = rig.call();
    await drain();
    assert.deepEqual([caller.isCut, late.isCut], [true, true]);
  });
});

/** Lets the test knock at what it opened. */
class Knocker {
  knock: () => Promise<ServerIdentity | undefined> = async () => undefined;
  enter: (socket: StreamSocket, shown: ServerIdentity) => void = () => undefined;

  readonly openTls: OpenTls = async (local, identity, accept) => {
    // The door is the only one who opens here, with identities of a Cast server.
    this.knock = identity as unknown as () => Promise<ServerIdentity | undefined>;
    this.enter = accept as unknown as (socket: StreamSocket, shown: ServerIdentity) => void;
    return { local, [Symbol.asyncDispose]: async () => undefined };
  };
}

describe("the Cast door", () => {
  const at = { host: "10.0.0.1", port: 8_009 };
  const log = new SimLog(() => 0).of("cast");
  const { signal } = new AbortController();

  it("makes the receiver when the first sender knocks, and once", async () => {
    const knocker = new Knocker();
    const { server } = new ServerRig();
    let made = 0;
    const make = async (): Promise<Receiving> => {
      made += 1;
      await drain();
      return server;
    };
    const door = await CastDoor.open({ ...knocker, log }, { at, make }, signal);
    assert.deepEqual([made, door.shown], [0, { statusText: "", busy: false }]);
    const [one, two] = await Promise.all([knocker.knock(), knocker.knock()]);
    assert.ok(one !== undefined && one === two);
    assert.equal(made, 1);
    const caller = new Caller("10.0.0.7");
    knocker.enter(caller.near, one);
    await caller.say(connect, getStatus);
    assert.ok(caller.bytesHeard > 0);
    await door[Symbol.asyncDispose]();
    await drain();
    assert.equal(caller.isCut, true);
    assert.equal(await knocker.knock(), undefined);
  });

  it("turns away who comes while it cannot be made, and tries again", async () => {
    const knocker = new Knocker();
    const { server } = new ServerRig();
    let fails = true;
    const make = async (): Promise<Receiving> => {
      if (fails) throw new Error("no memory");
      return server;
    };
    await using _door = await CastDoor.open({ ...knocker, log }, { at, make }, signal);
    assert.equal(await knocker.knock(), undefined);
    fails = false;
    assert.equal(await knocker.knock(), server.identity());
  });
});
