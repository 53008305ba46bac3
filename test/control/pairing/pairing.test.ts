/** Pairing by a code, visits and what clients may do, with a whole control server in virtual time. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import type { ControlClient } from "../../../src/control/client.ts";
import { ControlError } from "../../../src/control/errors.ts";
import { pairByCode } from "../../../src/control/pair-remote.ts";
import { firstAdminUs, lockUs, windowUs } from "../../../src/control/pairing/limits.ts";
// Virtual time does not wait for a module: what the desk loads for its first run is loaded before.
import "../../../src/control/pairing/pair-responder.ts";
import { Remote } from "../../../src/control/remote.ts";
import { keyHashOf } from "../../../src/control/tls-identity.ts";
import { spokenCode } from "../../../src/control/voice/spoken-code.ts";
import { ed25519KeyPair } from "../../../src/media/ed25519.ts";
import { decodeFrame, encodeFrame, FrameSplitter } from "../../../src/wire/control-frame.ts";
import { drain } from "../../sim/sim-clock.ts";
import { SimStream } from "../sim-streams.ts";
import { identity, phone, tlsAddress, World } from "../world.ts";

const keys = Array.from({ length: 8 }, (_, at) => ed25519KeyPair(new Uint8Array(32).fill(40 + at)));
const minuteUs = 60_000_000;

async function opened(world: World, role = "member", grantMs = 0): Promise<string> {
  const owner = new Remote(await world.connect());
  const { code } = await world.clock.settle(owner.openPairing(role as "member", grantMs));
  return code;
}

function pair(world: World, code: string, key = phone, name = "Phone") {
  const { network, clock, entropy, signal } = world;
  const who = { name, kind: "phone" };
  const pairing = { address: tlsAddress, code, key, who };
  return clock.settle(pairByCode({ network, clock, entropy }, pairing, signal));
}

/** Another code than that one. */
const wrong = (code: string): string => (code === "000000" ? "000001" : "000000");

async function refused(work: Promise<unknown>, words: RegExp): Promise<void> {
  await assert.rejects(work, (error) => error instanceof ControlError && words.test(error.message));
}

async function stateOf(client: ControlClient, world: World): Promise<string> {
  const { code } = await world.clock.settle(client.command({ kind: "pause" }));
  return code;
}

