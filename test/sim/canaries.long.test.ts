/**
 * Houses that are broken on purpose: each referee must find what is its own to
 * find. A referee without a canary here is not believed.
 */
import assert from "node:assert/strict";
import { describe, it, vi } from "vitest";
import { bodiesOf, LedgerRuns } from "../../src/origin/ledger-runs.ts";
import { Neighbours } from "../../src/peer/neighbours.ts";
import { nodeAeadDriver } from "../../src/platform/node-aead.ts";
import type { AeadDriver, PacketAead } from "../../src/ports/aead.ts";
import { Holdings } from "../../src/storage/holdings.ts";
import { decodePlayEvent, encodePlayEvent } from "../../src/wire/play-event.ts";
import type { SimAudio } from "./sim-audio.ts";
import { liarHost } from "./story/faults.ts";
import { HouseStory, type StoryOptions } from "./story/house-story.ts";

const us = 1_000_000;
/** Quiet but for what the canary breaks; a seed without faults. */
const calmSeed = 16;

async function found(
  options: Omit<StoryOptions, "seed"> & { readonly seed?: number },
  spoil: (story: HouseStory) => void | Promise<void> = () => undefined,
): Promise<string> {
  const story = await HouseStory.open({ seed: calmSeed, speakers: 1, minutes: 0.3, ...options });
  try {
    await story.wild();
    await spoil(story);
    await story.calm();
    await story.judge();
  } catch (error) {
    assert.ok(error instanceof Error);
    return error.message;
  }
  return "nothing";
}

/** Whether proofs are looked at. */
const trust = vi.hoisted(() => ({ blind: false }));
vi.mock("../../src/media/merkle.ts", async (load) => {
  const real = await load<typeof import("../../src/media/merkle.ts")>();
  const verifyProof: typeof real.verifyProof = (...given) =>
    trust.blind || real.verifyProof(...given);
  return { ...real, verifyProof };
});

/** One who plays, one who plays along, and one who changes chunks. */
const lyingHouse = {
  speakers: 2,
  minutes: 0.5,
  faults: [{ kind: "forged chunks", host: liarHost, atUs: us, forUs: 40 * us, degree: 0 }],
} as const;

/** A sink whose frames go through `change`, which gives how often each is written. */
function spoiltSink(times: (frame: number) => number): (sink: SimAudio) => SimAudio {
  return (sink) => {
    const write = sink.frame.bind(sink);
    let frame = 0;
    sink.frame = (packet) => {
      frame += 1;
      for (let left = times(frame); left > 0; left--) if (!write(packet)) return false;
      return true;
    };
    return sink;
  };
}

const careless: AeadDriver = {
  ...nodeAeadDriver,
  createPacketAead: (key) => believing(nodeAeadDriver.createPacketAead(key)),
};

/** Takes for authentic whatever comes. */
function believing(aead: PacketAead): PacketAead {
  return {
    seal: (...packet) => aead.seal(...packet),
    open: (...packet) => {
      aead.open(...packet);
      return true;
    },
    [Symbol.dispose]: () => aead[Symbol.dispose](),
  };
}

