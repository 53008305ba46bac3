import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "vitest";
import { inviteOf } from "../../src/cli/invite-of.ts";
import { formatInvite } from "../../src/household/invite.ts";
import { NodeDisk } from "../../src/platform/disk.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { SimLog } from "../sim/sim-log.ts";

const clock = new SimClock();
const uri = (expiresMs: number): string =>
  formatInvite({
    addresses: [{ host: "192.0.2.1", port: 41_800 }],
    household: new Uint8Array(32).fill(1),
    originKey: new Uint8Array(32).fill(2),
    token: new Uint8Array(16).fill(3),
    expiresMs,
  });
const good = uri(clock.wallMs() + 86_400_000);
const expired = uri(clock.wallMs() - 86_400_000);

describe("the invite of a speaker", () => {
  let folder = "";
  let log = new SimLog(() => clock.nowUs());
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "nightjar-invite-"));
    log = new SimLog(() => clock.nowUs());
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function find(join: string | undefined, credentials: string | undefined = folder) {
    const of = log.of("speaker");
    const variables = { CREDENTIALS_DIRECTORY: credentials };
    const environment = { variables, userName: "", hostName: "" };
    return inviteOf(
      { disk: new NodeDisk(of), clock, log: of, environment },
      { join, dataDir: folder },
    );
  }

  it("may be handed over by systemd, so that it is on no command line", async () => {
    writeFileSync(path.join(folder, "nightjar.invite"), `${good}\n`);
    assert.equal((await find(undefined))?.expiresMs, clock.wallMs() + 86_400_000);
    assert.equal(await find(undefined, ""), undefined, "there is none without systemd's folder");
  });

  it("is none where none is handed over, and that is nothing to speak of", async () => {
    assert.equal(await find(undefined), undefined);
    assert.deepEqual(log.lines, []);
  });

  it("that expired or is none keeps no speaker from playing, and says why", async () => {
    for (const text of [expired, "nightjar://nowhere", ""]) {
      writeFileSync(path.join(folder, "nightjar.invite"), text);
      assert.equal(await find(undefined), undefined);
    }
    assert.equal(log.lines.length, 3);
    assert.match(log.lines[0] ?? "", /^warn speaker invite-not-used .*expired 24 h ago/);
  });

  it("is not read where it is far too large for one", async () => {
    writeFileSync(path.join(folder, "nightjar.invite"), good.padEnd(5_000));
    assert.equal(await find(undefined), undefined);
  });

  it("on the command line is meant: one that expired is an error", async () => {
    await assert.rejects(find(expired), { code: "invite-expired" });
  });
});