describe("pairing by a code", () => {
  it("lets the key in, with its name and role, tells the client what to pin, and speaks the code", async () => {
    const world = await World.open();
    const code = await opened(world);
    assert.deepEqual(world.model.said, spokenCode(code));
    const paired = await pair(world, `${code.slice(0, 3)} ${code.slice(3)}`);
    assert.deepEqual(paired.keyHash, keyHashOf(identity));
    assert.deepEqual(
      [paired.speakerId, paired.name, paired.role, paired.address],
      ["aa11", "Kitchen", "member", "10.0.0.5:7646"],
    );
    const client = await world.connectPhone();
    assert.equal(client.role, "member");
    assert.equal(world.store.clients[0]?.name, "Phone");
    assert.equal(world.store.clients[0]?.id, paired.clientId);
    await refused(pair(world, code, keys[0]), /no pairing code is good now/);
  });

  it("refuses while nobody opened a window, after two minutes, and once it is closed", async () => {
    const world = await World.open();
    await refused(pair(world, "123456"), /press its button/);
    const code = await opened(world);
    await world.clock.advance(windowUs);
    await refused(pair(world, code), /no pairing code is good now/);
    const next = await opened(world);
    const owner = new Remote(await world.connect());
    await world.clock.settle(owner.closePairing());
    await refused(pair(world, next), /no pairing code is good now/);
  });

  it("takes five wrong codes, then nobody for ten minutes, the owner's window neither", async () => {
    const world = await World.open();
    const code = await opened(world);
    for (const words of [/4 more tries/, /3 more/, /2 more/, /1 more try$/, /for 10 minutes/]) {
      await refused(pair(world, wrong(code)), words);
    }
    await refused(pair(world, code), /too many wrong codes/);
    await refused(opened(world), /too many wrong codes/);
    await world.clock.advance(lockUs);
    assert.equal((await pair(world, await opened(world))).role, "member");
    const remote = new Remote(await world.connect());
    const what = (await world.clock.settle(remote.audit())).map(
      (row) => `${row.actor} ${row.what}`,
    );
    assert.deepEqual(what, [
      "client paired",
      "owner pairing-opened",
      "stranger pairing-locked",
      "stranger pairing-wrong-code",
      "owner pairing-opened",
    ]);
  });

  it("tells before anything is shown how long a window is open, or nobody is let in", async () => {
    const world = await World.open();
    const code = await opened(world);
    const stranger = await world.connect({ kind: "stranger", address: tlsAddress });
    await refused(stranger.query({ status: {} }), /begins with Hello/);
    const welcome = await rawWelcome(world);
    assert.equal(welcome?.pairOpenMs, windowUs / 1_000);
    for (let i = 0; i < 5; i++) await refused(pair(world, wrong(code)), /not right/);
    assert.equal((await rawWelcome(world))?.pairLockedMs, lockUs / 1_000);
  });

  it("makes an admin by the button only while there is none, in the first quarter of an hour", async () => {
    const fresh = await World.open();
    const button = fresh.server.pairing.openByButton();
    assert.ok("code" in button);
    assert.equal((await pair(fresh, button.code ?? "")).role, "admin");
    const again = fresh.server.pairing.openByButton();
    assert.ok("code" in again);
    assert.equal((await pair(fresh, again.code ?? "", keys[0])).role, "member");
    const late = await World.open();
    await late.clock.advance(firstAdminUs + 1);
    const pressed = late.server.pairing.openByButton();
    assert.ok("code" in pressed);
    assert.equal((await pair(late, pressed.code ?? "")).role, "member");
    assert.equal(late.server.audit.list().at(-1)?.kind, "button");
  });

  it("opens the window for admins alone", async () => {
    const world = await World.open();
    await pair(world, await opened(world, "member"));
    const member = new Remote(await world.connectPhone());
    await refused(world.clock.settle(member.openPairing("guest", 0)), /needs the role admin/);
    await pair(world, await opened(world, "admin"), keys[1]);
    const admin = new Remote(await world.connectPhone(keys[1]));
    const window = await world.clock.settle(admin.openPairing("guest", 0));
    assert.equal((await pair(world, window.code, keys[2])).role, "guest");
    await pair(world, await opened(world, "guest"), keys[1]);
    assert.equal((await world.connectPhone(keys[1])).role, "admin", "a code takes nothing away");
  });

  it("gives a man in the middle nothing, not even with the right code on its way", async () => {
    const world = await World.open();
    const code = await opened(world);
    // He relays every byte; the two TLS sessions have other exporter values, as they must.
    world.network.relayBinding = new Uint8Array(32).fill(99);
    await refused(pair(world, code), /the code is not right/);
    world.network.relayBinding = undefined;
    assert.equal((await pair(world, code)).role, "member");
  });

  it("is not stopped by those who begin and do not go on: a place is free again with their connection", async () => {
    const world = await World.open();
    const code = await opened(world);
    const idle = await begun(world);
    await refused(pair(world, code), /another remote pairs just now/);
    idle.close();
    await drain();
    assert.equal((await pair(world, code)).role, "member");
  });

  it("lets in nobody whose frames are out of order, doubled or made up", async () => {
    const step = fc.record({
      step: fc.nat(5),
      method: fc.constantFrom("cpace-ristr255-sha512", "other"),
      share: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      nonce: fc.uint8Array({ minLength: 31, maxLength: 32 }),
      publicKey: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      tag: fc.uint8Array({ minLength: 63, maxLength: 64 }),
    });
    const frame = fc.oneof(
      fc.record({ id: fc.constant(2), pairStep: step }),
      fc.record({ id: fc.constant(3), hello: fc.constant({ major: 1 }) }),
      fc.record({ id: fc.constant(4), auth: fc.constant({ publicKey: phone.publicKey }) }),
      fc.record({ id: fc.constant(5), query: fc.constant({ clients: {} }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { maxLength: 6 }), fc.boolean(), async (frames, open) => {
        const world = await World.open();
        if (open) await opened(world);
        const socket = await world.network.connectTls(tlsAddress);
        for (const each of [{ id: 1, hello: { major: 1 } }, ...frames]) {
          socket.write(encodeFrame(each) ?? new Uint8Array(0));
          await drain();
        }
        await world.clock.advance(20_000_000);
        assert.equal(world.store.clients.length, 0);
        const owners = open ? 1 : 0;
        assert.ok(world.server.counts.connections <= owners);
      }),
      { numRuns: 60 },
    );
  });

  it("keeps its rules whatever several clients do at once, with right and wrong codes", async () => {
    const act = fc.record({
      who: fc.nat(keys.length - 1),
      right: fc.boolean(),
      waitS: fc.nat(90),
      reopen: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
        const household = await Household.open();
        for (const each of acts) await household.does(each);
        await household.finish();
      }),
      { numRuns: 25 },
    );
  });
});

describe("a stolen key", () => {
  it("gets nothing once it is revoked, neither on open connections nor anew", async () => {
    const world = await World.open();
    const { clientId } = await pair(world, await opened(world));
    const stolen = await world.connectPhone();
    assert.equal(await stateOf(stolen, world), "ok");
    const owner = new Remote(await world.connect());
    await world.clock.settle(owner.revoke(clientId));
    assert.equal((await world.clock.settle(stolen.ended)).reason, "revoked");
    await refused(world.connectPhone(), /does not know your key/);
    await refused(pair(world, "123456"), /no pairing code is good now/);
  });
});

