import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { describe, it } from "vitest";
import { removeStale } from "../../tools/netlab/host/namespaces.ts";
import { type Netlab, openNetlab, whyNoLab } from "../../tools/netlab/lab.ts";
import * as programs from "./netlab/programs.ts";

const missing = await whyNoLab();
const reason = missing === undefined ? "" : ` (skipped: ${missing})`;
const root = path.resolve(import.meta.dirname, "../..");

/** Real namespaces, real processes, real time: bounds are wide, for two noisy cores. */
describe.skipIf(missing !== undefined)(`a lab${reason}`, { timeout: 60_000 }, () => {
  it("delays a round trip by twice the delay, over IPv4 and IPv6", async () => {
    await using lab = await openNetlab({ hosts: ["a", "b"], script: "delay 20ms" });
    for (const family of lab.ipv6 ? ([4, 6] as const) : ([4] as const)) {
      const trips = await pings(lab, { family, count: 40, everyMs: 10 });
      assert.equal(trips.length, 40);
      const tripsMs = trips.map(([, , tripMs]) => tripMs).sort((a, b) => a - b);
      assert.ok((tripsMs[0] ?? 0) >= 40, `${tripsMs}`);
      assert.ok((tripsMs[20] ?? 0) < 46, `${tripsMs}`);
    }
    const { late } = await lab.stats();
    assert.ok(late.p50Us < 1_000, `the lab itself was ${late.p50Us} µs late in the median`);
  });

  it("loses the asked share of datagrams and delivers all the others", async () => {
    const script = "down loss 10% burst 3";
    await using lab = await openNetlab({ hosts: ["a", "b"], script, seed: 5 });
    const trips = await pings(lab, { family: 4, count: 1_000, everyMs: 1 });
    const { links } = await lab.stats();
    const up = links["b.up"]?.packetsOut ?? 0;
    const { lost = 0, packetsOut = 0 } = links["b.down"] ?? {};
    assert.equal(up, 1_000);
    assert.equal(trips.length, packetsOut);
    assert.equal(lost + packetsOut, 1_000);
    assert.ok(lost > 40 && lost < 180, `${lost} of 1000`);
  });

  it("lets TCP have its rate limit, and hundreds of megabits where there is none", async () => {
    await using lab = await openNetlab({ hosts: ["a", "b"], script: "rate 8mbit/s, queue 50ms" });
    const limited = await transfer(lab, 2_000_000);
    // 1448 of 1500 bytes are payload.
    assert.ok(limited > 6.4 && limited < 7.8, `${limited} Mbit/s`);
    await lab.change("rate unlimited");
    const free = await transfer(lab, 50_000_000);
    assert.ok(free > 100, `${free} Mbit/s`);
  });

  it("carries multicast and broadcast to each other host", async () => {
    const hosts = ["a", "b", "c", "d"];
    await using lab = await openNetlab({ hosts, script: "delay 5ms" });
    for (const to of ["224.0.0.251", "10.77.0.255", "255.255.255.255"]) {
      const group = to.startsWith("224") ? to : undefined;
      const listeners = await Promise.all(
        ["a", "c", "d"].map((host) =>
          ready(lab, host, programs.listen(group, lab.addressOf(host))),
        ),
      );
      run(lab, "b", programs.shout(to));
      const heard = await Promise.all(listeners.map((listener) => listener.next()));
      assert.deepEqual(heard, new Array(3).fill(`${lab.addressOf("b")} hello`), to);
    }
  });

  it("goes deaf for the second that its script says, and is as before afterwards", async () => {
    await using lab = await openNetlab({ hosts: ["a", "b"], script: "delay 2ms" });
    const trips = pings(lab, { family: 4, count: 250, everyMs: 10 });
    await lab.change("at 500ms: loss 100% for 1s");
    const came = (await trips).map(([, sentMs]) => sentMs).sort((a, b) => a - b);
    const gapsMs = came.slice(1).map((sentMs, i) => sentMs - (came[i] ?? 0));
    const longest = Math.max(...gapsMs);
    assert.ok(longest > 990 && longest < 1_150, `${longest} ms`);
    assert.equal(gapsMs.filter((gapMs) => gapMs > 200).length, 1);
  });

  it("has no way out: no interface but its own, no loopback but its own", async () => {
    await using outside = createServer().listen(0, "127.0.0.1");
    await once(outside, "listening");
    const address = outside.address();
    assert.ok(typeof address === "object" && address !== null);
    await using lab = await openNetlab({ hosts: ["a", "b"] });
    const around = run(lab, "a", programs.lookAround(address.port));
    assert.deepEqual(JSON.parse(await around.next()), { names: ["lo", "lan0"], outside: false });
    run(lab, "a", programs.shout("192.0.2.1"));
    await until(async () => (await lab.stats()).nowhere === 1);
  });

  it("takes its programs, interfaces and namespaces with it", async () => {
    const lab = await openNetlab({ hosts: ["a", "b"] });
    const sleeper = lab.exec("a", ["sleep", "1000"]);
    const stubborn = lab.exec(
      "b",
      ["sh", "-c", "trap '' TERM; echo on; setsid sleep 1001 & wait"],
      {
        stdio: ["ignore", "pipe", "ignore"],
      },
    );
    await new Lines(stubborn).next();
    assert.equal(namespacesOf(process.pid).length, 2);
    await lab[Symbol.asyncDispose]();
    assert.equal(sleeper.signalCode, "SIGTERM");
    assert.ok(stubborn.signalCode === "SIGKILL");
    assert.deepEqual(namespacesOf(process.pid), []);
    await lab[Symbol.asyncDispose]();
    await assert.rejects(lab.stats(), /closed/);
  });

  it("ends cleanly at Ctrl-C, and says what its links did", async () => {
    const cli = netlab(["run", "--hosts", "a,b", "--", "sh", "-c", "echo up; exec sleep 1000"]);
    assert.equal(await new Lines(cli).next(), "up");
    let said = "";
    cli.stderr?.on("data", (text) => {
      said += String(text);
    });
    cli.kill("SIGINT");
    const [code] = await once(cli, "exit");
    assert.equal(code, 130);
    assert.match(said, /the machine added/);
    assert.deepEqual(namespacesOf(cli.pid ?? 0), []);
  });

  it("gives the exit code of the last program", async () => {
    const cli = netlab(["run", "--hosts", "a,b", "--", "sh", "-c", "exit 7"]);
    assert.deepEqual((await once(cli, "exit"))[0], 7);
  });

  it("opens a shell on the last host, for as long as that runs", async () => {
    const cli = netlab(["shell", "--hosts", "a,b"]);
    cli.stdin?.end("echo $NETLAB_HOST at $NETLAB_B\nsleep 0.2\nexit 3\n");
    const ended = once(cli, "exit");
    assert.equal(await new Lines(cli).next(), "b at 10.77.0.2");
    assert.deepEqual((await ended)[0], 3);
    assert.deepEqual(namespacesOf(cli.pid ?? 0), []);
  });

  it("leaves no program when it is killed, and the next run removes its namespaces", async () => {
    const cli = netlab(["run", "--hosts", "a,b", "--", "sh", "-c", "echo $$; exec sleep 1000"]);
    const pid = Number(await new Lines(cli).next());
    assert.equal(namespacesOf(cli.pid ?? 0).length, 2);
    cli.kill("SIGKILL");
    await once(cli, "exit");
    await until(async () => !isAlive(pid));
    removeStale();
    assert.deepEqual(namespacesOf(cli.pid ?? 0), []);
  });
});

