import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { deferred } from "../../../src/base/signal.ts";
import { readMedia, toldOf } from "../../../src/control/cast/media/cast-media.ts";
import { ns } from "../../../src/control/cast/namespaces.ts";
import { CastRig, load, missingUrl, ownTrack, type RigSender, urls } from "./cast-rig.ts";

type Content = Readonly<Record<string, unknown>>;
const [one = "", two = "", three = ""] = urls;

function listOf(answer: Content | undefined, key: string): readonly Content[] {
  const list = answer?.[key];
  return Array.isArray(list) ? list : [];
}

function firstOf(answer: Content | undefined): Content {
  return listOf(answer, "status")[0] ?? {};
}

async function rigged() {
  const rig = new CastRig();
  const sender = rig.sender();
  const transport = await sender.launch();
  const ask = (content: Content) => sender.ask(ns.media, content, transport);
  return { rig, sender, transport, ask };
}

describe("the default media receiver", () => {
  it("tells that it plays before it answers the LOAD, and not before there is sound", async () => {
    const { rig, sender, transport } = await rigged();
    const sound = deferred<boolean>();
    rig.model.sound = sound.promise;
    await sender.say(ns.media, { ...load(one), requestId: 1 }, transport);
    assert.equal(sender.told.at(-1)?.content["requestId"], 0);
    sound.resolve(true);
    await rig.clock.advance(1);
    const answer = sender.told.at(-1)?.content;
    assert.equal(answer?.["requestId"], 1);
    const { media, playerState, supportedMediaCommands } = firstOf(answer);
    assert.deepEqual([playerState, supportedMediaCommands], ["PLAYING", 3_343]);
    assert.equal((media as Content)["streamType"], "BUFFERED");
    assert.equal(rig.model.items[0]?.addedBy, "Cast on 10.0.0.7");
  });

  it("leaves what plays alone when a LOAD fails", async () => {
    const { rig, sender, ask } = await rigged();
    await rig.model.execute({ kind: "play", what: [ownTrack] });
    const before = rig.model.items;
    const answer = await ask(load(missingUrl));
    assert.equal(answer?.["type"], "LOAD_FAILED");
    assert.deepEqual([rig.model.items, rig.model.state], [before, "playing"]);
    assert.equal(sender.statuses.at(-1)?.["idleReason"], "ERROR");
    for (const contentId of ["file:///etc/passwd", "", 7, "ftp://x/y"]) {
      const bad = await ask({ type: "LOAD", media: { contentId } });
      assert.equal(bad?.["type"], "LOAD_FAILED");
    }
  });

  it("carries out the latest of the LOADs that wait, and cancels the others", async () => {
    const { rig, sender, transport } = await rigged();
    const gate = deferred<void>();
    rig.model.gate = gate.promise;
    const all = [one, two, three];
    for (const [i, url] of all.entries())
      sender.sayNow(ns.media, { ...load(url), requestId: i + 1 }, transport);
    gate.resolve();
    await rig.clock.advance(1);
    const answers = sender.told.filter(
      ({ content }) => Number(content["requestId"]) in [0, 1, 2, 3],
    );
    const byNumber = (number: number) =>
      answers
        .filter(({ content }) => content["requestId"] === number)
        .map((a) => a.content["type"]);
    assert.deepEqual(byNumber(2), ["LOAD_CANCELLED"]);
    assert.equal(byNumber(1).length, 1);
    assert.deepEqual(byNumber(3), ["MEDIA_STATUS"]);
    assert.deepEqual(
      rig.model.items.map(({ track }) => track.url),
      [three],
    );
  });

  it("tells why it is idle: stopped, over, taken by others, and plays again after an undo", async () => {
    const { rig, sender, ask } = await rigged();
    await ask(load(one));
    await ask({ type: "STOP" });
    assert.equal(sender.statuses.at(-1)?.["idleReason"], "CANCELLED");
    await ask(load(one));
    rig.model.advance();
    await rig.clock.advance(1);
    assert.equal(sender.statuses.at(-1)?.["idleReason"], "FINISHED");
    const late = await ask({ type: "PAUSE", mediaSessionId: 2 });
    assert.equal(late?.["type"], "INVALID_PLAYER_STATE");
    await ask(load(two));
    const cast = [rig.model.items, rig.model.index] as const;
    await rig.model.execute({ kind: "play", what: [ownTrack] });
    assert.equal(sender.statuses.at(-1)?.["idleReason"], "INTERRUPTED");
    [rig.model.items, rig.model.index] = cast;
    await rig.model.execute({ kind: "resume" });
    assert.equal(sender.statuses.at(-1)?.["playerState"], "PLAYING");
  });

  it("tells a sender whose music another sender replaced", async () => {
    const { rig, sender, ask } = await rigged();
    const other = rig.sender("sender-1", "10.0.0.8");
    const transport = await other.launch();
    await ask(load(one));
    await other.ask(ns.media, load(two), transport);
    const told = sender.statuses.map(({ mediaSessionId, playerState }) => [
      mediaSessionId,
      playerState,
    ]);
    assert.deepEqual(told.slice(-2), [
      [1, "IDLE"],
      [2, "PLAYING"],
    ]);
    const stale = await ask({ type: "PAUSE", mediaSessionId: 1 });
    assert.equal(stale?.["reason"], "INVALID_MEDIA_SESSION_ID");
    assert.equal(rig.model.state, "playing");
  });

  it("pauses, plays, seeks and changes modes", async () => {
    const { rig, ask } = await rigged();
    await ask(load(one));
    assert.equal(firstOf(await ask({ type: "PAUSE" }))["playerState"], "PAUSED");
    const sought = await ask({ type: "SEEK", currentTime: 12.5, resumeState: "PLAYBACK_START" });
    assert.deepEqual([firstOf(sought)["currentTime"], rig.model.state], [12.5, "playing"]);
    assert.equal(firstOf(await ask({ type: "SEEK", relativeTime: -2.5 }))["currentTime"], 10);
    assert.equal((await ask({ type: "SEEK" }))?.["reason"], "INVALID_PARAMS");
    await ask({ type: "QUEUE_UPDATE", repeatMode: "REPEAT_ALL_AND_SHUFFLE" });
    assert.deepEqual([rig.model.repeat, rig.model.shuffle], ["all", true]);
    assert.equal(
      (await ask({ type: "SET_PLAYBACK_RATE", playbackRate: 2 }))?.["reason"],
      "INVALID_PARAMS",
    );
    assert.equal(
      (await ask({ type: "SET_PLAYBACK_RATE", playbackRate: 1 }))?.["type"],
      "MEDIA_STATUS",
    );
    assert.equal((await ask({ type: "EDIT_TRACKS_INFO" }))?.["type"], "MEDIA_STATUS");
    assert.equal((await ask({ type: "DANCE" }))?.["reason"], "INVALID_COMMAND");
    await ask({ type: "SET_VOLUME", volume: { level: 0.2 } });
    assert.equal(rig.model.volume, 20);
  });

  it("begins where it was asked to: paused, in the midst, at another item", async () => {
    const { rig, ask } = await rigged();
    const paused = await ask({ ...load(one), autoplay: false, currentTime: 20 });
    assert.deepEqual(
      [firstOf(paused)["playerState"], firstOf(paused)["currentTime"]],
      ["PAUSED", 20],
    );
    assert.equal(firstOf(await ask({ ...load(one), autoplay: "false" }))["playerState"], "PLAYING");
    await ask({ ...load(one, two, three), startIndex: 1 });
    const places = rig.model.items.map(({ track }) => track.url);
    assert.deepEqual([...places].sort(), [one, two, three]);
    assert.equal(rig.model.status().track?.url, two);
  });

  it("tells the player what a sender calls its media, in one line each", async () => {
    const said = { title: "Salt\non the\u202e Rope", subtitle: "The Wrenfield Lamplighters" };
    const media = readMedia({ contentId: one, metadata: { metadataType: 0, ...said } });
    assert.ok(media !== undefined);
    const titles = { title: "Salt on the  Rope", artist: said.subtitle, album: "" };
    assert.deepEqual([...toldOf([media]).told], [[one, titles]]);
  });

  it("keeps the numbers of items through inserts, moves and removals", async () => {
    const { rig, ask } = await rigged();
    await ask(load(one, two));
    const media = (url: string) => ({ media: { contentId: url } });
    await ask({ type: "QUEUE_INSERT", items: [media(three)], insertBefore: 2 });
    assert.deepEqual(
      rig.model.items.map(({ track }) => track.url),
      [one, three, two],
    );
    assert.deepEqual((await ask({ type: "QUEUE_GET_ITEM_IDS" }))?.["itemIds"], [1, 3, 2]);
    await ask({ type: "QUEUE_REORDER", itemIds: [2], insertBefore: 3 });
    assert.deepEqual((await ask({ type: "QUEUE_GET_ITEM_IDS" }))?.["itemIds"], [1, 2, 3]);
    const items = listOf(await ask({ type: "QUEUE_GET_ITEMS", itemIds: [3, 99] }), "items");
    assert.ok(JSON.stringify(items[0]).includes(three));
    assert.equal(items.length, 1);
    assert.equal(firstOf(await ask({ type: "QUEUE_NEXT" }))["currentItemId"], 2);
    assert.equal(firstOf(await ask({ type: "QUEUE_PREV" }))["currentItemId"], 1);
    assert.equal(firstOf(await ask({ type: "QUEUE_UPDATE", jump: 2 }))["currentItemId"], 3);
    assert.equal(
      firstOf(await ask({ type: "QUEUE_UPDATE", currentItemId: 1 }))["currentItemId"],
      1,
    );
    await ask({ type: "QUEUE_REMOVE", itemIds: [2] });
    assert.deepEqual((await ask({ type: "QUEUE_GET_ITEM_IDS" }))?.["itemIds"], [1, 3]);
    assert.equal(
      (await ask({ type: "QUEUE_REMOVE", itemIds: [77] }))?.["reason"],
      "INVALID_PARAMS",
    );
    assert.equal((await ask({ type: "QUEUE_INSERT", items: [{}] }))?.["reason"], "INVALID_PARAMS");
  });

  it("says nothing of seconds that go by, and tells a jump", async () => {
    const { rig, sender, ask } = await rigged();
    await ask(load(one));
    const before = sender.statuses.length;
    await rig.clock.advance(5_000_000);
    rig.receiver.changed(["player"]);
    assert.equal(sender.statuses.length, before);
    await rig.model.execute({ kind: "seek", positionMs: 30_000 });
    assert.equal(sender.statuses.length, before + 1);
  });

  it("tells the truth after whatever senders and others did, to those who ask and those who listen", async () => {
    const url = fc.constantFrom(...urls, missingUrl);
    const step = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.array(url, { minLength: 1, maxLength: 3 }).map((all) => load(...all)),
      },
      fc.constantFrom<Content>(
        ...[{ type: "PLAY" }, { type: "PAUSE" }, { type: "STOP" }, { type: "QUEUE_NEXT" }],
        ...[{ type: "QUEUE_PREV" }, { type: "SEEK", currentTime: 7 }, { type: "DANCE" }],
        ...[
          { type: "QUEUE_UPDATE", jump: 2 },
          { type: "QUEUE_UPDATE", repeatMode: "REPEAT_ALL" },
        ],
        ...[
          { type: "SET_VOLUME", volume: { level: 0.6 } },
          { type: "QUEUE_REMOVE", itemIds: [1, 2] },
        ],
        ...[{ type: "QUEUE_INSERT", items: [{ media: { contentId: one } }] }],
        ...[{ type: "QUEUE_REORDER", itemIds: [2], insertBefore: 1 }],
      ),
      fc.constantFrom<Content>(
        { other: "play" },
        { other: "pause" },
        { other: "end" },
        { other: "clear" },
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, fc.boolean()), { maxLength: 25 }), async (steps) => {
        const rig = new CastRig();
        const senders = [rig.sender(), rig.sender("sender-1", "10.0.0.8")];
        const transports: string[] = [];
        for (const sender of senders) transports.push(await sender.launch());
        for (const [content, second] of steps) {
          const [sender, transport] = [senders[Number(second)], transports[Number(second)] ?? ""];
          if ("other" in content) await other(rig, content["other"]);
          else assert.ok(await sender?.ask(ns.media, content, transport), JSON.stringify(content));
          await rig.clock.advance(100_000);
          for (const each of senders) await isTrue(rig, each, transport);
        }
      }),
      { numRuns: 150 },
    );
  });
});

