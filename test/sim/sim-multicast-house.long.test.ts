/** A house whose speakers find their origin by Multicast DNS, wherever it has moved to. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { utf8Text } from "../../src/base/bytes.ts";
import { announceOrigin, announceSpeaker } from "../../src/cli/announce.ts";
import { Discovery } from "../../src/discovery/discovery.ts";
import { encodeMessage } from "../../src/discovery/dns-codec.ts";
import { emptyMessage } from "../../src/discovery/message.ts";
import { NodeDirectory } from "../../src/discovery/nodes.ts";
import { Origin } from "../../src/origin/origin.ts";
import { nodeAeadDriver } from "../../src/platform/node-aead.ts";
import { pointerTo, recordText } from "../discovery/lan.ts";
import { SimEntropy } from "./sim-entropy.ts";
import { originHost, SimHouse, type SimSpeaker } from "./sim-house.ts";
import { SimMulticast } from "./sim-multicast.ts";
import { SimTranscoder, simTags } from "./sim-transcoder.ts";

const trackFrames = 48_000 * 60;
const movedTo = "10.0.0.77";

/** A house of one speaker, on a LAN with multicast. */
class FindingHouse {
  readonly house: SimHouse;
  readonly multicast: SimMulticast;

  static async open(): Promise<FindingHouse> {
    let made: FindingHouse | undefined;
    const house = await SimHouse.open({
      seed: 1,
      tracks: [trackFrames, trackFrames],
      speakers: 0,
      directory: (host) => {
        assert.ok(made !== undefined);
        return made.directory(host);
      },
    });
    made = new FindingHouse(house);
    return made;
  }

  private constructor(house: SimHouse) {
    this.house = house;
    this.multicast = new SimMulticast(house.clock, house.network);
  }

  /** What a host of this house sees. */
  async directory(host: string): Promise<NodeDirectory> {
    const { clock, rng, log } = this.house;
    const ports = {
      clock,
      entropy: new SimEntropy(rng.fork()),
      log: log.of(host),
      openMulticast: this.multicast.host(host),
    };
    return new NodeDirectory(await Discovery.open(ports, new AbortController().signal));
  }

  /** The origin with the data that it had, at another address. */
  async startOriginAt(host: string): Promise<Origin> {
    const { clock, rng, database, network, log } = this.house;
    const process = this.house.machineOf(originHost).start();
    const kept = {
      exec: (sql: string) => database.exec(sql),
      prepare: (sql: string) => database.prepare(sql),
      transaction: <T>(work: () => T) => database.transaction(work),
      [Symbol.dispose]: () => undefined,
    };
    const ports = {
      network: network.host(host),
      disk: process.disk,
      clock: process.clock,
      entropy: new SimEntropy(rng.fork()),
      log: log.of(host),
      aead: nodeAeadDriver,
      databases: { open: () => kept },
      transcoder: new SimTranscoder(process.disk),
      tags: simTags(process.disk),
    };
    const listen = { host, port: 41_555 };
    const options = { dataFolder: "/origin", libraryFolder: "/music", name: "Origin", listen };
    return clock.settle(Origin.open(ports, options, new AbortController().signal));
  }

  async known({ machine }: SimSpeaker): Promise<string> {
    const bytes = await this.house.clock.settle(machine.disk.readFile("/speaker/membership.json"));
    return utf8Text(bytes) ?? "";
  }
}

function connected({ speaker }: SimSpeaker): boolean {
  return speaker.status().link.some(({ state }) => state === "ready");
}

