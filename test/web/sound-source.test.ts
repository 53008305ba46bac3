/** Where music comes from, by counters of bytes. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { SoundSource } from "../../src/web/model/sound-source.ts";

const totals = (cacheBytes: number, peerBytes: number, originBytes: number) => ({
  cacheBytes,
  peerBytes,
  originBytes,
});

describe("SoundSource", () => {
  it("says nothing before the second look, then what most came from", () => {
    const source = new SoundSource();
    assert.equal(source.add(totals(500, 0, 90)), undefined);
    assert.equal(source.add(totals(500, 0, 90)), undefined, "nothing came since");
    assert.equal(source.add(totals(510, 0, 400)), "origin");
    assert.equal(source.add(totals(510, 0, 400)), "origin", "what plays on came from there");
    assert.equal(source.add(totals(510, 70, 400)), "peer");
    assert.equal(source.add(totals(600, 80, 410)), "cache");
  });

  it("forgets when the counters are those of another run", () => {
    const source = new SoundSource();
    source.add(totals(0, 0, 0));
    assert.equal(source.add(totals(0, 0, 9)), "origin");
    assert.equal(source.add(totals(0, 0, 1)), undefined);
    assert.equal(source.add(totals(5, 0, 1)), "cache");
  });
});
