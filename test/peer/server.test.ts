import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { packChunk } from "../../src/media/chunk.ts";
import { hashBytes, leafHash, merkleRoot, verifyProof } from "../../src/media/merkle.ts";
import { uploadsMax, uploadsWaitingMax, uploadWaitUs } from "../../src/peer/limits.ts";
import { type HeldObjects, PeerServer } from "../../src/peer/server.ts";
import { Uploads } from "../../src/peer/uploads.ts";
import { linkRefusals, type ServedAnswer } from "../../src/transport/endpoint.ts";
import { SimClock } from "../sim/sim-clock.ts";

const track = "ab".repeat(16);
const chunks = Array.from({ length: 11 }, (_, n) =>
  packChunk(Array.from({ length: 50 }, () => new Uint8Array(400).fill(n))),
);
const leaves = chunks.map(leafHash);
const ask = (index: number) =>
  ({ name: { kind: "proven-chunk", track, rung: 2, index }, class: "play" }) as const;

function world(held: Partial<HeldObjects> = {}) {
  const clock = new SimClock();
  const state = { isHungry: false, reads: 0 };
  const server = new PeerServer({
    clock,
    held: {
      chunk: async ({ index }) => {
        state.reads += 1;
        return chunks[index];
      },
      leaves: async () => leaves,
      leafBytes: async () => undefined,
      manifest: async () => new Uint8Array(2_000).fill(5),
      artwork: async () => undefined,
      ...held,
    },
    uploads: new Uploads(),
    isHungry: () => state.isHungry,
  });
  return { clock, server, state };
}

const codeOf = (answer: ServedAnswer | undefined): number | undefined =>
  answer?.kind === "refused" ? answer.code : undefined;

describe("PeerServer", () => {
  it("sends a chunk with a proof that leads to the root of its rung", async () => {
    const { clock, server } = world();
    for (const [index, bytes] of chunks.entries()) {
      const answer = await clock.settle(server.answer(ask(index)));
      assert.ok(answer?.kind === "symbols");
      const [proof = new Uint8Array(0)] = answer.symbols;
      const path = Array.from({ length: proof.length / hashBytes }, (_, i) =>
        proof.subarray(i * hashBytes, (i + 1) * hashBytes),
      );
      const audit = { index, leafCount: chunks.length, path };
      assert.ok(verifyProof(leafHash(bytes), audit, merkleRoot(leaves)));
    }
    assert.equal(server.figures.chunks, chunks.length);
    assert.ok(server.figures.bytes > chunks.length * 20_000);
  });

  it("says that it has not got what it has not got: the chunk, its leaf hashes, one past the end", async () => {
    assert.equal(codeOf(await world().server.answer(ask(99))), 16);
    assert.equal(codeOf(await world({ leaves: async () => undefined }).server.answer(ask(1))), 16);
    const longer = { chunk: async () => chunks[0] };
    assert.equal(codeOf(await world(longer).server.answer(ask(11))), 16);
    const leafList = { kind: "leaves", track, rung: 2 } as const;
    assert.equal(codeOf(await world().server.answer({ name: leafList, class: "play" })), 16);
  });

  it("sends nothing, and reads nothing, for who fetches ahead while its own music has little at hand", async () => {
    const { server, state } = world();
    state.isHungry = true;
    for (const kind of ["prefetch", "bulk"] as const) {
      const answer = await server.answer({ ...ask(1), class: kind });
      assert.equal(codeOf(answer), linkRefusals.busy);
    }
    assert.equal(state.reads, 0);
  });

  it("sends music that somebody waits for all the same, one second after the other", async () => {
    const { clock, server, state } = world();
    state.isHungry = true;
    let reads = 0;
    const answers = [1, 2, 3].map((index) => server.answer(ask(index)));
    while (reads < answers.length) {
      await clock.advance(1_000);
      assert.ok(state.reads <= reads + 1, "one at a time");
      reads = state.reads;
    }
    for (const answer of await Promise.all(answers)) assert.equal(answer?.kind, "symbols");
  });

  it("answers what is asked of origins alone with nothing", async () => {
    const { server } = world();
    for (const kind of ["time", "leave"] as const)
      assert.equal(await server.answer({ name: { kind }, class: "play" }), undefined);
    const chunk = { kind: "chunk", track, rung: 2, index: 0 } as const;
    assert.equal(await server.answer({ name: chunk, class: "play" }), undefined);
  });

  it("answers who asks without end as far as its pace goes, and refuses the rest", async () => {
    const { clock, server } = world();
    const answers: Promise<ServedAnswer | undefined>[] = [];
    const seconds = 10;
    for (let n = 0; n < seconds * 1_000; n++) {
      answers.push(server.answer(ask(n % chunks.length)));
      await clock.advance(1_000);
    }
    await clock.advance(2 * uploadWaitUs);
    const codes = (await Promise.all(answers)).map(codeOf);
    const sent = codes.filter((code) => code === undefined).length;
    assert.equal(codes.filter((code) => code === linkRefusals.busy).length, codes.length - sent);
    assert.ok(server.figures.bytes < (seconds + 1) * 2_500_000, `${server.figures.bytes}`);
    assert.ok(sent > 500);
  });

  it("keeps no more than a few waiting, each for a moment", async () => {
    const { clock, server } = world();
    const answers = Array.from({ length: 200 }, () => server.answer(ask(0)));
    let refused = 0;
    for (const answer of answers)
      void answer.then((came) => {
        if (codeOf(came) === linkRefusals.busy) refused += 1;
      });
    await clock.advance(0);
    assert.ok(refused >= 200 - uploadsMax - uploadsWaitingMax, `${refused}`);
    await clock.advance(uploadWaitUs + 10_000);
    await Promise.all(answers);
  });
});
