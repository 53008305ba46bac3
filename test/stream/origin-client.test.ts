import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { StreamError } from "../../src/stream/errors.ts";
import { OriginClient } from "../../src/stream/origin-client.ts";
import { type FetchOutcome, type LinkSession, linkRefusals } from "../../src/transport/endpoint.ts";

/** A session that is `state`, so many milliseconds away, and answers every fetch with `outcome`. */
function session(
  outcome: FetchOutcome,
  { state = "ready", rttMs = 10 }: { state?: LinkSession["state"]; rttMs?: number } = {},
) {
  const counts = { asked: 0, cancelled: 0 };
  const fetch = () => {
    counts.asked += 1;
    const done = Promise.resolve(outcome);
    const cancel = (): void => {
      counts.cancelled += 1;
    };
    return { done, cancel };
  };
  const made = { state, fetch, stats: () => ({ rttMs }) };
  return { counts, session: made as unknown as LinkSession }; // what the client looks at
}

const manifest = { kind: "manifest", track: "0".repeat(32) } as const;
const request = { class: "play", deadlineUs: 1 } as const;
const never = new AbortController().signal;

async function codeOf(outcome: FetchOutcome): Promise<string> {
  const client = new OriginClient(() => [session(outcome).session]);
  const error: unknown = await client.fetch(manifest, request, never).catch((why: unknown) => why);
  assert.ok(error instanceof StreamError);
  return error.code;
}

describe("OriginClient", () => {
  it("tells what will not be had from what may be tried again", async () => {
    assert.equal(await codeOf({ kind: "refused", code: 16, message: "no such object" }), "refused");
    const { busy, failed, tooLarge } = linkRefusals;
    assert.equal(await codeOf({ kind: "refused", code: tooLarge, message: "" }), "refused");
    assert.equal(await codeOf({ kind: "refused", code: busy, message: "" }), "lost");
    assert.equal(await codeOf({ kind: "refused", code: failed, message: "" }), "unreadable");
    assert.equal(await codeOf({ kind: "expired" }), "expired");
    assert.equal(await codeOf({ kind: "lost" }), "lost");
  });

  it("follows one origin's catalogue for as long as it is there, whoever is nearer meanwhile", async () => {
    const complete = { kind: "complete", symbols: [] } as const;
    const one = session(complete, { rttMs: 20 });
    const other = session(complete, { rttMs: 30 });
    let sessions = [one, other];
    const client = new OriginClient(() => sessions.map((each) => each.session));
    const catalogue = { kind: "catalogue", epoch: "0".repeat(16), version: 0 } as const;
    const asked = (): readonly number[] => [one, other].map(({ counts }) => counts.asked);
    await client.fetch(catalogue, request, never);
    const nearer = session(complete, { rttMs: 1 });
    sessions = [one, other, nearer];
    await client.fetch(catalogue, request, never);
    assert.deepEqual(asked(), [2, 0]);
    sessions = [other];
    await client.fetch(catalogue, request, never);
    assert.deepEqual(asked(), [2, 1]);
  });

  it("asks the nearest origin that is ready, and a lost one only when there is no other", async () => {
    const complete = { kind: "complete", symbols: [] } as const;
    const far = session(complete, { rttMs: 80 });
    const near = session(complete, { rttMs: 20 });
    const lost = session(complete, { state: "lost", rttMs: 1 });
    let sessions = [far, lost, near];
    const client = new OriginClient(() => sessions.map((each) => each.session));
    await client.fetch(manifest, request, never);
    assert.deepEqual(
      [far, lost, near].map(({ counts }) => counts.asked),
      [0, 0, 1],
    );
    sessions = [lost];
    assert.equal(client.ready, false);
    await client.fetch(manifest, request, never);
    assert.equal(lost.counts.asked, 1);
    sessions = [];
    await assert.rejects(client.fetch(manifest, request, never), { code: "lost" });
  });

  it("cancels at the link what is given up, and rejects with the reason", async () => {
    const { session: asked, counts } = session({ kind: "cancelled" });
    const stop = new AbortController();
    const client = new OriginClient(() => [asked]);
    const fetched = client.fetch(manifest, request, stop.signal);
    const reason = new Error("skipped");
    stop.abort(reason);
    await assert.rejects(fetched, reason);
    assert.equal(counts.cancelled, 1);
    await assert.rejects(client.fetch(manifest, request, stop.signal), reason);
    assert.equal(counts.asked, 1, "nothing is asked in the name of what is over");
  });
});
