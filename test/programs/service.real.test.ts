/** The built program under a service manager: what it says of itself, and that what hangs says nothing. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { NotifyReceiver } from "../platform/notify-receiver.ts";
import { Daemon, TempFolder, until } from "./daemon.ts";
import { audioThread, StoppedThread } from "./stopped-thread.ts";

const limitMs = 120_000;
const watchdogMs = 900;
const missing = process.getuid?.() === 0 ? undefined : "needs root to stop a single thread";
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function speakerUnder(receiver: string, folder: TempFolder): Promise<Daemon> {
  const args = ["speaker", "--data", folder.in("speaker"), "--name", "Kitchen", "--output", "null"];
  const listen = ["--listen", "127.0.0.1:0", "--control", "off"];
  return Daemon.start([...args, ...listen], {
    NOTIFY_SOCKET: receiver,
    WATCHDOG_USEC: String(watchdogMs * 1_000),
  });
}

describe("a daemon under a service manager", () => {
  it("says that it is ready, what it does, that it is alive, and that it stops", {
    timeout: limitMs,
  }, async () => {
    using folder = new TempFolder();
    const at = folder.in("notify");
    using receiver = await NotifyReceiver.bind(at);
    await using daemon = await speakerUnder(at, folder);
    await until("signs of life", async () => {
      receiver.take();
      return (
        receiver.received.filter((text) => text.includes("WATCHDOG=1")).length > 3 || undefined
      );
    });
    assert.equal(receiver.received[0], "READY=1\nSTATUS=Kitchen: stopped");
    assert.equal(await daemon.stop(), 0);
    receiver.take();
    assert.equal(receiver.received.at(-1), "STOPPING=1");
  });

  it.skipIf(missing !== undefined)(
    `that hangs, with one thread or the other, is silent until it goes on (${missing ?? "by ptrace"})`,
    { timeout: limitMs },
    async () => {
      using folder = new TempFolder();
      const at = `@nightjar-test/${process.pid}/hang`;
      using receiver = await NotifyReceiver.bind(at);
      await using daemon = await speakerUnder(at, folder);
      const alive = (): boolean => receiver.take().some((text) => text.includes("WATCHDOG=1"));
      const pid = daemon.child.pid ?? 0;
      const audio = await until("its audio thread", async () => audioThread(pid));
      assert.notEqual(audio, pid);
      for (const thread of [audio, pid]) {
        await until("signs of life", async () => alive() || undefined);
        {
          using _stopped = await StoppedThread.stop(thread);
          // A beat that was on its way, and one between whose halves the thread still moved.
          await pause(watchdogMs);
          receiver.take();
          await pause(2 * watchdogMs);
          assert.equal(alive(), false, `silence while thread ${thread} of ${pid} stands still`);
        }
        await until("signs of life again", async () => alive() || undefined);
      }
      assert.ok(daemon.log.some((line) => line.includes('"thread-stands-still"')));
    },
  );
});
