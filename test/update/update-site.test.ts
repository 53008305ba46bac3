import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { NetworkError } from "../../src/ports/errors.ts";
import type { HttpClient } from "../../src/ports/http-client.ts";
import { Bundle } from "../../src/update/bundle.ts";
import { pieceBytes } from "../../src/update/limits.ts";
import { fetchSmall, WebSource } from "../../src/update/source.ts";
import { UpdateSite } from "../../src/update/update-site.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { noSignal, publicKey, SimCardOfTwo, testSystem } from "./world.ts";

/** A client that asks a site without a network in between. */
function clientOf(site: UpdateSite, before: () => void = () => undefined): HttpClient {
  return {
    async request({ url, headers }) {
      before();
      const { pathname: target } = new URL(url);
      const header = (name: string) => headers[name];
      const reply = await site.answer({ method: "GET", target, host: "nas", peer: "p", header });
      const found = new Map(Object.entries(reply.headers).map(([k, v]) => [k.toLowerCase(), v]));
      const { status, body } = reply;
      return { status, header: (name) => found.get(name), body: body.subarray(0, pieceBytes) };
    },
  };
}

async function served() {
  const { disk } = new SimCardOfTwo();
  const system = testSystem("1.1.0");
  await disk.makeFolder("/updates");
  await disk.replaceFile("/updates/n.njb", system.bundle);
  await disk.replaceFile("/updates/stable.test.njc", new Uint8Array(80).fill(7));
  await disk.replaceFile("/secret", new Uint8Array(3));
  return { site: new UpdateSite(disk, "/updates"), system };
}

describe("a channel's server", () => {
  it("sends bundles in parts and channel files whole, to a device that asks again where the line fails", async () => {
    const { site, system } = await served();
    const clock = new SimClock();
    let asked = 0;
    const http = clientOf(site, () => {
      asked += 1;
      if (asked % 5 === 0) throw new NetworkError("connection-lost", "gone");
    });
    const source = new WebSource({ http, clock }, "http://nas:7690/n.njb");
    const reading = (async () => {
      const bundle = await Bundle.open(source, [publicKey], noSignal);
      const [part] = bundle.signed.manifest.parts;
      assert.ok(part !== undefined);
      return bundle.chunk(part, 0, noSignal);
    })();
    await clock.advance(60e6);
    const first = system.contents[0]?.bytes ?? new Uint8Array(0);
    assert.deepEqual(await reading, first.subarray(0, 1_048_576));
    const small = fetchSmall({ http, clock }, "http://nas:7690/stable.test.njc", noSignal);
    await clock.advance(10e6);
    assert.equal((await small).length, 80);
  });

  it("answers for nothing but bundles and channel files, and for no part that is not there", async () => {
    const { site } = await served();
    const statusOf = async (target: string, range?: string) => {
      const header = (name: string) => (name === "range" ? range : undefined);
      return (await site.answer({ method: "GET", target, host: "nas", peer: "p", header })).status;
    };
    for (const target of ["/../secret", "/secret", "/", "/%2e%2e/secret", "/x.njb", "/a/n.njb"])
      assert.equal(await statusOf(target), 404, target);
    for (const range of ["bytes=99999999-", "bytes=-5", "bytes=5-2", "bytes=0-1,4-5", "lines=1-2"])
      assert.equal(await statusOf("/n.njb", range), 416, range);
    assert.equal(await statusOf("/n.njb"), 416, "whole it is too large for an answer");
    assert.equal(await statusOf("/n.njb", "bytes=0-9"), 206);
  });
});
