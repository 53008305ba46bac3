/** Sound that is sent as it happens: what is held back, filled in and steered, and what becomes of the queue. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { AudioEvent, AudioSink } from "../../../src/audio/model.ts";
import { Rng } from "../../../src/base/rng.ts";
import { LiveDecoder } from "../../../src/player/live/live-decoder.ts";
import { LiveDesk, liveId } from "../../../src/player/live/live-desk.ts";
import { LiveFeed } from "../../../src/player/live/live-feed.ts";
import type { LiveFrame } from "../../../src/player/live/live-sound.ts";
import type { CommandOutcome, PlayerCommand } from "../../../src/player/model.ts";
import type { Player } from "../../../src/player/player.ts";
import { type CurrentFate, PlayQueue } from "../../../src/player/queue.ts";
import { QueueEdits } from "../../../src/player/queue-edits.ts";
import type { DecoderDriver } from "../../../src/ports/decoder.ts";
import { quietLog } from "../../control/world.ts";
import { SimClock } from "../../sim/sim-clock.ts";

const frameSamples = 480;
/** Each sample of a frame is what its packet says, in hundredths; what is concealed is −1. */
const decoders: DecoderDriver = {
  opusName: "test",
  open: () => ({
    decode: (packet, into) => {
      into.fill((packet[0] ?? 0) / 100, 0, 2 * frameSamples);
      return frameSamples;
    },
    conceal: (into, frames = 0) => {
      into.fill(-1, 0, 2 * frames);
      return frames;
    },
    [Symbol.dispose]: () => undefined,
  }),
};

function frame(n: number, value = 50): LiveFrame {
  return { at: n * frameSamples, packet: Uint8Array.of(value), capturedUs: undefined };
}

function samplesOf(packets: readonly Uint8Array[]): number[] {
  return packets.flatMap((packet) => [...new Float32Array(packet.slice().buffer)]);
}

describe("LiveDecoder", () => {
  it("makes packets of 20 ms of frames of 10 ms, and none is lost between", () => {
    const decoder = new LiveDecoder(decoders);
    const packets = Array.from({ length: 100 }, (_, n) => decoder.push(frame(n), true)).flat();
    // The resampler looks ahead by half a millisecond.
    assert.equal(packets.length, 49);
    assert.equal(packets[0]?.length, 960 * 8);
    const middle = samplesOf(packets).slice(960, -960);
    assert.ok(middle.every((sample) => Math.abs(sample - 0.5) < 0.01));
    assert.equal(decoder.concealed, 0);
  });

  it("fills in what is missing where sound goes on, and nothing where it does not", () => {
    const decoder = new LiveDecoder(decoders);
    decoder.push(frame(0), true);
    decoder.push(frame(4), true);
    assert.equal(decoder.concealed, 3 * frameSamples);
    decoder.push(frame(10), false);
    assert.equal(decoder.concealed, 3 * frameSamples);
    // Another time, or a sender that began anew: no loss.
    decoder.push(frame(10_000), true);
    decoder.push(frame(5), true);
    assert.equal(decoder.concealed, 3 * frameSamples);
  });

  it("uses up a faster clock's sound faster", () => {
    const decoder = new LiveDecoder(decoders);
    decoder.correction = 1.01;
    const packets = Array.from({ length: 1_000 }, (_, n) => decoder.push(frame(n), true)).flat();
    assert.ok(Math.abs(packets.length - 495) <= 1, `${packets.length}`);
  });
});

class FeedRig {
  nowUs = 0;
  aheadUs = 0;
  readonly feed = new LiveFeed({
    ...{ decoders, nowUs: () => this.nowUs, aheadUs: () => this.aheadUs },
    ...{ holdUs: () => 400_000, changed: () => undefined, closed: () => undefined },
  });

  push(from: number, to: number): void {
    for (let n = from; n < to; n++) this.feed.push(frame(n));
  }
  /** Takes all that there is, as playback does; how many packets. */
  take(): number {
    let taken = 0;
    for (; this.feed.peek().kind === "frame"; taken++) this.feed.advance();
    return taken;
  }
}