describe("a broken house is found out", () => {
  it("when nothing is broken, nothing is", async () => {
    assert.equal(await found({}), "nothing");
  });

  it("by the referee of sound, when a frame is left out", async () => {
    const sink = spoiltSink((frame) => (frame % 300 === 0 ? 0 : 1));
    assert.match(
      await found({ spoil: { sink } }),
      /^sound: .* (samples were lost|without being told)/,
    );
  });

  it("by the referee of sound, when a frame comes twice", async () => {
    const sink = spoiltSink((frame) => (frame % 300 === 0 ? 2 : 1));
    assert.match(await found({ spoil: { sink } }), /^sound: .* samples were heard twice/);
  });

  it("by the referee of sound, when a speaker says that it plays and is silent", async () => {
    const silence = (story: HouseStory): void => {
      for (const { machine, speaker } of story.house.speakers) {
        machine.plug.pull();
        const status = speaker.status.bind(speaker);
        speaker.status = () => {
          const told = status();
          return {
            ...told,
            state: "playing",
            output: { ...told.output, trouble: null, missingS: null },
          };
        };
      }
    };
    assert.match(await found({}, silence), /^sound: .* silent for/);
  });

  it("by the referee of events, when the ledger loses one that it acknowledged", async () => {
    const forget = ({ house }: HouseStory): void =>
      house.database.exec("DELETE FROM ledger_runs WHERE first = 1");
    assert.match(await found({}, forget), /^events: /);
  });

  it("by the referee of events, when more is counted than was played", async () => {
    const lie = ({ house }: HouseStory): void => {
      const update = house.database.prepare("UPDATE ledger_runs SET bodies = ? WHERE id = ?");
      for (const run of new LedgerRuns(house.database).arrived(0, 10_000)) {
        const [body] = bodiesOf(run);
        const event = body && decodePlayEvent(body);
        assert.ok(event);
        body.set(encodePlayEvent({ ...event, playedMs: event.playedMs + 3_600_000 }));
        update.run(run.bodies, run.id);
      }
    };
    assert.match(await found({}, lie), /^events: .* were played/);
  });

  it("by the referee of dates, when a time server lies", async () => {
    const lie = async ({ house }: HouseStory): Promise<void> => {
      for (const { machine, speaker } of house.speakers) {
        machine.time.stepWall(5 * 3_600_000);
        machine.time.vouch("synchronised");
        await house.clock.advance(70 * us);
        await speaker.execute({ kind: "next" });
      }
    };
    assert.match(await found({}, lie), /^dates: .* off the story/);
  });

  it("by the referee of replicas, when a catalogue changes and nobody is told", async () => {
    const hush = ({ house }: HouseStory): void =>
      house.database.exec(
        "UPDATE tracks SET removed_ms = 1 WHERE version = (SELECT max(version) FROM tracks)",
      );
    assert.match(await found({}, hush), /^replicas: /);
  });

  it("by the referee of memory, when timers are left behind", async () => {
    const leak = ({ house }: HouseStory): void => {
      for (const { process } of house.speakers)
        for (let i = 0; i < 200; i++) process.clock.after(3_600 * us, () => undefined);
    };
    assert.match(await found({}, leak), /^memory: .* timers/);
  });

  it("by the referee of the air, when a cipher believes everything", async () => {
    const host = "10.0.0.10";
    const faults = [{ kind: "corruption", host, atUs: us, forUs: 15 * us, degree: 0.5 }] as const;
    assert.match(await found({ faults, spoil: { aead: careless } }), /^air: .* changed/);
  });

  it("by the referee of neighbours, when a speaker believes any proof", async () => {
    trust.blind = true;
    try {
      // It does not even recover; what it holds is looked at before that.
      const look = (story: HouseStory): Promise<void> => story.judge();
      assert.match(
        await found(lyingHouse, look),
        /neighbours: .* passes on what is not the origin's/,
      );
    } finally {
      trust.blind = false;
    }
  });

  it("by the referee of neighbours, when nobody is blamed", async () => {
    const blame = vi.spyOn(Neighbours.prototype, "blame").mockImplementation(() => undefined);
    assert.match(await found(lyingHouse), /neighbours: .* forged chunks and shows none/);
    blame.mockRestore();
  });

  it("by the referee of neighbours, when more is told of than is held", async () => {
    const add = Holdings.prototype.add;
    const boast = vi.spyOn(Holdings.prototype, "add").mockImplementation(function (
      this: Holdings,
      track,
      rung,
      index,
    ) {
      add.call(this, track, rung, index);
      if (index < 1_000) add.call(this, track, rung, index + 40);
    });
    assert.match(await found(lyingHouse), /neighbours: .* claims what it has not/);
    boast.mockRestore();
  });

  it("by the referee of recovery, when a fault never ends", async () => {
    const pull = ({ house }: HouseStory): void => {
      for (const { machine } of house.speakers) machine.plug.pull();
    };
    assert.match(await found({}, pull), /^recovery: /);
  });

  it("by the referee of restarts, when what people set is not kept", async () => {
    const lose = async (story: HouseStory): Promise<void> => {
      for (const { host } of story.house.speakers) {
        const { disk } = story.house.machineOf(host);
        const rename = disk.open.bind(disk);
        disk.open = async (path, mode) => {
          if (path.endsWith("state.ring")) await disk.remove(path);
          return rename(path, mode);
        };
        await story.restart(host);
      }
    };
    assert.match(await found({}, lose), /^restart: /);
  });
});