async function other(rig: CastRig, what: unknown): Promise<void> {
  if (what === "play") await rig.model.execute({ kind: "play", what: [ownTrack] });
  else if (what === "pause") await rig.model.execute({ kind: "pause" });
  else if (what === "clear") await rig.model.execute({ kind: "queue-clear" });
  else rig.model.advance();
}

const states = { PLAYING: "playing", PAUSED: "paused", BUFFERING: "buffering" } as const;

async function isTrue(rig: CastRig, sender: RigSender, transport: string): Promise<void> {
  const answer = await sender.ask(ns.media, { type: "GET_STATUS" }, transport);
  const [status] = listOf(answer, "status");
  const told = sender.statuses.at(-1);
  if (status === undefined) {
    assert.equal(told, undefined);
    return;
  }
  // Who listens knows what who asks is told, but for the time that went by.
  assert.deepEqual({ ...told, currentTime: 0 }, { ...status, currentTime: 0 });
  const { state, track, volume } = rig.model.status();
  assert.equal((status["volume"] as Content)["level"], volume / 100);
  if (status["playerState"] === "IDLE") {
    assert.ok(typeof status["idleReason"] === "string");
    // Idle, and yet there is sound: then it is others' music.
    if (state !== "stopped") assert.ok(["INTERRUPTED", "ERROR"].includes(status["idleReason"]));
    return;
  }
  assert.equal(states[status["playerState"] as keyof typeof states], state);
  const media = status["media"] as Content | undefined;
  if (track?.url !== undefined) assert.equal(media?.["contentId"], track.url);
}
