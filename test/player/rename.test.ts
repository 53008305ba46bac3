/** A speaker that is renamed: who sees it, and what outlives what. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { announceSpeaker } from "../../src/cli/announce.ts";
import { Commons } from "../../src/household/commons.ts";
import { cardEdit, cardOf, nameFault } from "../../src/household/member-card.ts";
import { SpeakerName } from "../../src/player/speaker-name.ts";
import { Lan, linkPort } from "../discovery/lan.ts";
import { silentLog } from "../origin/silent-log.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { SimDisk } from "../sim/sim-disk.ts";
import { SimHouse } from "../sim/sim-house.ts";

const us = 1_000_000;
const ports = { controlPort: 7646, webPort: 7680 };

describe("A speaker that is renamed", () => {
  it("is called so on all speakers of the house without multicast, and after a power cut", async () => {
    const house = await SimHouse.open({ seed: 5, tracks: [48_000], speakers: 2, prefetch: false });
    try {
      const [first, other] = house.speakers;
      assert.ok(first !== undefined && other !== undefined);
      const seenBy = ({ speaker }: typeof first) =>
        other.speaker.speakers().find(({ id }) => id === speaker.id);
      await house.clock.advance(20 * us);
      assert.equal(seenBy(first)?.name, "Speaker 10.0.0.10");
      assert.deepEqual(seenBy(first)?.web, []);
      first.speaker.reachedAt(ports);
      const told: string[] = [];
      first.speaker.subscribe((topics) => told.push(...topics));
      const { code } = await house.clock.settle(
        first.speaker.execute({ kind: "rename", name: " Küche " }),
      );
      assert.equal(code, "ok");
      assert.equal(first.speaker.name, "Küche");
      assert.ok(told.includes("system"), "remotes hear of it");
      await house.clock.advance(5 * us);
      assert.equal(seenBy(first)?.name, "Küche");
      assert.deepEqual(seenBy(first)?.web, ["10.0.0.10:7680"]);

      await house.crashSpeaker(first);
      const again = await house.startSpeaker(first.host, 0, undefined);
      assert.equal(again.speaker.name, "Küche", "not what the command line says");
      const back = again.speaker.execute({ kind: "rename", name: "" });
      assert.equal((await house.clock.settle(back)).code, "ok");
      assert.equal(again.speaker.name, "Speaker 10.0.0.10");
    } finally {
      await house.close();
    }
  });

  it("refuses what is no name, and stays what it was", async () => {
    for (const name of ["\n", "a\u0000b", "a\u202eb", "ä".repeat(33), " a"])
      assert.notEqual(nameFault(name), undefined, JSON.stringify(name));
    for (const name of ["Küche", "浴室", "👩‍🍳 Kitchen", "a".repeat(64)])
      assert.equal(nameFault(name), undefined, name);
  });

  it("is another service on the LAN at once, with the same facts", async () => {
    const lan = new Lan(3);
    const looker = await lan.node("10.0.0.2");
    const { directory } = await lan.node("10.0.0.1", { name: "Other" });
    let hear: (topics: readonly ["system"]) => void = () => undefined;
    const speaker = {
      ...{ id: "aa".repeat(8), name: "Kitchen", householdTag: "0123456789abcdef" },
      udp: { host: "0.0.0.0", port: linkPort },
      subscribe: (listener: typeof hear) => {
        hear = listener;
        return () => undefined;
      },
    };
    const tls = { host: "0.0.0.0", port: 7646 };
    const announced = announceSpeaker(directory, speaker, { tls, web: undefined });
    const seen = () => looker.directory.nodes().filter(({ id }) => id === speaker.id);
    await lan.pass(5);
    assert.deepEqual(
      seen().map(({ service }) => service),
      ["Kitchen"],
    );
    speaker.name = "Galley";
    hear(["system"]);
    await lan.pass(5);
    assert.deepEqual(
      seen().map(({ service, name, controlPort, addresses }) => [
        ...[service, name, controlPort],
        addresses.map(({ host }) => host),
      ]),
      [["Galley", "Galley", 7646, ["10.0.0.1"]]],
    );
    announced[Symbol.dispose]();
    await lan.pass(5);
    assert.deepEqual(seen(), []);
  });
});

describe("The kept name", () => {
  it("is as the command line says where the file is damaged", async () => {
    const disk = new SimDisk({ clock: new SimClock(), rng: new Rng(1) });
    const open = () => SpeakerName.open({ disk, log: silentLog }, "/name", "Given");
    for (const bytes of [[0xff, 0xfe], [], [0x0a], new Array<number>(65).fill(0x61)]) {
      await disk.replaceFile("/name", Uint8Array.from(bytes));
      assert.equal((await open()).current, "Given");
    }
    await (await open()).choose("Attic");
    assert.equal((await open()).current, "Attic");
  });
});

describe("A member's card", () => {
  it("comes back as it was written, and is none where it is anything else", () => {
    const commons = new Commons("aa".repeat(8));
    const id = "bb".repeat(8);
    const time = { wallMs: 1, trusted: false };
    for (const webPort of [undefined, 7680]) {
      const card = { name: "Küche", controlPort: 7646, webPort };
      commons.edit([cardEdit(id, card)], time);
      assert.deepEqual(cardOf(commons, id), card);
    }
    const [key, value = assert.fail()] = cardEdit(id, { name: "x", ...ports });
    const bad = [
      ...Array.from(value, (_, length) => value.slice(0, length)),
      Uint8Array.of(...value, 0),
      cardEdit(id, { name: "a\nb", ...ports })[1],
    ];
    for (const bytes of bad) {
      commons.edit([[key, bytes]], time);
      assert.equal(cardOf(commons, id), undefined, String(bytes));
    }
  });
});