describe("LiveFeed", () => {
  it("holds no more than is to be heard while nothing sounds", () => {
    const rig = new FeedRig();
    rig.push(0, 300);
    assert.ok(rig.feed.coming.heldUs >= 400_000 && rig.feed.coming.heldUs <= 420_000);
    assert.equal(rig.feed.patienceUs, 400_000);
  });

  it("waits for what is missing until little is at hand, and begins anew after it ran dry", () => {
    const rig = new FeedRig();
    rig.push(0, 50);
    rig.take();
    rig.aheadUs = 300_000;
    assert.equal(rig.feed.patienceUs, 220_000);
    rig.aheadUs = 70_000;
    assert.equal(rig.feed.patienceUs, 0);
    rig.feed.starved();
    rig.aheadUs = 0;
    rig.push(60, 160);
    assert.equal(rig.feed.figures.concealed, 0);
    assert.ok(rig.feed.coming.heldUs <= 420_000);
  });

  it("does not fill a card that stands still for ever", () => {
    const rig = new FeedRig();
    rig.push(0, 50);
    rig.take();
    rig.aheadUs = 1_500_000;
    rig.push(50, 400);
    assert.equal(rig.feed.peek().kind, "missing");
    assert.ok(rig.feed.coming.heldUs <= 1_000_000);
  });

  it("keeps the way as long as it was, with a sender whose clock is off by 300 ppm", () => {
    const rig = new FeedRig();
    rig.push(0, 45);
    rig.aheadUs = 20_000 * rig.take();
    const startUs = rig.aheadUs;
    for (let n = 45; n < 15_000; n++) {
      // Two and a half minutes: it sends 10 ms in 9.997 of ours.
      rig.nowUs += 9_997;
      rig.aheadUs -= 9_997;
      rig.feed.push(frame(n));
      rig.aheadUs += 20_000 * rig.take();
      assert.ok(Math.abs(rig.aheadUs - startUs) < 40_000, `${rig.aheadUs} after ${n}`);
    }
    assert.ok(Math.abs(rig.feed.figures.ppm - 300) < 100, `${rig.feed.figures.ppm} ppm`);
  });

  it("says so where nothing comes", () => {
    const rig = new FeedRig();
    assert.equal(rig.feed.trouble, undefined);
    rig.nowUs = 2_100_000;
    assert.match(rig.feed.trouble ?? "", /sends nothing/);
  });
});

class DeskRig {
  readonly clock = new SimClock();
  readonly queue = new PlayQueue();
  readonly ends: string[] = [];
  state: Player["state"] = "playing";
  tookBack: { positionMs: number; playing: boolean } | undefined;
  readonly #heard: ((event: AudioEvent) => void)[] = [];
  readonly player = Object.defineProperty(
    {
      queue: this.queue,
      isLineIn: false,
      musicMs: 12_000,
      playsMusic: true,
      playCurrent: () => {
        this.state = "playing";
      },
      takeBack: (place: { positionMs: number; playing: boolean }) => {
        this.tookBack = place;
      },
      queueChanged: (_fate: CurrentFate) => undefined,
    },
    "state",
    { get: () => this.state },
  ) as unknown as Player; // as much of it as the desk and the edits ask for
  readonly edits = new QueueEdits(this.player, new Rng(1));
  readonly desk = new LiveDesk({
    ...{ clock: this.clock, log: quietLog, player: () => this.player, edits: () => this.edits },
    entropy: { bytes: (count: number) => new Uint8Array(count).fill(7) },
    sink: {
      onEvent: (heard: (event: AudioEvent) => void) => {
        this.#heard.push(heard);
        return () => undefined;
      },
      status: () => ({ bufferedUs: 0, delayUs: 0 }),
    } as unknown as AudioSink, // likewise
    openDecoders: async () => decoders,
    refusal: () => undefined,
  });

  constructor() {
    this.queue.replace([{ id: "a1", track: "music" }], new Rng(1));
  }