describe("a visit", () => {
  it("ends at its time, to the second, whatever the wall clock does, and is off the list", async () => {
    const world = await World.open();
    await pair(world, await opened(world, "guest", 3_600_000));
    const guest = await world.connectPhone();
    assert.equal(guest.role, "guest");
    world.clock.stepWall(86_400_000);
    await world.clock.advance(59 * minuteUs);
    assert.equal(world.store.clients.length, 1, "a wrong clock does not end it early");
    world.clock.stepWall(-2 * 86_400_000);
    await world.clock.advance(minuteUs);
    assert.equal((await world.clock.settle(guest.ended)).reason, "expired");
    assert.equal(world.store.clients.length, 0);
    await refused(world.connectPhone(), /does not know your key/);
  });

  it("goes on after a restart by the wall clock, waits while that is not known, and is not prolonged", async () => {
    const world = await World.open();
    await pair(world, await opened(world, "guest", 3_600_000));
    world.model.timeTrusted = false;
    await world.restart();
    await refused(world.connectPhone(), /does not know the time yet/);
    world.model.timeTrusted = true;
    assert.equal((await world.connectPhone()).role, "guest");
    world.clock.stepWall(3_600_000);
    await world.restart();
    await refused(world.connectPhone(), /your visit is over|does not know your key/);
  });

  it("that was granted while the time was not known is dated later, else it ends with the run", async () => {
    const world = await World.open();
    world.model.timeTrusted = false;
    await pair(world, await opened(world, "guest", 3_600_000));
    assert.equal(world.store.clients[0]?.untilMs, 0);
    await pair(world, await opened(world, "guest", 3_600_000), keys[0]);
    world.model.timeTrusted = true;
    await world.clock.advance(minuteUs);
    const left = (world.store.clients[0]?.untilMs ?? 0) - world.clock.wallMs();
    assert.ok(Math.abs(left - 3_540_000) <= 1_000, `${left} ms left`);
    const other = await World.open();
    other.model.timeTrusted = false;
    await pair(other, await opened(other, "guest", 3_600_000));
    await other.restart();
    await other.clock.advance(1);
    await refused(other.connectPhone(), /visit is over|does not know your key/);
  });

  it("is for guests alone, and 31 days at most", async () => {
    const world = await World.open();
    await refused(opened(world, "member", 1_000), /only a guest/);
    await refused(opened(world, "guest", 32 * 86_400_000), /31 days/);
  });
});

/** Several people with phones at one speaker, at once; fails where somebody is in who should not. */
class Household {
  readonly #world: World;
  #code: string;
  #windows = 1;
  readonly #right = new Set<number>();
  readonly #tries: Promise<unknown>[] = [];

  static async open(): Promise<Household> {
    const world = await World.open();
    return new Household(world, await opened(world));
  }

  private constructor(world: World, code: string) {
    this.#world = world;
    this.#code = code;
  }

  async does(act: {
    readonly who: number;
    readonly right: boolean;
    readonly waitS: number;
    readonly reopen: boolean;
  }): Promise<void> {
    const { network, clock, entropy, signal } = this.#world;
    if (act.reopen) await this.#reopen();
    if (act.right) this.#right.add(act.who);
    network.from = `10.0.1.${act.who}`;
    const code = act.right ? this.#code : wrong(this.#code);
    const who = { name: `phone ${act.who}`, kind: "phone" };
    const pairing = { address: tlsAddress, code, key: keys[act.who] ?? phone, who };
    const attempt = pairByCode({ network, clock, entropy }, pairing, signal);
    this.#tries.push(attempt.catch((error) => assert.ok(error instanceof ControlError, error)));
    if (act.waitS % 2 === 0) await clock.advance(act.waitS * 1_000_000);
  }

  async #reopen(): Promise<void> {
    const next = await opened(this.#world).catch(() => undefined);
    if (next === undefined) return;
    this.#windows += 1;
    this.#code = next;
  }

  async finish(): Promise<void> {
    const { clock, store } = this.#world;
    await clock.advance(30_000_000);
    await Promise.all(this.#tries);
    assert.ok(store.clients.length <= this.#windows, "one client a window");
    for (const { name } of store.clients)
      assert.ok(this.#right.has(Number(name.split(" ")[1])), `${name} never had the code`);
  }
}

/** A connection that sent step 1 and nothing more. */
async function begun(world: World): Promise<SimStream> {
  const socket = await world.network.connectTls(tlsAddress);
  assert.ok(socket instanceof SimStream);
  const share = keyHashOf(identity);
  // An element of the group: the generator's encoding (RFC 9496 §A.1).
  const generator = "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76";
  const element = Uint8Array.from(generator.match(/../g) ?? [], (two) => Number.parseInt(two, 16));
  const pairStep = {
    step: 1,
    method: "cpace-ristr255-sha512",
    share: element,
    nonce: share,
    publicKey: phone.publicKey,
    name: "idle",
  };
  for (const frame of [
    { id: 1, hello: { major: 1 } },
    { id: 2, pairStep },
  ]) {
    socket.write(encodeFrame(frame) ?? new Uint8Array(0));
    await drain();
  }
  return socket;
}

async function rawWelcome(world: World) {
  const socket = await world.network.connectTls(tlsAddress);
  assert.ok(socket instanceof SimStream);
  const frames = new FrameSplitter();
  socket.write(encodeFrame({ id: 1, hello: { major: 1 } }) ?? new Uint8Array(0));
  for await (const chunk of socket.incoming)
    for (const body of frames.push(chunk)) {
      socket.close();
      return decodeFrame(body)?.welcome;
    }
  return undefined;
}
