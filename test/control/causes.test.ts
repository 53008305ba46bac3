import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { Replica } from "../../src/control/replica.ts";
import {
  decodeFrame,
  encodeFrame,
  type FrameIn,
  FrameSplitter,
  type schema,
  wire,
} from "../../src/wire/control-frame.ts";
import { drain } from "../sim/sim-clock.ts";
import { fakeTrack } from "./fake-model.ts";
import { SimStream } from "./sim-streams.ts";
import { socketPath, World } from "./world.ts";

type CommandOut = schema.control.Command.$Properties;

/** A remote that keeps every frame, in order, and a replica beside them. */
class Witness {
  readonly replica = new Replica();
  readonly results = new Map<number, schema.control.Result.$Properties>();
  /** Numbers of the deltas that its own command made. */
  readonly caused = new Map<number, number[]>();
  readonly #socket: SimStream;
  #id = 10;

  static async at(world: World): Promise<Witness> {
    const socket = await world.network.connectUnix(socketPath);
    assert.ok(socket instanceof SimStream);
    const witness = new Witness(socket);
    witness.#send({ id: 1, hello: { major: 1, clientName: "witness" } });
    witness.#send({ id: 2, subscribe: { nonce: 1 } });
    await drain();
    return witness;
  }

  private constructor(socket: SimStream) {
    this.#socket = socket;
    void this.#listen();
  }

  command(command: CommandOut): number {
    this.#id += 1;
    this.#send({ id: this.#id, command });
    return this.#id;
  }

  #send(frame: Parameters<typeof encodeFrame>[0]): void {
    this.#socket.write(encodeFrame(frame) ?? new Uint8Array(0));
  }

  async #listen(): Promise<void> {
    const splitter = new FrameSplitter();
    for await (const chunk of this.#socket.incoming)
      for (const body of splitter.push(chunk)) this.#hear(decodeFrame(body));
  }

  #hear(frame: FrameIn | undefined): void {
    if (frame?.snapshot) this.replica.snapshot(frame.snapshot, 1);
    if (frame?.result) {
      assert.ok(!this.results.has(frame.replyTo), "one answer each");
      this.results.set(frame.replyTo, frame.result);
      const { code, seq = 0 } = frame.result;
      // What the command did is shown before it is answered.
      if (code === wire.Code.CODE_OK) assert.ok((seq ?? 0) <= this.replica.seq);
    }
    if (!frame?.delta) return;
    const { seq, causedBy } = frame.delta;
    assert.notEqual(this.replica.delta(frame.delta), "gap");
    if (!causedBy) return;
    assert.ok(!this.results.has(causedBy), "a delta comes before the result of its command");
    this.caused.set(causedBy, [...(this.caused.get(causedBy) ?? []), seq ?? 0]);
  }
}

const commands: fc.Arbitrary<CommandOut> = fc.oneof(
  fc.record({ at: fc.nat(7), rev: fc.constantFrom(0, 0, 1, 3) }).map(({ at, rev }) => {
    return { play: { what: [fakeTrack(at).id] }, ifQueueRev: rev };
  }),
  fc.nat(7).map((at) => ({ queueAdd: { what: [fakeTrack(at).id], end: {} } })),
  fc.nat(20).map((n) => ({ queueRemove: { ids: [n.toString(16).padStart(16, "0")] } })),
  fc.nat(120).map((level) => ({ volume: { level } })),
  fc.integer({ min: -120, max: 120 }).map((delta) => ({ volume: { delta } })),
  fc
    .record({ level: fc.nat(100), gesture: fc.constantFrom(5, 6), final: fc.boolean() })
    .map((volume) => ({ volume: { ...volume, step: 1 } })),
  fc.constantFrom<CommandOut>({ pause: {} }, { next: {} }, { queueClear: {} }, {}),
);

const steps = fc.record({ remote: fc.nat(2), command: commands, waits: fc.boolean() });

interface Sent {
  readonly remote: Witness;
  readonly id: number;
  readonly command: CommandOut;
}

function checkCauses(all: readonly Witness[]): void {
  const causes = all.flatMap(({ caused }) => [...caused.values()]);
  for (const seqs of causes) assert.equal(seqs.length, 1);
  assert.equal(new Set(causes.flat()).size, causes.length, "each delta is of one command");
}

