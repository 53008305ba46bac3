/** What a speaker writes down of the origins that it meets, and how often it asks where they are. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { deferred } from "../../src/base/signal.ts";
import { issueCertificate } from "../../src/household/certificate.ts";
import { decodeMembership, encodeMembership } from "../../src/household/membership.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";
import { OriginLinks } from "../../src/player/origin-links.ts";
import type { Address } from "../../src/ports/network.ts";
import type { LinkEndpoint, RemotePeer } from "../../src/transport/endpoint.ts";
import { silentLog } from "../origin/silent-log.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { SimDisk } from "../sim/sim-disk.ts";

const path = "/membership.json";
const household = ed25519KeyPair(new Uint8Array(32).fill(9));
const originKey = new Uint8Array(32).fill(4);

function originCertificate(signer: number): Uint8Array {
  return issueCertificate(
    {
      household: household.publicKey,
      role: "origin",
      name: "Home",
      linkKey: originKey,
      signingKey: new Uint8Array(32).fill(signer),
      issuedMs: 0,
    },
    household.privateKey,
  );
}

async function member(addresses: readonly Address[] = []) {
  const clock = new SimClock();
  const disk = new SimDisk({ clock, rng: new Rng(1) });
  const origins = [{ linkKey: originKey, signingKey: undefined, addresses: [] }];
  const certificate = new Uint8Array(80);
  const membership = { household: household.publicKey, certificate, origins };
  await disk.replaceFile(path, encodeMembership(membership));
  const lookUps: { resolve: (hosts: readonly string[]) => void }[] = [];
  const network = {
    resolve: async () => {
      const lookUp = deferred<readonly string[]>();
      lookUps.push(lookUp);
      return await lookUp.promise;
    },
  };
  const links = await OriginLinks.open(
    // What is asked of a network here is names.
    { clock, disk, log: silentLog, network: network as never },
    {
      path,
      name: "Kitchen",
      linkKey: new Uint8Array(32).fill(1),
      signingKey: new Uint8Array(32).fill(2),
      join: undefined,
      addresses,
    },
  );
  return { clock, disk, links, lookUps };
}

describe("the links to the origins", () => {
  it("keep what was learnt last, however long the disk takes over what was learnt before", async () => {
    const { disk, links } = await member();
    const replace = disk.replaceFile.bind(disk);
    const slow = deferred<void>();
    let writes = 0;
    disk.replaceFile = async (...wanted) => {
      writes += 1;
      if (writes === 1) await slow.promise;
      await replace(...wanted);
    };
    for (const signer of [5, 6]) links.admit(originKey, originCertificate(signer));
    await new Promise(setImmediate);
    slow.resolve();
    await new Promise(setImmediate);
    assert.equal(writes, 2);
    assert.ok(links.trusts(new Uint8Array(32).fill(6)));
    const written = decodeMembership(await disk.readFile(path));
    assert.deepEqual(written?.origins[0]?.signingKey, new Uint8Array(32).fill(6));
  });

  it("ask for a name again only when they have been answered", async () => {
    const { links, lookUps } = await member([{ host: "music.home.arpa", port: 41_000 }]);
    let remote: RemotePeer | undefined;
    const endpoint = {
      local: { host: "0.0.0.0", port: 1 },
      connect: (peer: RemotePeer) => {
        remote = peer;
        return { onState: () => () => undefined };
      },
    };
    // As much of an endpoint as somebody sees who only dials.
    links.start(endpoint as unknown as LinkEndpoint, () => undefined);
    for (let i = 0; i < 5; i++) assert.deepEqual(remote?.addresses(), []);
    assert.equal(lookUps.length, 1);
    lookUps[0]?.resolve(["10.0.0.7"]);
    await new Promise(setImmediate);
    assert.deepEqual(remote?.addresses(), [{ host: "10.0.0.7", port: 41_000 }]);
    assert.equal(lookUps.length, 2);
  });

  it("look a name up in between while nobody answers, and never wait behind a name server that is gone", async () => {
    const { clock, links, lookUps } = await member([{ host: "music.home.arpa", port: 41_000 }]);
    let remote: RemotePeer | undefined;
    const endpoint = {
      local: { host: "0.0.0.0", port: 1 },
      connect: (peer: RemotePeer) => {
        remote = peer;
        return { onState: () => () => undefined };
      },
    };
    links.start(endpoint as unknown as LinkEndpoint, () => undefined);
    remote?.addresses();
    lookUps[0]?.resolve(["10.0.0.7"]);
    await clock.advance(400_000);
    assert.equal(lookUps.length, 2, "in between");
    await clock.advance(5_000_000);
    assert.equal(lookUps.length, 2, "and not for ever");
    remote?.addresses();
    lookUps[2]?.resolve(["10.0.0.8"]);
    await clock.advance(1);
    assert.deepEqual(remote?.addresses(), [{ host: "10.0.0.8", port: 41_000 }]);
  });
});
