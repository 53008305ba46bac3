import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { fetchWanted, type Want } from "../../src/player/want.ts";
import { StreamError, type StreamErrorCode } from "../../src/stream/errors.ts";
import type { ObjectRequest } from "../../src/stream/origin-client.ts";
import { SimClock } from "../sim/sim-clock.ts";

const s = 1_000_000;
const name = { kind: "manifest", track: "0".repeat(32) } as const;
const never = new AbortController().signal;

/** A source that fails each request with the next code, and says when it was asked. */
function room(codes: readonly StreamErrorCode[]) {
  const clock = new SimClock();
  const startUs = clock.nowUs();
  const asked: { atUs: number; deadlineUs: number; class: string }[] = [];
  const requests: ObjectRequest[] = [];
  const source = {
    ready: true,
    fetch: async (_: unknown, request: ObjectRequest) => {
      requests.push(request);
      const { deadlineUs, class: requestClass } = request;
      const atUs = clock.nowUs() - startUs;
      asked.push({ atUs, deadlineUs: deadlineUs - startUs, class: requestClass });
      const code = codes[asked.length - 1];
      if (code !== undefined) throw new StreamError(code, "the test says so");
      return [new Uint8Array([7])];
    },
  };
  return { clock, startUs, asked, requests, ports: { clock, source } };
}

const wanted = (more: Partial<Want> = {}): Want => ({
  class: () => "play",
  neededUs: () => 0,
  isWanted: () => true,
  ...more,
});

describe("fetchWanted", () => {
  it("gives a request the time until it is needed, and moves it with the music", async () => {
    const { clock, startUs, asked, requests, ports } = room([]);
    let needUs = startUs + 20 * s;
    await fetchWanted(ports, { name, want: wanted({ neededUs: () => needUs }) }, never);
    assert.equal(asked[0]?.deadlineUs, 20 * s);
    needUs = startUs + 50 * s;
    assert.equal(requests[0]?.deadlineUs, needUs, "the music was paused");
    needUs = -1;
    assert.equal(requests[0]?.deadlineUs, clock.nowUs() + s, "never less than its patience");
  });

  it("asks again at once when it came too late, with twice the patience each time", async () => {
    const { asked, ports } = room(["expired", "expired", "expired"]);
    await fetchWanted(ports, { name, want: wanted() }, never);
    assert.deepEqual(
      asked.map(({ atUs, deadlineUs }) => [atUs, deadlineUs - atUs]),
      [1, 2, 4, 8].map((patience) => [0, patience * s]),
    );
  });

  it("lets go of what is not wanted any more", async () => {
    const { asked, ports } = room(["expired", "expired"]);
    const want = wanted({ isWanted: () => asked.length < 2 });
    await assert.rejects(fetchWanted(ports, { name, want }, never), { code: "expired" });
    assert.equal(asked.length, 2);
  });

  it("pauses before it asks a link that broke or a disk that failed, and takes a refusal for final", async () => {
    const { clock, asked, ports } = room(["lost", "unreadable", "refused"]);
    const fetching = assert.rejects(fetchWanted(ports, { name, want: wanted() }, never), {
      code: "refused",
    });
    await clock.advance(5 * s);
    await fetching;
    assert.deepEqual(
      asked.map(({ atUs }) => atUs),
      [0, 250_000, 1_250_000],
    );
  });
});
