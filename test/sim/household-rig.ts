/** A simulated house for tests of who belongs to it: commands beside its origin, a second origin, rogues. */
import assert from "node:assert/strict";
import { Rng } from "../../src/base/rng.ts";
import type { NodeDirectory } from "../../src/discovery/nodes.ts";
import { memberIdOf } from "../../src/household/certificate.ts";
import type { Invite } from "../../src/household/invite.ts";
import { decodeMembership } from "../../src/household/membership.ts";
import { Origin } from "../../src/origin/origin.ts";
import { OriginRecords } from "../../src/origin/origin-records.ts";
import { nodeAeadDriver } from "../../src/platform/node-aead.ts";
import { SqliteDriver } from "../../src/platform/sqlite.ts";
import type { Database } from "../../src/ports/database.ts";
import type { Address } from "../../src/ports/network.ts";
import { KeyStore } from "../../src/storage/key-store.ts";
import {
  LinkEndpoint,
  type LinkKeyPair,
  type LinkSession,
  linkKeyPair,
  type ServedAnswer,
} from "../../src/transport/endpoint.ts";
import { decodeObject, encodeObject } from "../../src/wire/objects.ts";
import { SimEntropy } from "./sim-entropy.ts";
import { type HouseOptions, keptOpen, SimHouse, type SimSpeaker } from "./sim-house.ts";
import { SimTranscoder, simTags } from "./sim-transcoder.ts";

export const us = 1_000_000;
export const tracks = [48_000 * 90, 48_000 * 60];

export async function withHouse(
  run: (house: SimHouse, first: SimSpeaker, second: SimSpeaker) => Promise<void>,
  directory?: (host: string) => Promise<NodeDirectory>,
  options?: Partial<HouseOptions>,
): Promise<void> {
  const seen = directory === undefined ? {} : { directory };
  const house = await SimHouse.open({ seed: 6, tracks, speakers: 2, ...seen, ...options });
  const [first, second] = house.speakers;
  assert.ok(first !== undefined && second !== undefined);
  try {
    await run(house, first, second);
  } catch (error) {
    if (error instanceof Error) error.message += `\n${house.log.lines.slice(-12).join("\n")}`;
    throw error;
  } finally {
    await house.close();
  }
}

/** As a command beside the origin. */
export async function beside<T>(house: SimHouse, work: (records: OriginRecords) => T): Promise<T> {
  const disk = house.originDisk;
  const entropy = new SimEntropy(new Rng(3));
  const databases = { open: () => keptOpen(house.database) };
  const ports = { disk, entropy, databases, clock: house.clock };
  const records = await house.clock.settle(OriginRecords.openBeside(ports, "/origin"));
  return work(records);
}

export function revoke(house: SimHouse, { speaker }: SimSpeaker): Promise<void> {
  return beside(house, ({ admission }) => {
    const { roll } = admission.members;
    const member = roll?.members.find(({ linkKey }) => memberIdOf(linkKey) === speaker.id);
    assert.ok(member, "it is in the roll");
    admission.revoke(member.linkKey, "revoked");
  });
}

export const stateOf = ({ speaker }: SimSpeaker): string =>
  speaker.status().link[0]?.state ?? "none";
export const troubleOf = ({ speaker }: SimSpeaker): string => speaker.status().trouble ?? "";

export interface Identity {
  readonly link: LinkKeyPair;
  readonly credential: Uint8Array;
}

export interface StolenIdentity extends Identity {
  /** Public key of the household. */
  readonly household: Uint8Array;
}

/** What somebody has who copied a speaker's card. */
export async function stolenFrom(house: SimHouse, { host }: SimSpeaker): Promise<StolenIdentity> {
  const disk = house.diskOf(host);
  const keys = await house.clock.settle(KeyStore.open(disk, "/speaker/keys"));
  const seed = (await house.clock.settle(keys.get("link"))) ?? assert.fail("it has a key");
  const membership = decodeMembership(
    await house.clock.settle(disk.readFile("/speaker/membership.json")),
  );
  const { certificate, household } = membership ?? assert.fail("it is a member");
  return { link: linkKeyPair(seed), credential: certificate, household };
}

export interface Rogue {
  readonly endpoint: LinkEndpoint;
  /** What it was asked for. */
  readonly asked: string[];
  dial(to: Address, key: Uint8Array): LinkSession;
}

/** A node of the test's own; it believes everybody. `answer`: what it says to each request. */
export async function rogueOf(
  house: SimHouse,
  host: string,
  { link, credential }: Identity,
  answer: (kind: string) => ServedAnswer = () => ({ kind: "refused", code: 16, message: "" }),
): Promise<Rogue> {
  const { network, clock } = house.machineOf(host).start();
  const asked: string[] = [];
  const ports = { network, clock, entropy: new SimEntropy(new Rng(5)), log: house.log.of(host) };
  const endpoint = await house.clock.settle(
    LinkEndpoint.open(
      { ...ports, aead: nodeAeadDriver },
      {
        at: { host, port: 41_000 },
        identity: link,
        credential: () => credential,
        admit: (key) => ({ id: memberIdOf(key), name: "", role: "speaker" }),
        serve: async ({ object }) => {
          const kind = decodeObject(object)?.kind ?? "?";
          asked.push(kind);
          return answer(kind);
        },
      },
      new AbortController().signal,
    ),
  );
  const dial = (to: Address, key: Uint8Array) => endpoint.connect({ key, addresses: () => [to] });
  return { endpoint, asked, dial };
}

export async function asks(house: SimHouse, session: LinkSession, object: Uint8Array) {
  const deadlineUs = house.clock.nowUs() + 2 * us;
  return await house.clock.settle(session.fetch({ object, class: "play", deadlineUs }).done);
}

export async function originKey(house: SimHouse): Promise<Uint8Array> {
  return await beside(house, ({ link }) => link.publicKey);
}

export const manifest = encodeObject({ kind: "manifest", track: "00".repeat(16) });
export const anyRoll = encodeObject({ kind: "roll", version: 0, digest: "00".repeat(8) });

/** Another origin of the house, which was let in; with a database of its own. */
export async function secondOrigin(house: SimHouse, join: Invite | undefined, kept: HeirBox) {
  const host = "10.0.0.2";
  const process = house.machineOf(host).start();
  const { network, disk, clock } = process;
  await house.clock.settle(disk.makeFolder("/music"));
  kept.database ??= (await SqliteDriver.load()).open(":memory:");
  const { database } = kept;
  const ports = {
    ...{ network, disk, clock, entropy: new SimEntropy(new Rng(12)), log: house.log.of(host) },
    aead: nodeAeadDriver,
    databases: { open: () => keptOpen(database) },
    transcoder: new SimTranscoder(disk),
    tags: simTags(disk),
  };
  const options = {
    dataFolder: "/origin",
    libraryFolder: "/music",
    name: "Heir",
    listen: { host, port: 41_000 },
    join,
  };
  const { signal } = new AbortController();
  return { ports, origin: await house.clock.settle(Origin.open(ports, options, signal)) };
}

export interface HeirBox {
  database?: Database;
}
