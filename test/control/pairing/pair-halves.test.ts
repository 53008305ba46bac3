import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { utf8Bytes } from "../../../src/base/bytes.ts";
import { Rng } from "../../../src/base/rng.ts";
import { PairClient, type PairStepFields } from "../../../src/control/pairing/pair-client.ts";
import {
  type PairRequest,
  PairResponder,
  type ResponderFacts,
  readRequest,
} from "../../../src/control/pairing/pair-responder.ts";
import { cutName, webChannel } from "../../../src/control/pairing/pair-terms.ts";
import { decodeFrame, encodeFrame } from "../../../src/wire/control-frame.ts";
import { SimEntropy } from "../../sim/sim-entropy.ts";

const entropy = new SimEntropy(new Rng(5));
const facts: ResponderFacts = {
  channelBinding: new Uint8Array(32).fill(7),
  challenge: new Uint8Array(32).fill(8),
  speakerId: "aa11",
  speakerName: "Kitchen",
  keyHash: new Uint8Array(32).fill(9),
};
const publicKey = new Uint8Array(32).fill(4);

function clientOf(change: Partial<ConstructorParameters<typeof PairClient>[0]> = {}): PairClient {
  const { channelBinding, challenge, speakerId } = facts;
  return new PairClient({
    code: "123456",
    publicKey,
    name: "Phone",
    speakerId,
    challenge,
    channelBinding,
    random: (length) => entropy.bytes(length),
    ...change,
  });
}

/** As it arrives at the other end: over the wire, and back. */
function sent(step: PairStepFields): PairStepFields {
  const frame = decodeFrame((encodeFrame({ id: 1, pairStep: step }) ?? new Uint8Array(4)).slice(4));
  assert.ok(frame?.body === "pairStep");
  return frame.pairStep;
}

function request(step: PairStepFields): PairRequest {
  const read = readRequest(sent(step));
  assert.ok(typeof read !== "string", String(read));
  return read;
}

function begin(client: PairClient, change: Partial<ResponderFacts> = {}): PairResponder {
  const run = PairResponder.begin(
    request(client.start()),
    "123456",
    { ...facts, ...change },
    entropy.bytes(32),
  );
  assert.ok(run !== undefined);
  return run;
}

function stepOf(answer: ReturnType<PairClient["answer"]>): PairStepFields {
  assert.ok(typeof answer !== "string", String(answer));
  return sent(answer);
}

describe("the halves of pairing", () => {
  it("agree with the right code, and tell each other whom they met", () => {
    const client = clientOf({ code: "123 4-56" });
    const speaker = begin(client);
    assert.ok(speaker.proves(stepOf(client.answer(sent(speaker.answer(5))))));
    assert.deepEqual(speaker.candidate, { publicKey, name: "Phone" });
    assert.deepEqual(client.finish(sent(speaker.welcome("c1", 2, 0))), {
      speakerId: "aa11",
      name: "Kitchen",
      keyHash: facts.keyHash,
      clientId: "c1",
      role: 2,
    });
  });

  it("disagree where the code, the channel, the speaker, the challenge or the client is another", () => {
    const others: readonly (readonly [PairClient, Partial<ResponderFacts>])[] = [
      [clientOf({ code: "123457" }), {}],
      [clientOf({ channelBinding: webChannel("kitchen.local") }), {}],
      [clientOf({ speakerId: "bb22" }), {}],
      [clientOf(), { challenge: new Uint8Array(32) }],
      [clientOf(), { speakerId: "bb22" }],
    ];
    for (const [client, change] of others) {
      const speaker = begin(client, change);
      assert.ok(!speaker.proves(stepOf(client.answer(sent(speaker.answer(5))))));
      assert.equal(client.finish(sent(speaker.welcome("c1", 2, 0))), "impostor");
    }
  });

  it("notice a changed name or pin of the speaker, and a changed key of the client", () => {
    const client = clientOf();
    const speaker = begin(client);
    const forged = { ...speaker.answer(5), keyHash: new Uint8Array(32) };
    assert.ok(!speaker.proves(stepOf(client.answer(forged))));
    const other = clientOf();
    const step = { ...other.start(), publicKey: new Uint8Array(32) };
    const victim = PairResponder.begin(request(step), "123456", facts, entropy.bytes(32));
    assert.ok(victim?.proves(stepOf(other.answer(victim.answer(5)))) === false);
  });

  it("take no step twice, none out of order, and no proof of another run", () => {
    const client = clientOf();
    const speaker = begin(client);
    assert.equal(client.finish(speaker.welcome("c1", 2, 0)), "protocol");
    assert.equal(client.answer({ ...speaker.answer(5), step: 4 }), "protocol");
    const proof = stepOf(client.answer(speaker.answer(5)));
    assert.equal(client.answer(speaker.answer(5)), "protocol");
    assert.ok(!begin(client).proves(proof), "a speaker's other run");
    assert.ok(!speaker.proves({ ...proof, step: 4 }));
    assert.ok(!speaker.proves({ step: 3 }));
    assert.ok(speaker.proves(proof));
  });

  it("refuse a step 1 that is out of its bounds, with a word why", () => {
    const good = clientOf().start();
    for (const bad of [
      { step: 2 },
      { method: "srp" },
      { share: new Uint8Array(31) },
      { nonce: new Uint8Array(33) },
      { publicKey: new Uint8Array(0) },
      { name: "é".repeat(33) },
    ]) {
      assert.equal(typeof readRequest({ ...good, ...bad }), "string", JSON.stringify(bad));
    }
    const none = { ...request(good), share: new Uint8Array(32).fill(255) };
    assert.equal(PairResponder.begin(none, "123456", facts, entropy.bytes(32)), undefined);
    assert.equal(cutName("é".repeat(40), 64), "é".repeat(32));
  });

  it("read any PairStep without a throw, and let in nobody by chance", () => {
    const bytes = fc.option(fc.uint8Array({ maxLength: 70 }));
    const step = fc.record({
      method: fc.constantFrom("cpace-ristr255-sha512", "", "x"),
      step: fc.nat(5),
      share: bytes,
      nonce: bytes,
      publicKey: bytes,
      name: fc.string({ maxLength: 80 }),
      keyHash: bytes,
      tag: bytes,
    });
    const speaker = begin(clientOf());
    fc.assert(
      fc.property(step, (fields) => {
        readRequest(sent(fields));
        assert.ok(!speaker.proves(sent(fields)));
        const client = clientOf();
        const answer = client.answer(sent(fields));
        if (typeof answer === "string") assert.equal(answer, "protocol");
        assert.equal(typeof client.finish(sent(fields)), "string");
      }),
      { numRuns: 40 },
    );
  });

  it("name the channel of a web page by its host", () => {
    assert.deepEqual(webChannel("Kitchen.local:80"), webChannel("kitchen.local:80"));
    assert.notDeepEqual(webChannel("a"), webChannel("b"));
    assert.deepEqual(webChannel("a").slice(1, 15), utf8Bytes("nightjar-web-1"));
  });
});