/** Of a child's output, one line after the other. */
class Lines {
  readonly #lines: AsyncIterator<string>;

  constructor({ stdout }: ChildProcess) {
    assert.ok(stdout !== null);
    this.#lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  async next(): Promise<string> {
    const { value } = await this.#lines.next();
    return String(value);
  }
}

function start(lab: Netlab, host: string, program: string): ChildProcess {
  const argv = [process.execPath, "-e", program];
  return lab.exec(host, argv, { stdio: ["ignore", "pipe", "inherit"] });
}

function run(lab: Netlab, host: string, program: string): Lines {
  return new Lines(start(lab, host, program));
}

async function ready(lab: Netlab, host: string, program: string): Promise<Lines> {
  const lines = run(lab, host, program);
  assert.equal(await lines.next(), "ready");
  return lines;
}

interface Pings {
  readonly family: 4 | 6;
  readonly count: number;
  readonly everyMs: number;
}

/** From b to a and back: number, when it was sent, and its round trip. */
async function pings(
  lab: Netlab,
  { family, count, everyMs }: Pings,
): Promise<[number, number, number][]> {
  const address = family === 4 ? lab.addressOf("a") : lab.address6Of("a");
  const server = start(lab, "a", programs.echo(family));
  assert.equal(await new Lines(server).next(), "ready");
  const client = run(lab, "b", programs.ping(family, address, count, everyMs));
  const trips: [number, number, number][] = JSON.parse(await client.next());
  server.kill();
  await once(server, "exit");
  return trips;
}

/** Mbit/s of payload, from a to b. */
async function transfer(lab: Netlab, bytes: number): Promise<number> {
  const sink = await ready(lab, "b", programs.tcpSink);
  run(lab, "a", programs.tcpSource(lab.addressOf("b"), bytes));
  const done: { bytes: number; ms: number } = JSON.parse(await sink.next());
  assert.equal(done.bytes, bytes);
  return (bytes * 8) / done.ms / 1e3;
}

function netlab(args: readonly string[]): ChildProcess {
  const main = path.join(root, "tools/netlab/main.ts");
  return spawn(process.execPath, ["--import", "tsx", main, ...args], {
    cwd: root,
    env: { ...process.env, SHELL: "/bin/sh" },
    stdio: ["pipe", "pipe", "pipe"],
  });
}

function namespacesOf(pid: number): string[] {
  return readdirSync("/run/netns").filter((name) => name.startsWith(`netlab.${pid}.`));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}
