import assert from "node:assert/strict";
import { createSocket, type Socket } from "node:dgram";
import { afterEach, beforeEach, describe, it } from "vitest";
import { UdpRelay } from "../../../tools/bench/udp-relay.ts";

/** Real sockets and real time: bounds are one-sided or wide, for slow machines. */
describe("the relay", () => {
  let echo: Socket;
  let client: Socket;
  beforeEach(async () => {
    echo = await bound();
    echo.on("message", (bytes, from) => echo.send(bytes, from.port, from.address));
    client = await bound();
  });
  afterEach(() => {
    echo.close();
    client.close();
  });
  const open = (delayMs: number, lossRate: number, seed = 1) =>
    UdpRelay.open({ targetPort: echo.address().port, delayMs, lossRate, seed });

  it("holds each datagram back by the delay, there and back, and changes nothing in it", async () => {
    await using relay = await open(20, 0);
    const tripsMs: number[] = [];
    for (let i = 0; i < 10; i++) {
      const fromMs = performance.now();
      client.send(Uint8Array.of(1, 2, i), relay.port, "127.0.0.1");
      assert.deepEqual([...(await nextMessage(client))], [1, 2, i]);
      tripsMs.push(performance.now() - fromMs);
    }
    assert.ok(Math.min(...tripsMs) >= 40, `${tripsMs}`);
    assert.ok(Math.min(...tripsMs) < 60, `${tripsMs}`);
    assert.deepEqual(relay.counts, { passed: 20, lost: 0, refused: 0 });
  });

  it("loses the share it is told to, the same datagrams for the same seed", async () => {
    const lost: number[] = [];
    for (const seed of [3, 3]) {
      await using relay = await open(0, 0.2, seed);
      // One direction only: nothing answers here.
      echo.removeAllListeners("message");
      for (let i = 0; i < 500; i++) {
        client.send(Uint8Array.of(i & 0xff), relay.port, "127.0.0.1");
        if (i % 50 === 49) await until(() => relay.counts.passed + relay.counts.lost === i + 1);
      }
      lost.push(relay.counts.lost);
    }
    assert.equal(lost[0], lost[1]);
    assert.ok((lost[0] ?? 0) > 60 && (lost[0] ?? 0) < 140, `${lost[0]} of 500`);
  });

  it("keeps two senders apart", async () => {
    await using relay = await open(0, 0);
    const other = await bound();
    client.send(Uint8Array.of(1), relay.port, "127.0.0.1");
    other.send(Uint8Array.of(2), relay.port, "127.0.0.1");
    const [mine, theirs] = await Promise.all([nextMessage(client), nextMessage(other)]);
    other.close();
    assert.deepEqual([[...mine], [...theirs]], [[1], [2]]);
  });
});

async function bound(): Promise<Socket> {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return socket;
}

function nextMessage(socket: Socket): Promise<Uint8Array> {
  return new Promise((resolve) => socket.once("message", resolve));
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}
