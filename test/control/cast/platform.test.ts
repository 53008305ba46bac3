import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { usPerS } from "../../../src/base/units.ts";
import * as limits from "../../../src/control/cast/limits.ts";
import { ns, platformId } from "../../../src/control/cast/namespaces.ts";
import { appId, CastRig, load, urls } from "./cast-rig.ts";

function types(told: readonly { content: Readonly<Record<string, unknown>> }[]): unknown[] {
  return told.map(({ content }) => content["type"]);
}

function statusOf(answer: Readonly<Record<string, unknown>> | undefined): object {
  const status = answer?.["status"];
  assert.ok(typeof status === "object" && status !== null);
  return status;
}

describe("the Cast channel", () => {
  it("hears nothing of who has not connected, and ends after ten seconds without a CONNECT", async () => {
    const rig = new CastRig();
    const sender = rig.sender();
    assert.equal(await sender.ask(ns.receiver, { type: "GET_STATUS" }), undefined);
    rig.receiver.tick(rig.clock.nowUs() + limits.connectUsMax - 1);
    assert.equal(sender.end, undefined);
    rig.receiver.tick(rig.clock.nowUs() + limits.connectUsMax);
    assert.equal(sender.end, "no-connect");
    assert.equal(rig.receiver.channels, 0);
  });

  it("answers PING, also with a number, pings who is silent, and drops who stays so", async () => {
    const rig = new CastRig();
    const sender = rig.sender();
    await sender.connect();
    await sender.say(ns.heartbeat, { type: "PING", requestId: 2 });
    assert.deepEqual(types(sender.told), ["PONG"]);
    rig.receiver.tick(rig.clock.nowUs() + limits.pingAfterUs);
    assert.deepEqual(types(sender.told), ["PONG", "PING"]);
    rig.receiver.tick(rig.clock.nowUs() + limits.deadAfterUs);
    assert.equal(sender.end, "silent");
  });

  it("closes what leads nowhere, and the seventeenth connection", async () => {
    const rig = new CastRig();
    const sender = rig.sender();
    await sender.connect("nobody");
    assert.deepEqual(types(sender.told), ["CLOSE"]);
    for (let i = 0; i <= limits.connectionsPerSocketMax; i++) {
      const payload = JSON.stringify({ type: "CONNECT" });
      const message = {
        source: `s${i}`,
        destination: platformId,
        namespace: ns.connection,
        payload,
      };
      sender.channel.receive(message, rig.clock.nowUs());
    }
    assert.deepEqual(types(sender.told), ["CLOSE", "CLOSE"]);
    assert.equal(sender.told.at(-1)?.destination, `s${limits.connectionsPerSocketMax}`);
  });

  it("takes no JSON that is too deep, too manifold or none at all", async () => {
    const rig = new CastRig();
    const sender = rig.sender();
    await sender.connect();
    const deep = "[".repeat(20_000) + "]".repeat(20_000);
    for (const payload of [
      `{"type":"GET_STATUS","requestId":1,"x":${deep}}`,
      "[]",
      "",
      "{",
      "\u0000",
    ]) {
      const ends = { source: sender.id, destination: platformId, namespace: ns.receiver };
      sender.channel.receive({ ...ends, payload }, rig.clock.nowUs());
    }
    assert.equal(sender.told.length, 0);
  });
});