  offer(sender: string) {
    const about = { title: "Browser tab", sender, delayUs: 200_000 };
    return this.desk.offer(about, (why) => this.ends.push(`${sender} ${why}`));
  }
  play(ref: string): Promise<CommandOutcome> | undefined {
    return this.desk.execute({ kind: "play", what: [ref] }, (command) => this.#run(command));
  }
  async changed(): Promise<void> {
    this.desk.check();
    await this.clock.advance(1_000);
  }
  tell(event: AudioEvent): void {
    for (const heard of this.#heard) heard(event);
  }
  get tracks(): string[] {
    return this.queue.entries.map(({ track }) => track);
  }

  async #run(command: PlayerCommand): Promise<CommandOutcome> {
    const what = "what" in command ? command.what : [];
    const entries = what.map((track) => ({ id: `live-${this.edits.revision}`, track }));
    return this.edits.replace(entries, "Chromium");
  }
}

describe("LiveDesk", () => {
  it("plays what was offered by its name alone, and gives the queue back, paused, when it is over", async () => {
    const rig = new DeskRig();
    assert.equal(rig.play("blue"), undefined);
    const sound = rig.offer("Chromium");
    await rig.play(sound.ref);
    assert.equal(rig.play(sound.ref), undefined, "once");
    assert.deepEqual(rig.tracks, [liveId]);
    assert.equal(rig.desk.info(liveId)?.title, "Browser tab");
    assert.ok(rig.desk.feed(liveId, () => undefined) !== undefined);
    sound.end();
    sound.end();
    assert.deepEqual(rig.tracks, ["music"]);
    assert.deepEqual(rig.tookBack, { id: "a1", positionMs: 12_000, playing: false });
    assert.deepEqual(rig.ends, []);
    assert.equal(
      rig.desk.feed(liveId, () => undefined),
      undefined,
    );
  });

  it("keeps a sender while it is paused, and sends it away where people stop it or play something else", async () => {
    const rig = new DeskRig();
    await rig.play(rig.offer("Chromium").ref);
    rig.state = "paused";
    await rig.changed();
    assert.deepEqual(rig.ends, []);
    rig.state = "stopped";
    await rig.changed();
    assert.deepEqual(rig.ends, ["Chromium stopped"]);
    assert.deepEqual(rig.tracks, ["music"]);
    rig.state = "playing";
    await rig.play(rig.offer("Edge").ref);
    rig.edits.replace([{ id: "b", track: "other" }], "ctl");
    await rig.changed();
    assert.deepEqual(rig.ends.at(-1), "Edge replaced");
    assert.deepEqual(rig.tracks, ["other"]);
  });

  it("takes one sender's place by another's, and the music is still behind both", async () => {
    const rig = new DeskRig();
    await rig.play(rig.offer("Chromium").ref);
    const second = rig.offer("Edge");
    await rig.play(second.ref);
    assert.deepEqual(rig.ends, ["Chromium replaced"]);
    second.end();
    assert.deepEqual(rig.tracks, ["music"]);
  });

  it("takes its item out alone where others were queued behind it and the queue cannot go back", async () => {
    const rig = new DeskRig();
    const sound = rig.offer("Chromium");
    await rig.play(sound.ref);
    rig.edits.add([{ id: "x", track: "later" }], { at: "end" }, "ctl");
    rig.edits.shuffle(true, "ctl");
    sound.end();
    assert.deepEqual(rig.tracks, ["later"]);
  });

  it("holds more after each time that it ran dry", async () => {
    const rig = new DeskRig();
    await rig.play(rig.offer("Chromium").ref);
    const feed = rig.desk.feed(liveId, () => undefined);
    assert.equal(feed?.needUs, 400_000);
    rig.desk.feed(liveId, () => undefined);
    for (let i = 0; i < 4; i++) rig.tell({ kind: "starving", serial: 1, atUs: 0 });
    assert.equal(feed?.needUs, 600_000);
  });

  it("leaves nothing of a sender over a restart", async () => {
    const rig = new DeskRig();
    rig.queue.replace([{ id: "l", track: liveId }], new Rng(1));
    rig.desk.restore();
    assert.deepEqual(rig.tracks, []);
  });
});