describe("a house that finds itself", () => {
  it("a speaker finds its origin at an address that nobody typed, and remembers it", async () => {
    const finding = await FindingHouse.open();
    const { house } = finding;
    const made = await house.addSpeaker(0);
    await house.clock.until(() => connected(made), 30_000_000);
    await house.stopOrigin();
    const origin = await finding.startOriginAt(movedTo);
    await house.clock.advance(20_000_000);
    assert.ok(!connected(made), "nobody has said yet where it is");
    const directory = await finding.directory(movedTo);
    announceOrigin(directory, origin);
    await house.clock.until(() => connected(made), 10_000_000);
    await house.clock.advance(1_000_000);
    assert.match(await finding.known(made), new RegExp(movedTo));
    assert.match(await finding.known(made), new RegExp(originHost), "and where it was");
    // A restart of the speaker on a LAN that says nothing: what it remembers is enough.
    finding.multicast.plug(made.host, []);
    await house.stopSpeaker(made);
    const again = await house.startSpeaker(made.host, 0, undefined);
    await house.clock.until(() => connected(again), 10_000_000);
    assert.deepEqual(again.speaker.speakers().length, 1);
    await house.clock.settle(origin[Symbol.asyncDispose]());
  });

  it("a goodbye said in the origin's name ends no session and forgets no address", async () => {
    const finding = await FindingHouse.open();
    const { house } = finding;
    const made = await house.addSpeaker(0);
    announceOrigin(await finding.directory(originHost), house.origin);
    await house.clock.until(() => connected(made), 30_000_000);
    await house.clock.settle(made.speaker.execute({ kind: "play", what: [] }));
    await house.clock.advance(5_000_000);
    const before = await finding.known(made);
    finding.multicast.plug(originHost, []);
    for (let i = 0; i < 50; i++) {
      const bytes = encodeMessage({
        ...emptyMessage,
        response: true,
        answers: [pointerTo("Origin", 0)],
      });
      const from = { host: "10.0.0.99", port: 5_353 };
      finding.multicast.say({ bytes, from, segment: "lan", to: undefined });
      await house.clock.advance(100_000);
      assert.ok(connected(made), recordText(pointerTo("Origin", 0)));
    }
    assert.equal(await finding.known(made), before);
    assert.equal(made.speaker.status().totals.stalls, 0);
    await house.close();
  });

  it("strangers who claim to be the origin do not keep a speaker from where it knows it to be", async () => {
    const finding = await FindingHouse.open();
    const { house } = finding;
    const made = await house.addSpeaker(0);
    await house.clock.until(() => connected(made), 30_000_000);
    await house.stopOrigin();
    const origin = await finding.startOriginAt(originHost);
    await house.clock.settle(origin[Symbol.asyncDispose]());
    const facts = {
      ...origin.identity,
      role: "origin",
      householdTag: origin.householdTag,
      controlPort: undefined,
    } as const;
    for (let i = 0; i < 10; i++) {
      const directory = await finding.directory(`10.0.0.${200 + i}`);
      directory.advertise({ ...facts, name: `Lie ${i}` }, { host: "0.0.0.0", port: 9 });
    }
    await house.clock.advance(10_000_000);
    assert.ok(!connected(made));
    await house.machineOf(originHost).stopped();
    await house.startOrigin();
    await house.clock.until(() => connected(made), 15_000_000);
    await house.close();
  });

  it("a speaker lists the others of its LAN, and which of them are of its household", async () => {
    const finding = await FindingHouse.open();
    const { house } = finding;
    const directories = [];
    for (let i = 0; i < 2; i++) {
      const { host, speaker } = await house.addSpeaker(0);
      const directory = await finding.directory(host);
      const places = {
        tls: { host: "0.0.0.0", port: 7_646 },
        web: { host: "0.0.0.0", port: 7_680 + i },
      };
      directories.push(announceSpeaker(directory, speaker, places));
    }
    const listen = { host: "0.0.0.0", port: 41_000 };
    const facts = { id: "00000000000000ff", name: "Next door", role: "speaker" } as const;
    (await finding.directory("10.0.0.99")).advertise(
      { ...facts, householdTag: "ffffffffffffffff", controlPort: undefined },
      listen,
    );
    await house.clock.advance(5_000_000);
    const seen = house.speakers[0]?.speaker.speakers() ?? [];
    assert.deepEqual(
      seen.map(({ name, address, via, member }) => `${name} ${address} ${via} ${member}`).sort(),
      [
        "Next door 10.0.0.99:41000 mdns false",
        `Speaker 10.0.0.10 ${seen[0]?.address} self true`,
        "Speaker 10.0.0.11 10.0.0.11:7646 mdns true",
      ],
    );
    const webs = new Map(seen.map(({ name, web }) => [name, web]));
    assert.deepEqual(webs.get("Speaker 10.0.0.11"), ["10.0.0.11:7681"]);
    assert.deepEqual(webs.get("Next door"), []);
    for (const directory of directories) directory[Symbol.dispose]();
    await house.close();
  });
});
