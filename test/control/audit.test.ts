import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { utf8Bytes } from "../../src/base/bytes.ts";
import { Rng } from "../../src/base/rng.ts";
import { type Actor, Audit } from "../../src/control/audit.ts";
import { auditMax, auditRepeatUs, auditWriteUs } from "../../src/control/limits.ts";
import { Remote } from "../../src/control/remote.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { SimDisk } from "../sim/sim-disk.ts";
import { quietLog, World } from "./world.ts";

const anna: Actor = { kind: "client", clientId: "aa", name: "Anna" };
const path = "/data/audit.json";

function parts(clock = new SimClock()) {
  let trusted = true;
  const time = () => ({ wallMs: clock.wallMs(), trusted });
  return {
    ports: { clock, log: quietLog, time },
    clock,
    forget: () => {
      trusted = false;
    },
  };
}

describe("the audit", () => {
  it("keeps the last 200 actions, the newest first, with who, what and when", () => {
    const { ports, clock, forget } = parts();
    const audit = new Audit(ports);
    for (let i = 0; i < auditMax + 5; i++) audit.note(anna, `action ${i}`);
    assert.equal(audit.list().length, auditMax);
    assert.deepEqual(audit.list()[0], {
      ...anna,
      what: `action ${auditMax + 4}`,
      detail: "",
      times: 1,
      atMs: clock.wallMs(),
    });
    forget();
    audit.note({ kind: "button", clientId: "", name: "" }, "pause");
    assert.equal(audit.list()[0]?.atMs, 0, "a time that nobody knows is none");
  });

  it("makes one entry of what repeats in a row, within ten seconds each", async () => {
    const { ports, clock } = parts();
    const audit = new Audit(ports);
    for (let level = 1; level <= 30; level++) {
      audit.note(anna, "volume", String(level));
      await clock.advance(auditRepeatUs);
    }
    assert.deepEqual(
      audit.list().map(({ detail, times }) => [detail, times]),
      [["30", 30]],
    );
    await clock.advance(1);
    audit.note(anna, "volume", "31");
    audit.note({ ...anna, clientId: "bb" }, "volume", "32");
    assert.equal(audit.list().length, 3);
  });

  it("outlives a restart, and writes its file once in a quarter of an hour", async () => {
    const { ports, clock } = parts();
    const disk = new SimDisk({ clock: ports.clock, rng: new Rng(1) });
    await disk.makeFolder("/data");
    const audit = await Audit.open(ports, { disk, path });
    audit.note(anna, "pause");
    assert.equal(await disk.stat(path), undefined);
    await clock.advance(auditWriteUs);
    assert.equal((await Audit.open(ports, { disk, path })).list().length, 1);
    audit.note(anna, "next");
    await clock.advance(auditWriteUs / 2);
    assert.equal((await Audit.open(ports, { disk, path })).list().length, 1);
    await audit[Symbol.asyncDispose]();
    assert.deepEqual((await Audit.open(ports, { disk, path })).list(), audit.list());
  });

  it("takes any file, and begins anew with what is none", async () => {
    const { ports } = parts();
    const row = fc.record({
      kind: fc.constantFrom("client", "owner", "nobody"),
      clientId: fc.string(),
      name: fc.string(),
      what: fc.string(),
      detail: fc.oneof(fc.string(), fc.nat()),
      atMs: fc.nat(),
      times: fc.nat(),
    });
    const text = fc.oneof(
      fc.string(),
      fc.array(row).map((entries) => JSON.stringify({ version: 1, entries })),
    );
    await fc.assert(
      fc.asyncProperty(text, async (file) => {
        const disk = new SimDisk({ clock: ports.clock, rng: new Rng(1) });
        await disk.makeFolder("/data");
        await disk.replaceFile(path, utf8Bytes(file));
        const audit = await Audit.open(ports, { disk, path });
        assert.ok(audit.list().length <= auditMax);
      }),
    );
  });

  it("is for members, names who did it, and leaves out what was refused", async () => {
    const world = await World.open();
    world.pairPhone("guest");
    const guest = await world.connectPhone();
    await world.clock.settle(guest.command({ kind: "pause" }));
    await world.clock.settle(guest.command({ kind: "queue-clear" }));
    await assert.rejects(world.clock.settle(new Remote(guest).audit()), /needs the role member/);
    const owner = new Remote(await world.connect());
    const rows = await world.clock.settle(owner.audit());
    assert.deepEqual(
      rows.map(({ actor, name, what }) => [actor, name, what]),
      [["client", "Phone", "pause"]],
    );
  });
});
