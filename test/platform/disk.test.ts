import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { describe, it } from "vitest";
import { NodeClock } from "../../src/platform/clock.ts";
import { NodeDisk } from "../../src/platform/disk.ts";
import { diskError } from "../../src/platform/disk-errors.ts";
import { JsonLog } from "../../src/platform/log.ts";
import { DiskError } from "../../src/ports/errors.ts";
import { diskContract } from "../contract/disk.ts";
import { MemoryLog, makeWorld } from "../storage/world.ts";

async function realDisk() {
  const folder = await mkdtemp(path.join(os.tmpdir(), "nightjar-disk-"));
  return {
    disk: new NodeDisk(new MemoryLog()),
    folder,
    settle: () => new Promise<void>((resolve) => setTimeout(resolve, 600)),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

diskContract("NodeDisk", realDisk);

diskContract("SimDisk", async () => {
  const { disk, clock } = makeWorld(1);
  await disk.makeFolder("/data");
  return {
    disk,
    folder: "/data",
    settle: () => clock.advance(1_000_000),
    [Symbol.asyncDispose]: async () => undefined,
  };
});

describe("NodeDisk", () => {
  it("keeps secrets to their owner, in place and when replaced", async () => {
    await using world = await realDisk();
    const file = path.join(world.folder, "key");
    await world.disk.replaceFile(file, Uint8Array.of(1), { secret: true });
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    await using made = await world.disk.open(path.join(world.folder, "key2"), "create", {
      secret: true,
    });
    assert.equal(await made.sizeBytes(), 0);
    assert.equal((await stat(path.join(world.folder, "key2"))).mode & 0o777, 0o600);
  });

  it("makes folders that others make at the same time", async () => {
    await using world = await realDisk();
    for (let round = 0; round < 50; round++) {
      const at = path.join(world.folder, String(round), "shelf", "below");
      const names = ["a", "b", "c", "d", "e", "f"];
      await Promise.all(names.map((name) => world.disk.makeFolder(path.join(at, name, "x"))));
      assert.equal((await world.disk.list(at)).length, names.length);
    }
  });

  it("says at once where no folder can be made", async () => {
    const disk = new NodeDisk(new MemoryLog());
    await assert.rejects(disk.makeFolder("/proc/nightjar/data"), DiskError);
    await assert.rejects(disk.makeFolder("/dev/null/data"), DiskError);
  });

  it("reserves blocks, so that the space is really there", async () => {
    await using world = await realDisk();
    const file = path.join(world.folder, "cache");
    await using made = await world.disk.open(file, "create");
    await made.allocate(8 * 1024 * 1024);
    const { size, blocks } = await stat(file);
    assert.equal(size, 8 * 1024 * 1024);
    assert.ok(blocks * 512 >= size, `${blocks} blocks`);
  });

  it("gives a lock that a dead process left to one of many that want it, every time", async () => {
    await using world = await realDisk();
    const lock = path.join(world.folder, "lock");
    for (let round = 0; round < 20; round++) {
      await writeFile(lock, round % 2 === 0 ? "999999999\n" : "no lock at all");
      const outcomes = await Promise.allSettled(
        Array.from({ length: 8 }, () => world.disk.lock(lock)),
      );
      const held = outcomes.filter((outcome) => outcome.status === "fulfilled");
      assert.equal(held.length, 1);
      await held[0]?.value[Symbol.asyncDispose]();
    }
  });

  it("lets go of a lock when its process is killed", async () => {
    await using world = await realDisk();
    const lock = path.join(world.folder, "lock");
    const root = path.resolve(import.meta.dirname, "../..");
    const code = `import { lockFile } from "${root}/src/platform/disk-lock.ts"; await lockFile("${lock}"); console.log("held"); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    await assert.rejects(world.disk.lock(lock), {
      code: "in-use",
      message: new RegExp(`process ${child.pid}`),
    });
    child.kill("SIGKILL");
    await once(child, "exit");
    await using again = await world.disk.lock(lock);
    assert.ok(again);
  });

  it("counts a link to a file as a file, and one to a folder as something else", async () => {
    await using world = await realDisk();
    await writeFile(path.join(world.folder, "a"), "");
    await symlink("a", path.join(world.folder, "b"));
    await symlink(".", path.join(world.folder, "c"));
    await symlink("nowhere", path.join(world.folder, "d"));
    const kinds = (await world.disk.list(world.folder)).map(({ name, kind }) => `${name} ${kind}`);
    assert.deepEqual(kinds.sort(), ["a file", "b file", "c other", "d other"]);
  });

  it("turns a watch that cannot be into silence and a line in the log", async () => {
    const log = new MemoryLog();
    const watch = await new NodeDisk(log).watch("/nowhere/at/all", () => assert.fail("a hint"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await watch[Symbol.asyncDispose]();
    assert.deepEqual(
      log.lines.map(({ event }) => event),
      ["watch-failed"],
    );
  });

  it("says what to do about each of the system's errors", () => {
    const cases = { ENOSPC: /free some space/, EROFS: /read-only/, EACCES: /access/, EIO: /card/ };
    for (const [code, remedy] of Object.entries(cases)) {
      const error = diskError(Object.assign(new Error(code), { code }), "write", "/x");
      assert.match(error.remedy ?? "", remedy);
      assert.match(error.message, /cannot write \/x: /);
    }
    assert.equal(diskError(new Error("odd"), "read", "/x").code, "io-error");
  });
});

describe("NodeClock", () => {
  it("counts whole microseconds upwards and calls back no sooner than asked", async () => {
    const clock = new NodeClock();
    const fromUs = clock.nowUs();
    assert.ok(Number.isSafeInteger(fromUs));
    const clearly = await new Promise<number>((resolve) => {
      clock.after(-5, () => undefined)();
      clock.after(20_000, () => resolve(clock.nowUs()));
    });
    assert.ok(clearly - fromUs >= 20_000);
  });
});

describe("JsonLog", () => {
  const clock = { nowUs: () => 0, wallMs: () => 0, after: () => () => undefined };

  it("writes one line of JSON at its level and above, whose fixed names no field can take", () => {
    const lines: string[] = [];
    const stream = {
      on: () => stream,
      write: (line: string) => lines.push(line),
    } as unknown as NodeJS.WritableStream; // all that a log uses
    const log = new JsonLog({ clock, level: "info", component: "main", stream });
    log.debug("quiet");
    log.child("cache").warn("open", { chunks: 3, level: "none", gone: undefined });
    assert.deepEqual(
      lines.map((line) => JSON.parse(line)),
      [
        {
          time: "1970-01-01T00:00:00.000Z",
          level: "warn",
          component: "cache",
          event: "open",
          chunks: 3,
        },
      ],
    );
    assert.ok(lines[0]?.endsWith("}\n"));
  });

  it("goes on when stderr is broken", () => {
    const stream = {
      on: () => stream,
      write: () => {
        throw new Error("EPIPE");
      },
    } as unknown as NodeJS.WritableStream; // all that a log uses
    const log = new JsonLog({ clock, level: "debug", component: "main", stream });
    log.error("lost");
    assert.equal(log.dropped, 1);
  });
});