describe("the Cast platform", () => {
  it("launches what it has, once, tells everybody, and refuses the rest", async () => {
    const rig = new CastRig();
    const [one, two] = [rig.sender(), rig.sender("sender-1", "10.0.0.8")];
    await two.connect();
    await one.connect();
    const ids = { type: "GET_APP_AVAILABILITY", appId: [appId, "0F5096E8"] };
    const answer = await one.ask(ns.receiver, ids);
    assert.deepEqual(answer?.["availability"], {
      [appId]: "APP_AVAILABLE",
      "0F5096E8": "APP_UNAVAILABLE",
    });
    const none = await one.ask(ns.receiver, { type: "LAUNCH", appId: "FFFFFFFF" });
    assert.deepEqual([none?.["type"], none?.["reason"]], ["LAUNCH_ERROR", "NOT_FOUND"]);
    const transport = await one.launch();
    assert.equal(await two.launch(), transport);
    assert.ok(two.told.some(({ content }) => content["requestId"] === 0));
    const unknown = await one.ask(ns.receiver, { type: "DANCE" });
    assert.equal(unknown?.["reason"], "INVALID_COMMAND");
  });

  it("stops the app and what it plays, and closes all connections to it", async () => {
    const rig = new CastRig();
    const [one, two] = [rig.sender(), rig.sender("sender-1")];
    const transport = await one.launch();
    await two.launch();
    await one.ask(ns.media, load(urls[0] ?? ""), transport);
    assert.equal(rig.model.state, "playing");
    const wrong = await two.ask(ns.receiver, { type: "STOP", sessionId: "x" });
    assert.equal(wrong?.["reason"], "INVALID_SESSION_ID");
    const answer = await two.ask(ns.receiver, { type: "STOP", sessionId: transport });
    assert.equal("applications" in statusOf(answer), false);
    assert.equal(rig.model.state, "stopped");
    assert.ok(
      one.told.some(({ content, source }) => content["type"] === "CLOSE" && source === transport),
    );
    assert.equal(await one.ask(ns.media, { type: "GET_STATUS" }, transport), undefined);
  });

  it("calls a volume that comes with a launch the sender's own idea, and later ones somebody's", async () => {
    const rig = new CastRig();
    const sender = rig.sender();
    await sender.launch();
    await sender.ask(ns.receiver, { type: "SET_VOLUME", volume: { level: 1 } });
    assert.equal(rig.model.actors.at(-1)?.firstVolume, true);
    const answer = await sender.ask(ns.receiver, {
      type: "SET_VOLUME",
      volume: { level: 0.42, muted: null },
    });
    assert.equal(rig.model.actors.at(-1)?.firstVolume, false);
    assert.equal(JSON.stringify(statusOf(answer)).includes('"level":0.42'), true);
    await rig.clock.advance(limits.firstVolumeUs);
    const late = rig.sender("sender-2");
    await late.connect();
    await rig.clock.advance(limits.firstVolumeUs);
    await late.ask(ns.receiver, { type: "SET_VOLUME", volume: { muted: 1 } });
    assert.equal(rig.model.muted, true);
    await late.ask(ns.receiver, { type: "SET_VOLUME", volume: { level: 2 } });
    assert.deepEqual([rig.model.volume, rig.model.actors.at(-1)?.firstVolume], [100, false]);
    const none = await late.ask(ns.receiver, { type: "SET_VOLUME", volume: {} });
    assert.equal(none?.["type"], "INVALID_REQUEST");
  });

  it("ends an app that nobody uses, and none that plays", async () => {
    const rig = new CastRig();
    const sender = rig.sender();
    const transport = await sender.launch();
    await sender.ask(ns.media, load(urls[0] ?? ""), transport);
    assert.equal(rig.receiver.shown.busy, true);
    sender.channel.end("gone");
    await rig.clock.advance(2 * limits.idleAppUs);
    assert.equal(rig.receiver.shown.statusText, "Casting");
    await rig.model.execute({ kind: "stop" });
    await rig.clock.advance(limits.idleAppUs + usPerS);
    assert.deepEqual(rig.receiver.shown, { statusText: "", busy: false });
  });

  it("says what it is in setup, multizone and discovery", async () => {
    const rig = new CastRig();
    const sender = rig.sender();
    await sender.connect();
    const info = await sender.ask(ns.discovery, { type: "GET_DEVICE_INFO" });
    assert.equal(info?.["friendlyName"], "Kitchen");
    const zones = await sender.ask(ns.multizone, { type: "GET_STATUS" });
    assert.equal(zones?.["type"], "MULTIZONE_STATUS");
    await sender.say(ns.setup, { type: "eureka_info", request_id: 5, data: {} });
    assert.equal(sender.told.at(-1)?.content["request_id"], 5);
  });

  it("lets guests turn down, and cast nothing", async () => {
    const rig = new CastRig("guest");
    const sender = rig.sender();
    const transport = await sender.launch();
    const answer = await sender.ask(ns.media, load(urls[0] ?? ""), transport);
    assert.equal(answer?.["type"], "LOAD_FAILED");
    assert.equal(rig.model.state, "stopped");
    await sender.ask(ns.receiver, { type: "SET_VOLUME", volume: { level: 0.1 } });
    assert.equal(rig.model.volume, 10);
    await sender.ask(ns.receiver, { type: "SET_VOLUME", volume: { level: 1 } });
    assert.equal(rig.model.volume, 20);
    assert.equal(rig.audit.list()[0]?.kind, "cast");
  });
});
