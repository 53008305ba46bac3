import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { utf8Bytes } from "../../../src/base/bytes.ts";
import { Rng } from "../../../src/base/rng.ts";
import { WebSite } from "../../../src/control/http/site.ts";
import type { HttpAsk, HttpReply } from "../../../src/ports/http-server.ts";
import { SimClock } from "../../sim/sim-clock.ts";
import { SimDisk } from "../../sim/sim-disk.ts";
import { FakeModel } from "../fake-model.ts";
import { quietLog } from "../world.ts";

const page = "<!doctype html><title>remote</title>";

class Rig {
  readonly clock = new SimClock();
  readonly disk = new SimDisk({ clock: this.clock, rng: new Rng(1), latencyUs: 0 });
  readonly failures: string[] = [];
  readonly site = new WebSite({
    disk: this.disk,
    log: { ...quietLog, error: (event) => void this.failures.push(event) },
    model: new FakeModel(this.clock),
    folder: "/web",
    names: [],
    accept: () => undefined,
  });

  async built(): Promise<this> {
    await this.clock.settle(this.#write("/web/index.html", page));
    await this.clock.settle(this.#write("/web/index.html.br", "small"));
    return this;
  }

  async #write(path: string, text: string): Promise<void> {
    await this.disk.makeFolder("/web");
    await this.disk.replaceFile(path, utf8Bytes(text));
  }

  ask(target: string, headers: Readonly<Record<string, string>> = {}): Promise<HttpReply> {
    const ask: HttpAsk = {
      method: "GET",
      target,
      host: "10.0.0.5:7680",
      peer: "10.0.0.9:5000",
      header: (name) => headers[name],
    };
    return this.clock.settle(this.site.answer(ask, new AbortController().signal));
  }
}

const textOf = ({ body }: HttpReply): string => new TextDecoder().decode(body);

describe("the web side", () => {
  it("says what to do where the web remote is not built, as a page", async () => {
    const reply = await new Rig().ask("/");
    assert.equal(reply.status, 503);
    assert.match(reply.headers["Content-Type"] ?? "", /^text\/html/);
    assert.match(textOf(reply), /npm run setup/);
    assert.equal((await new Rig().ask("/other.js")).status, 404);
  });

  it("serves what is there once it is, without a new start", async () => {
    const rig = new Rig();
    assert.equal((await rig.ask("/")).status, 503);
    await rig.built();
    assert.equal(textOf(await rig.ask("/?x=1")), page);
    assert.equal(textOf(await rig.ask("/", { "accept-encoding": "br" })), "small");
  });

  it("takes the file as it is where a new build takes the compressed one away meanwhile", async () => {
    const rig = await new Rig().built();
    rig.disk.fault = (call, path) =>
      path.endsWith(".br") && call !== "stat" ? "not-found" : undefined;
    assert.equal(textOf(await rig.ask("/", { "accept-encoding": "br" })), page);
  });

  it("says that it failed where the disk does, and logs why", async () => {
    const rig = await new Rig().built();
    rig.disk.fault = () => "io-error";
    const reply = await rig.ask("/");
    assert.equal(reply.status, 500);
    assert.deepEqual(rig.failures, ["web-failed"]);
    assert.doesNotMatch(textOf(reply), /\/web/);
  });

  it("puts its policy on every answer", async () => {
    const rig = await new Rig().built();
    const tag = (await rig.ask("/")).headers["ETag"] ?? "";
    const replies = await Promise.all([
      rig.ask("/"),
      rig.ask("/", { "if-none-match": tag }),
      rig.ask("/nothing"),
      rig.ask(`/artwork/${"ab".repeat(32)}`),
      rig.ask("/", { origin: "http://evil.example" }),
    ]);
    assert.deepEqual(
      replies.map(({ status }) => status),
      [200, 304, 404, 404, 403],
    );
    for (const { headers } of replies) {
      assert.match(headers["Content-Security-Policy"] ?? "", /script-src 'self';/);
      assert.equal(headers["X-Content-Type-Options"], "nosniff");
      assert.equal(headers["Referrer-Policy"], "no-referrer");
      assert.equal(headers["Access-Control-Allow-Origin"], undefined);
    }
  });
});
