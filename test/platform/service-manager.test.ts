/** What is sent to systemd, over real sockets of both kinds. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, it } from "vitest";
import { newsText, openServiceManager, socketAddress } from "../../src/platform/service-manager.ts";
import { NotifyReceiver } from "./notify-receiver.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "nightjar-notify-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const places = [
  ["a path", path.join(folder, "notify")],
  ["a name in the abstract name space", `@nightjar-test/${process.pid}`],
] as const;

describe("the service manager of systemd", () => {
  for (const [kind, at] of places) {
    it(`is told over ${kind}`, async () => {
      using receiver = await NotifyReceiver.bind(at);
      using manager = await openServiceManager({ NOTIFY_SOCKET: at }, 1);
      assert.equal(manager?.tell({ ready: true, status: "Kitchen: playing" }), true);
      assert.equal(manager?.tell({ alive: true }), true);
      assert.equal(manager?.tell({ stopping: true }), true);
      const said = ["READY=1\nSTATUS=Kitchen: playing", "WATCHDOG=1", "STOPPING=1"];
      assert.deepEqual(receiver.take(), said);
    });
  }

  it("is none where no socket is named, or of a kind that systemd does not name", async () => {
    assert.equal(await openServiceManager({}, 1), undefined);
    for (const odd of ["", "/", "relative", "vsock:2:1234", `/${"x".repeat(200)}`]) {
      assert.equal(socketAddress(odd), undefined, odd);
    }
  });

  it("waits for a sign of life as long as it says, if it is this process that it watches", async () => {
    const at = `@nightjar-test/${process.pid}/us`;
    const of = async (more: Record<string, string>): Promise<number | undefined> => {
      using manager = await openServiceManager({ NOTIFY_SOCKET: at, ...more }, 42);
      return manager?.watchdogUs;
    };
    assert.equal(await of({}), undefined);
    assert.equal(await of({ WATCHDOG_USEC: "30000000" }), 30e6);
    assert.equal(await of({ WATCHDOG_USEC: "30000000", WATCHDOG_PID: "42" }), 30e6);
    assert.equal(await of({ WATCHDOG_USEC: "30000000", WATCHDOG_PID: "7" }), undefined);
    for (const odd of ["", "0", "-5", "soon", "1e99"])
      assert.equal(await of({ WATCHDOG_USEC: odd }), undefined, odd);
  });

  it("is not passed on to programs that this one starts", async () => {
    const variables = {
      NOTIFY_SOCKET: "@x",
      WATCHDOG_USEC: "1000",
      WATCHDOG_PID: "1",
      PATH: "/bin",
    };
    using _manager = await openServiceManager(variables, 1);
    assert.deepEqual(variables, { PATH: "/bin" });
  });

  it("that is gone, or takes nothing, is told nothing and holds nobody up", async () => {
    const at = `@nightjar-test/${process.pid}/full`;
    using manager = await openServiceManager({ NOTIFY_SOCKET: at }, 1);
    assert.equal(manager?.tell({ alive: true }), false, "nobody listens");
    using receiver = await NotifyReceiver.bind(at);
    let taken = 0;
    while (manager?.tell({ alive: true }) === true && taken < 1e6) taken += 1;
    assert.ok(taken > 0 && taken < 1e6, `${taken} datagrams without a reader`);
    assert.equal(receiver.take().length, taken);
    assert.equal(manager?.tell({ alive: true }), true, "there is room again");
  });

  it("takes a status of any text as one line: no value brings another variable", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const sent = newsText({ status: `${text}\nMAINPID=1\r\u0000\u0085WATCHDOG=trigger` });
        assert.equal(sent.split(/[\n\r\0]/).length, 1);
        assert.ok(sent.startsWith("STATUS=") && sent.length <= 7 + 200);
      }),
    );
  });
});