function checkResult({ remote, id, command }: Sent): void {
  const result = remote.results.get(id);
  assert.ok(result, "each command is answered");
  const [seq = 0] = remote.caused.get(id) ?? [];
  assert.ok(seq <= (result.seq ?? 0));
  const wrong = result.code === wire.Code.CODE_INVALID_ARGUMENT;
  if (wrong) assert.ok((result.violations?.length ?? 0) > 0, JSON.stringify(command));
  if (result.code === wire.Code.CODE_CONFLICT) assert.ok(command.ifQueueRev);
}

function checkStates(all: readonly Witness[], { model }: World): void {
  for (const { replica } of all) {
    assert.deepEqual(replica.state, all[0]?.replica.state);
    assert.equal(replica.state?.queue.length, model.items.length);
    assert.equal(replica.state?.volume.level, model.volume);
  }
}

describe("commands of several remotes", () => {
  it("make one delta each at the most, before their result, known as its own by its sender alone", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 30 }), async (run) => {
        const world = await World.open();
        const all = [await Witness.at(world), await Witness.at(world), await Witness.at(world)];
        const sent: Sent[] = [];
        for (const { remote, command, waits } of run) {
          const by = all[remote];
          assert.ok(by);
          sent.push({ remote: by, id: by.command(command), command });
          if (waits) await world.clock.advance(60_000);
        }
        await world.clock.advance(1_000_000);
        checkCauses(all);
        for (const each of sent) checkResult(each);
        checkStates(all, world);
        await world.server[Symbol.asyncDispose]();
      }),
      { numRuns: 60 },
    );
  });

  it("are refused with CONFLICT where the queue is another than they were meant for", async () => {
    const world = await World.open();
    const [a, b] = [await Witness.at(world), await Witness.at(world)];
    const first = a.command({ queueAdd: { what: [fakeTrack(1).id], end: {} } });
    await drain();
    const rev = a.results.get(first)?.queueRev ?? 0;
    assert.ok(rev > 1);
    b.command({ queueAdd: { what: [fakeTrack(2).id], end: {} } });
    await drain();
    const stale = a.command({ queueClear: {}, ifQueueRev: rev });
    const fresh = a.command({ queueClear: {}, ifQueueRev: rev + 1 });
    await drain();
    assert.equal(a.results.get(stale)?.code, wire.Code.CODE_CONFLICT);
    assert.equal(a.results.get(stale)?.violations?.[0]?.field, "if_queue_rev");
    assert.equal(a.results.get(fresh)?.code, wire.Code.CODE_OK);
    assert.equal(world.model.items.length, 0);
  });

  it("of a guest make it louder by a small step only, and the guest is told", async () => {
    const world = await World.open();
    world.pairPhone("guest");
    const phone = await world.connectPhone();
    const before = world.model.volume;
    const result = await world.clock.settle(phone.command({ kind: "volume", level: 100 }));
    assert.equal(result.code, "volume-limited");
    assert.ok(world.model.volume > before && world.model.volume < 60, `${world.model.volume}`);
  });

  it("tell whose step the volume shows, and one that is no drag shows none", async () => {
    const world = await World.open();
    const [a, b] = [await Witness.at(world), await Witness.at(world)];
    a.command({ volume: { level: 50, gesture: 77, step: 1 } });
    a.command({ volume: { level: 60, gesture: 77, step: 2, final: true } });
    await world.clock.advance(200_000);
    assert.deepEqual(b.replica.state?.volume, { level: 60, muted: false, gesture: 77, step: 2 });
    b.command({ volume: { delta: -70 } });
    await world.clock.advance(200_000);
    assert.deepEqual(a.replica.state?.volume, { level: 0, muted: false, gesture: 0, step: 0 });
  });

  it("page through shelves and plays, and say where there is none", async () => {
    const world = await World.open();
    const play = { startedMs: 5, playedMs: 6, ended: "finished" } as const;
    world.model.played = Array.from({ length: 3 }, (_, n) => ({ ...play, track: fakeTrack(n) }));
    const client = await world.connect();
    const { history } = await world.clock.settle(
      client.query({ history: { window: { offset: 1 } } }),
    );
    assert.equal(history?.total, 3);
    assert.deepEqual(
      history?.plays?.map(({ track, ended }) => [track?.title, ended]),
      [
        ["Song 1", "finished"],
        ["Song 2", "finished"],
      ],
    );
    const { browse } = await world.clock.settle(client.query({ browse: { path: "artists" } }));
    assert.deepEqual(browse?.shelves?.map(({ title }) => title).sort(), ["Björk", "The Ånd"]);
    await assert.rejects(world.clock.settle(client.query({ browse: { path: "nowhere" } })), {
      code: "refused",
    });
  });
});
