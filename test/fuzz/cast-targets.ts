/** What Cast senders send: their messages, their JSON, and a receiver that gets both. */
import assert from "node:assert/strict";
import { utf8Bytes, utf8Text } from "../../src/base/bytes.ts";
import { readObject } from "../../src/control/cast/json.ts";
import { readItems, readLoad } from "../../src/control/cast/media/cast-media.ts";
import { ns, platformId } from "../../src/control/cast/namespaces.ts";
import {
  decodeCastMessage,
  decodeChallenge,
  encodeCastMessage,
} from "../../src/wire/cast-message.ts";
import { appId, CastRig, load, urls } from "../control/cast/cast-rig.ts";
import { drain } from "../sim/sim-clock.ts";
import { type FuzzTarget, slowInputs } from "./fuzz.ts";

const texts = [
  { type: "CONNECT", origin: {}, senderInfo: { platform: 1 }, protocolVersionList: [0] },
  { type: "LAUNCH", requestId: 1, appId },
  { type: "GET_APP_AVAILABILITY", requestId: 2, appId: [appId, "x"] },
  { type: "SET_VOLUME", requestId: 3, volume: { level: 0.5, muted: null } },
  { ...load(urls[0] ?? ""), requestId: 4, currentTime: 1.5, customData: { a: [{ b: '\\"' }] } },
  { ...load(...urls), requestId: 5, startIndex: 2, repeatMode: "REPEAT_ALL" },
  { type: "QUEUE_UPDATE", requestId: 6, mediaSessionId: 1, jump: 1, currentItemId: 2 },
  { type: "QUEUE_INSERT", requestId: 7, items: [{ media: { contentId: urls[1] } }] },
  { type: "SEEK", requestId: 8, currentTime: 3, resumeState: "PLAYBACK_PAUSE" },
  { type: "eureka_info", request_id: 9, data: { params: ["name"] } },
].map((content) => utf8Bytes(JSON.stringify(content)));

function bodyOf(payload: string | Uint8Array, namespace: string): Uint8Array {
  const ends = { source: "sender-0", destination: platformId };
  const frame = encodeCastMessage({ ...ends, namespace, payload });
  assert.ok(frame !== undefined);
  return frame.subarray(4);
}

const challenge = Uint8Array.of(0x0a, 0x08, 0x12, 0x04, 1, 2, 3, 4, 0x18, 1);

/** One receiver for all inputs: what one leaves behind meets the next. */
function receiverTarget(): FuzzTarget {
  const rig = new CastRig();
  let sender = rig.sender();
  let inputs = 0;
  return {
    name: "a Cast receiver",
    samples: texts,
    inputs: 40_000,
    decode(bytes) {
      inputs += 1;
      if (inputs % 50 === 1) {
        sender.channel.end("gone");
        sender = rig.sender();
        sender.sayNow(ns.connection, { type: "CONNECT" });
        sender.sayNow(ns.receiver, { type: "LAUNCH", requestId: 1, appId });
      }
      const [transport = platformId] =
        JSON.stringify(sender.told).match(/(?<="transportId":")[^"]+/) ?? [];
      sender.sayNow(ns.connection, { type: "CONNECT" }, transport);
      const payload = utf8Text(bytes) ?? "";
      const source = sender.id;
      for (const [destination, namespace] of [
        [platformId, ns.receiver],
        [platformId, ns.connection],
        [platformId, ns.setup],
        [transport, ns.media],
      ] as const)
        sender.channel.receive({ source, destination, namespace, payload }, rig.clock.nowUs());
      sender.told.splice(8);
    },
    async settle() {
      await drain();
      // What the rig notes of commands is the test's, not the receiver's.
      rig.model.ran.length = 0;
      rig.model.actors.length = 0;
    },
  };
}

export const castTargets: readonly FuzzTarget[] = [
  {
    name: "a Cast message",
    samples: [
      ...texts.map((text) => bodyOf(utf8Text(text) ?? "", ns.receiver)),
      bodyOf(challenge, ns.deviceauth),
    ],
    decode(bytes) {
      const message = decodeCastMessage(bytes);
      if (typeof message?.payload === "string") readObject(message.payload);
      else if (message !== undefined) decodeChallenge(message.payload);
    },
  },
  {
    name: "JSON of Cast senders",
    inputs: slowInputs,
    samples: texts,
    decode(bytes) {
      const content = readObject(utf8Text(bytes) ?? "");
      if (content === undefined) return;
      const plan = readLoad(content);
      assert.ok(plan === undefined || plan.items[plan.startIndex] !== undefined);
      readItems(content);
    },
  },
  receiverTarget(),
];
