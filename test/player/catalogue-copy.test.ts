import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { splitSymbols } from "../../src/media/symbols.ts";
import { CatalogueCopy, catalogueCopyPage } from "../../src/player/catalogue-copy.ts";
import { CatalogueMirror } from "../../src/player/catalogue-mirror.ts";
import type { TellingNeighbours } from "../../src/player/house/household-source.ts";
import { catalogueCopyAgainUs, catalogueCopyBytes } from "../../src/player/limits.ts";
import type { ObjectName } from "../../src/wire/objects.ts";
import { fakeTrack } from "../control/fake-model.ts";
import { silentLog } from "../origin/silent-log.ts";
import { SimClock } from "../sim/sim-clock.ts";

const epoch = "22".repeat(8);
const many = Array.from({ length: 1_500 }, (_, n) => fakeTrack(1_500 - n));

function knowing(version: number, tracks = many, of = epoch): CatalogueMirror {
  const mirror = new CatalogueMirror();
  mirror.replace({ epoch: of, version, borrowed: false, tracks });
  return mirror;
}

/** Runs a copy beside neighbours that answer so, for a while; what was asked. */
async function copied(
  mirror: CatalogueMirror,
  answer: (
    name: Extract<ObjectName, { kind: "catalogue-copy" }>,
    nth: number,
  ) => Uint8Array | undefined,
  options: { readonly ready?: boolean; readonly forUs?: number } = {},
): Promise<number> {
  const clock = new SimClock();
  let asked = 0;
  const near: TellingNeighbours = {
    object: async (name) => {
      assert.ok(name.kind === "catalogue-copy");
      asked += 1;
      const bytes = answer(name, asked);
      return bytes && splitSymbols(bytes);
    },
  };
  const origin = { ready: options.ready === true };
  const copy = new CatalogueCopy({ clock, log: silentLog, near, origin }, mirror, () => undefined);
  const stop = new AbortController();
  const running = copy.run(stop.signal).catch(() => undefined);
  await clock.advance(options.forUs ?? 6_000_000);
  stop.abort(new Error("over"));
  await running;
  return asked;
}

describe("a catalogue from a neighbour", () => {
  it("comes page by page, each small enough for an answer, and is borrowed", async () => {
    const [near, mirror] = [knowing(7), new CatalogueMirror()];
    const asked = await copied(mirror, (name) => {
      const page = catalogueCopyPage(near, name);
      assert.ok((page?.length ?? 0) <= catalogueCopyBytes + 64);
      return page;
    });
    assert.ok(asked >= 3, `${asked} pages`);
    assert.deepEqual(mirror.search(""), near.search(""));
    assert.equal(mirror.version, 7);
    assert.equal(mirror.borrowed, true);
    assert.deepEqual(mirror.known, { epoch: "00".repeat(8), version: 0 });
  });

  it("is told anew by an origin, and what only the neighbour knew is gone then", () => {
    const mirror = new CatalogueMirror();
    mirror.replace({ epoch, version: 9, borrowed: true, tracks: [fakeTrack(1), fakeTrack(2)] });
    const changes = [{ kind: "track" as const, track: fakeTrack(3) }];
    assert.equal(mirror.apply({ epoch, version: 9, more: false, changes }), true);
    assert.deepEqual(mirror.tracks, [fakeTrack(3)]);
    assert.deepEqual(mirror.known, { epoch, version: 9 });
  });

  it("takes the place of an older one of the same origin, and of no other", async () => {
    const table: readonly (readonly [CatalogueMirror, boolean])[] = [
      [knowing(8), true],
      [knowing(7), false],
      [knowing(6), false],
      [knowing(8, many, "33".repeat(8)), false],
    ];
    for (const [near, taken] of table) {
      const mirror = knowing(7, [fakeTrack(1)]);
      await copied(mirror, (name) => catalogueCopyPage(near, name), {
        forUs: catalogueCopyAgainUs + 1_000_000,
      });
      assert.equal(mirror.size, taken ? many.length : 1);
    }
  });

  it("is not asked for while an origin is there", async () => {
    assert.equal(await copied(new CatalogueMirror(), () => undefined, { ready: true }), 0);
  });

  it("changes nothing where it is garbage, never ends, or is another with each page", async () => {
    const near = knowing(7);
    const first = { kind: "catalogue-copy", epoch: "00".repeat(8), version: 0, offset: 0 } as const;
    const answers = [
      () => Uint8Array.of(1, 2, 3),
      // The first page again and again, under the right name.
      () => catalogueCopyPage(near, { ...first, epoch, version: 7 }),
      (_: unknown, nth: number) => catalogueCopyPage(knowing(nth), first),
    ];
    for (const answer of answers) {
      const mirror = new CatalogueMirror();
      const asked = await copied(mirror, answer);
      assert.equal(mirror.isUnknown, true);
      assert.ok(asked < 10, `${asked}`);
    }
  });
});
