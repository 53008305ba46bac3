import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { leavesIndex } from "../../src/storage/chunk-key.ts";
import { Holdings } from "../../src/storage/holdings.ts";

const track = (n: number): string => n.toString(16).padStart(32, "0");

describe("Holdings", () => {
  it("tells runs of seconds, and after a change only what changed", () => {
    const holdings = new Holdings();
    holdings.add(track(1), 2, leavesIndex);
    holdings.add(track(2), 3, leavesIndex);
    for (const index of [0, 1, 2, 9, 20]) holdings.add(track(1), 2, index);
    holdings.add(track(2), 3, 5);
    const [first, second] = [...holdings.since(0)];
    assert.deepEqual(first?.runs, [
      { from: 0, count: 3 },
      { from: 9, count: 1 },
      { from: 20, count: 1 },
    ]);
    assert.equal(second?.track, track(2));
    const { version } = holdings;
    holdings.add(track(1), 2, 1);
    assert.equal(holdings.version, version, "what is known is no change");
    holdings.remove(track(1), 2, 1);
    const [changed, ...others] = [...holdings.since(version)];
    assert.deepEqual(others, []);
    assert.deepEqual(changed?.runs[0], { from: 0, count: 1 });
  });

  it("tells of everything that went, when all is gone", () => {
    const holdings = new Holdings();
    holdings.add(track(1), 2, leavesIndex);
    holdings.add(track(1), 2, 0);
    const { version } = holdings;
    holdings.clear();
    assert.deepEqual(
      [...holdings.since(version)].map(({ runs }) => runs),
      [[]],
    );
  });

  it("tells nothing of a rung while its leaf hashes are not there: no proof could go with it", () => {
    const holdings = new Holdings();
    const told = (after: number) => [...holdings.since(after)].map(({ runs }) => runs);
    holdings.add(track(1), 2, 4);
    holdings.add(track(1), 2, 5);
    assert.equal(holdings.version, 0);
    holdings.add(track(1), 2, leavesIndex);
    assert.deepEqual(told(0), [[{ from: 4, count: 2 }]]);
    const { version } = holdings;
    holdings.remove(track(1), 2, leavesIndex);
    assert.deepEqual(told(version), [[]]);
    holdings.remove(track(1), 2, 5);
    holdings.add(track(1), 2, leavesIndex);
    assert.deepEqual(told(version), [[{ from: 4, count: 1 }]]);
  });

  it("is, to whoever follows its changes, what it is", () => {
    const steps = fc.array(
      fc.record({
        add: fc.boolean(),
        track: fc.nat(3),
        index: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constant(leavesIndex)),
        look: fc.boolean(),
      }),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(steps, (list) => {
        const holdings = new Holdings();
        const truth = new Set<string>();
        const seen = new Map<string, Set<string>>();
        let known = 0;
        const look = (): void => {
          for (const { track: name, runs, version } of holdings.since(known)) {
            assert.ok(version > known);
            known = version;
            seen.set(
              name,
              new Set(
                runs.flatMap(({ from, count }) =>
                  Array.from({ length: count }, (_, i) => `${name} ${from + i}`),
                ),
              ),
            );
          }
        };
        for (const step of list) {
          const name = track(step.track);
          if (step.add) holdings.add(name, 1, step.index);
          else holdings.remove(name, 1, step.index);
          truth[step.add ? "add" : "delete"](`${name} ${step.index}`);
          if (step.look) look();
        }
        look();
        const all = [...seen.values()].flatMap((set) => [...set]);
        const isTold = (text: string): boolean =>
          truth.has(`${text.split(" ")[0]} ${leavesIndex}`) && !text.endsWith(` ${leavesIndex}`);
        assert.deepEqual(all.sort(), [...truth].filter(isTold).sort());
      }),
    );
  });
});
