/**
 * A member that lies about the time, in a house whose boards have no batteries: an alarm rings when it is due, by
 * what the origin says or, while that is off, by what two honest speakers pass on.
 */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { encodeTimeWord } from "../../src/wire/house-time.ts";
import { stolenFrom } from "./household-rig.ts";
import { LyingSpeaker, missing } from "./lying-speaker.ts";
import { Neighbourhood } from "./neighbourhood.ts";
import { SimHouse, type SimSpeaker } from "./sim-house.ts";

const us = 1_000_000;
const minuteMs = 60_000;
const hourMs = 3_600_000;

/** How far its clock is ahead at its nth answer, ms. */
const lies = {
  "an hour ahead": () => hourMs,
  "an hour behind": () => -hourMs,
  "ahead by a step more each time": (n: number) => n * 1_900,
} as const;

interface Scene {
  readonly house: SimHouse;
  /** It was rebooted, and knows no time of its own. */
  readonly victim: SimSpeaker;
  /** When its alarm is due, wall ms. */
  readonly dueMs: number;
  /** How often the liar was asked for the time. */
  readonly asked: () => number;
}

/** A power cut, after which the monotonic clock begins anew and the wall clock shows another year. */
async function reboot(house: SimHouse, { host }: SimSpeaker): Promise<SimSpeaker> {
  const old = house.speakers.find((made) => made.host === host) ?? assert.fail();
  await house.stopSpeaker(old);
  old.machine.time.boot(5 * us);
  return house.startSpeaker(host, 0, undefined);
}

/** `origin`: it is there when the victim comes back. */
async function withLiar(
  options: { readonly seed: number; readonly lie: keyof typeof lies; readonly origin: boolean },
  run: (scene: Scene) => Promise<void>,
): Promise<void> {
  const hood = new Neighbourhood();
  const traits = () => ({ clockPpm: 30, dacPpm: 0, hasRtc: false });
  const { seed } = options;
  const house = await SimHouse.open({
    ...{ seed, tracks: [48_000 * 20], speakers: 4, prefetch: false, traits },
    directory: hood.directory,
  });
  hood.of(house);
  const [first, second, third, stolen] = house.speakers;
  assert.ok(first && second && third && stolen, "there are four");
  const identity = await stolenFrom(house, stolen);
  await house.stopSpeaker(stolen);
  let asked = 0;
  const word = () => {
    asked += 1;
    const wallMs = house.clock.wallMs() + lies[options.lie](asked);
    return Uint8Array.from(encodeTimeWord({ wallMs, trust: "synchronised", hops: 0 }));
  };
  const liar = new LyingSpeaker(house, "10.0.0.77", {
    ...{ identity, lie: async () => missing },
    other: (name) => (name.kind === "time" ? { kind: "symbols", symbols: [word()] } : missing),
  });
  try {
    await liar.open();
    hood.others.push(liar.node(first.speaker.householdTag));
    const dueMs = (Math.floor(house.clock.wallMs() / minuteMs) + 4) * minuteMs;
    const minute = (dueMs / minuteMs) % 1_440;
    const days = [0, 1, 2, 3, 4, 5, 6];
    const sound = { volume: 40, riseS: 0, stopMin: 5, enabled: true, label: "", what: [] };
    const alarm = { id: "a", minute, days, ...sound };
    const set = first.speaker.execute({ kind: "alarm-set", alarm });
    assert.equal((await house.clock.settle(set)).code, "ok");
    for (const made of [second, third]) await reboot(house, made);
    await house.clock.advance(40 * us);
    if (!options.origin) await house.stopOrigin();
    const victim = await reboot(house, first);
    assert.equal(victim.speaker.status().clock.trusted, false);
    await run({ house, victim, dueMs, asked: () => asked });
  } catch (error) {
    if (error instanceof Error) error.message += `\n${house.log.lines.slice(-12).join("\n")}`;
    throw error;
  } finally {
    await liar.close();
    await house.close();
  }
}

const cases = Object.keys(lies).flatMap((lie) =>
  [true, false].map((origin) => ({ lie: lie as keyof typeof lies, origin })),
);

describe.each(cases)(
  "a member whose clock is $lie, origin there: $origin",
  { timeout: 120_000 },
  ({ lie, origin }) => {
    it.each([1, 2])("moves no alarm by more than two words may differ (seed %i)", (seed) =>
      withLiar({ seed, lie, origin }, async ({ house, victim, dueMs, asked }) => {
        const ringing = (): boolean => victim.speaker.status().sound.ringing !== null;
        await house.clock.until(() => ringing(), 300 * us);
        const lateMs = house.clock.wallMs() - dueMs;
        // It is looked for alarms once a second.
        assert.ok(lateMs > -2_500 && lateMs < 4_000, `${lateMs} ms late`);
        const { clock } = victim.speaker.status();
        assert.deepEqual([clock.trusted, clock.source], [true, "household"]);
        assert.ok(asked() > 0, "the liar was asked, too");
      }),
    );
  },
);
