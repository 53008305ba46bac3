/** What a request that was called off costs a link on which nothing passes. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Asker } from "../../src/transport/asker.ts";
import { allMechanisms } from "../../src/transport/link-types.ts";
import { RttEstimate } from "../../src/transport/rtt.ts";
import { FrameWriter } from "../../src/wire/link-frames.ts";

const losses = { share: 0, burstPackets: 1, missing: 0 };
const options = { losses, parity: true, mechanisms: allMechanisms };

describe("a request that was called off", () => {
  it("is said once in a packet, however often lost packets and probes bring it back", () => {
    const asker = new Asker(new RttEstimate(), options);
    const writer = new FrameWriter(new Uint8Array(1_100));
    const asking = { object: new Uint8Array(8), class: "play", deadlineUs: 1e9 } as const;
    const handle = asker.ask(asking, { done: () => undefined, symbol: () => undefined });
    writer.reset(1_100);
    asker.write(writer, -1, 0);
    asker.cancel(handle);
    // A probe says again what each of the packets on their way said: they are more with each probe.
    for (let probe = 0; probe < 1_000; probe++) asker.sayAgain({ kind: "cancel", id: handle.id });
    writer.reset(1_100);
    assert.deepEqual(asker.write(writer, -1, 0), [{ kind: "cancel", id: handle.id }]);
    assert.equal(asker.hasSomething(1), false);
  });
});
