/** What a node keeps of its household, on a disk that takes its time. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { deferred } from "../../src/base/signal.ts";
import { decodeMembership, type Membership } from "../../src/household/membership.ts";
import { MembershipStore } from "../../src/household/membership-store.ts";
import type { Disk } from "../../src/ports/disk.ts";
import type { Log } from "../../src/ports/log.ts";
import { certificateOf, household, keyOf, speakerOf } from "./household-world.ts";

const path = "/speaker/membership.json";
const silent = { warn: () => undefined } as Partial<Log> as Log; // All that is used here.

/** While it is slow, a write ends when the test says so. */
class SlowDisk {
  readonly files = new Map<string, Uint8Array>();
  readonly waiting: (() => void)[] = [];
  slow = false;

  get disk(): Disk {
    const used: Partial<Disk> = {
      join: (...parts) => parts.join("/").replace(/[^/]+\/\.\.\//, ""),
      stat: async () => undefined,
      replaceFile: async (file, bytes) => {
        const turn = deferred<void>();
        this.waiting.push(() => turn.resolve());
        if (this.slow) await turn.promise;
        this.files.set(file, bytes);
      },
    };
    return used as Disk; // The others are not called.
  }
}

const member = (issuedMs: number): Membership => ({
  household: household.publicKey,
  certificate: certificateOf(speakerOf(1, issuedMs)),
  origins: [{ linkKey: keyOf(9), signingKey: undefined, addresses: [] }],
});
const turns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("what is kept of a household", () => {
  it("is the later certificate, also where something is learned of an origin while that is written", async () => {
    const slow = new SlowDisk();
    const store = await MembershipStore.open({ disk: slow.disk, log: silent }, path);
    await store.begin(member(1_000));
    slow.slow = true;
    const begun = store.begin(member(2_000));
    await turns();
    store.learn({ linkKey: keyOf(9), signingKey: keyOf(3), addresses: [] });
    while (slow.waiting.length > 0) {
      slow.waiting.shift()?.();
      await turns();
    }
    await begun;
    await turns();
    const kept = decodeMembership(slow.files.get(path) ?? assert.fail("it was written"));
    assert.deepEqual(kept?.certificate, member(2_000).certificate);
    assert.deepEqual(store.membership?.certificate, member(2_000).certificate);
    assert.deepEqual(store.origin(keyOf(9))?.signingKey, keyOf(3));
  });
});
