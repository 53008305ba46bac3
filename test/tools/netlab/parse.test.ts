import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { SettingsChange } from "../../../tools/netlab/model/settings.ts";
import { parseScript } from "../../../tools/netlab/script/parse.ts";

const never = Number.POSITIVE_INFINITY;
const source = { name: "house.netlab", hosts: ["origin", "kitchen"] };
const parse = (text: string) => parseScript(text, source);

/** The settings of a script of one change. */
function settings(text: string): SettingsChange {
  const [step] = parse(text);
  assert.equal(step?.changes.length, 1);
  return step?.changes[0]?.settings ?? {};
}

describe("a script", () => {
  it("reads each setting with its units, in any case and with blanks before them", () => {
    const cases: readonly (readonly [string, SettingsChange])[] = [
      ["delay 50ms", { delayUs: 50_000 }],
      ["DELAY 1.5 S", { delayUs: 1_500_000 }],
      ["delay 250us", { delayUs: 250 }],
      ["delay 0", { delayUs: 0 }],
      ["jitter 4 ms", { jitterUs: 4_000 }],
      ["loss 2%", { lossShare: 0.02, burstPackets: 0, burstUs: 0 }],
      ["loss 5 % burst 3", { lossShare: 0.05, burstPackets: 3, burstUs: 0 }],
      ["loss 5% burst 40ms", { lossShare: 0.05, burstPackets: 0, burstUs: 40_000 }],
      ["loss 100%", { lossShare: 1, burstPackets: 0, burstUs: 0 }],
      ["rate 300kbit/s", { rateBitsPerS: 300_000 }],
      ["rate 1.5 Mbit/s", { rateBitsPerS: 1_500_000 }],
      ["rate unlimited", { rateBitsPerS: never }],
      ["rate 0", { rateBitsPerS: 0 }],
      ["queue 64kB", { queueBytes: 64_000, queueUs: never }],
      ["queue 64KiB", { queueBytes: 65_536, queueUs: never }],
      ["queue 100ms", { queueBytes: 1e9, queueUs: 100_000 }],
      ["reorder 1% by 20ms", { reorderShare: 0.01, reorderByUs: 20_000 }],
      ["reorder 0%", { reorderShare: 0 }],
      ["duplicate 0.5%", { duplicateShare: 0.005 }],
      ["mtu 1280B", { sizeMaxBytes: 1_280 }],
      [
        "sleep after 200ms wakes every 307.2ms misses 83%",
        { dozeAfterUs: 200_000, dozeEveryUs: 307_200, dozeMissShare: 0.83 },
      ],
      ["sleep off", { dozeAfterUs: never, dozeEveryUs: 0, dozeMissShare: 0 }],
    ];
    for (const [text, expected] of cases) {
      const found = settings(text);
      for (const [key, value] of Object.entries(expected)) {
        assert.equal(found[key as keyof SettingsChange]?.toFixed(6), value.toFixed(6), text);
      }
      assert.equal(Object.keys(found).length, Object.keys(expected).length, text);
    }
  });

  it("reads when, for how long, how often and for whom", () => {
    const [at, every, plain] = parse(`
# a title
at 20s: rate 300kbit/s for 8s, kitchen.down loss 100% for 1.5s   # two at once
every 20ms from 5s until 1min: shared loss 70% for 9ms

up delay 5ms, kitchen delay 6ms, down delay 7ms
`);
    const others = { host: undefined, direction: undefined };
    assert.deepEqual(
      { ...at, changes: at?.changes.map(({ scope, forUs }) => ({ scope, forUs })) },
      {
        atUs: 20e6,
        everyUs: never,
        untilUs: never,
        changes: [
          { scope: others, forUs: 8e6 },
          { scope: { host: "kitchen", direction: "down" }, forUs: 1.5e6 },
        ],
      },
    );
    assert.deepEqual([every?.atUs, every?.everyUs, every?.untilUs], [5e6, 20_000, 60e6]);
    assert.equal(every?.changes[0]?.scope, "shared");
    assert.deepEqual(
      plain?.changes.map(({ scope }) => scope),
      [
        { host: undefined, direction: "up" },
        { host: "kitchen", direction: undefined },
        { host: undefined, direction: "down" },
      ],
    );
  });

  it("says in which line what is wrong, and what there is instead", () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      ["lose 2%", /"lose" is neither a setting nor a host; there are delay, .*kitchen/],
      ["garage.up delay 5ms", /"garage.up" is neither/],
      ["kitchen.sideways delay 5ms", /directions kitchen.up and kitchen.down/],
      ["kitchen", /a setting is missing/],
      ["delay", /a time such as 50ms or 1.5s is missing/],
      ["delay fast", /"fast" is not a time/],
      ["delay 50", /"50" is not a time/],
      ["delay 50kB", /"50kB" is not a time/],
      ["delay 1h", /"1h" is not a time/],
      ["delay 300s", /300s is out of range/],
      ["delay -1ms", /"-1ms" is not a time/],
      ["delay 5ms 6ms", /"6ms" is not understood here/],
      ["loss 2", /"2" is not a share/],
      ["loss 101%", /101% is out of range/],
      ["loss 5% burst", /mean length of a burst/],
      ["loss 5% burst 0.5", /at least 1 packet/],
      ["loss 5% burst soon", /"soon" is not a length of bursts/],
      ["loss 90% burst 3", /at least 9.0 packets/],
      ["rate 5", /"5" is not a rate/],
      ["queue 5%", /"5%" is not a queue/],
      ["reorder 5%", /"by" is expected, not the end/],
      ["mtu 10B", /10B is out of range/],
      ["sleep", /"after" is expected/],
      ["sleep after 1s wakes 2s", /"every" is expected, not "2s"/],
      ["shared sleep after 1s wakes every 1s", /hosts sleep/],
      ["up sleep after 1s wakes every 1s", /hosts sleep/],
      ["delay 5ms for", /a time such as .* is missing/],
      ["delay 5ms for 0s", /out of range/],
      ["at 20s delay 5ms", /"at" is neither/],
      ["at: delay 5ms", /is missing/],
      ["when 5s: delay 5ms", /begins with "at" or "every"/],
      ["every 20ms: loss 5%", /"every" so often needs a "for"/],
      ["every 20ms: loss 5% for 20ms", /shorter/],
      ["every 20us: loss 5% for 10us", /out of range/],
      ["delay 5ms,", /a setting is missing/],
    ];
    for (const [line, expected] of cases) {
      const text = `# first\ndelay 1ms\n${line}\n`;
      assert.throws(
        () => parse(text),
        (error: Error & { code?: string }) => {
          assert.equal(error.code, "bad-script", line);
          assert.match(error.message, /^house\.netlab:3: /, line);
          assert.match(error.message, expected, line);
          return true;
        },
      );
    }
  });

  it("is bounded", () => {
    assert.throws(() => parse("delay 1ms\n".repeat(2_001)), /more than 2000 lines/);
  });
});
