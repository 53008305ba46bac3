/**
 * Root of the forwarding process: opens a TUN in each host's namespace, says it is ready, and carries
 * packets until its standard input ends. It never returns to the event loop; the loop polls the
 * input beside the TUNs.
 *
 * A process of its own, with a garbage collector that uses no helper threads: those run at ordinary
 * priority, and on a busy machine the loop would wait tens of milliseconds for them.
 */
import { writeSync } from "node:fs";
import { describeError } from "../../../src/base/errors.ts";
import { openNative } from "../../../src/platform/native.ts";
import { raiseThreadPriority } from "../../../src/platform/thread-priority.ts";
import { NetlabError } from "../errors.ts";
import { parseScript } from "../script/parse.ts";
import { Forwarder } from "./forwarder.ts";
import { type Libc, loadLibc } from "./libc.ts";
import type { Answer, ForwarderOptions, Order } from "./messages.ts";
import { OrderReader } from "./order-reader.ts";
import { openTun } from "./tun.ts";

const input = 0;
const output = 1;

function say(answer: Answer): void {
  writeSync(output, `${JSON.stringify(answer)}\n`);
}

function run({ hosts, seed }: ForwarderOptions, libc: Libc, hurry: () => void): void {
  const tuns = hosts.map(({ namespacePath }) => openTun(libc, namespacePath));
  const nowUs = () => performance.now() * 1e3;
  const names = hosts.map(({ name }) => name);
  const forwarder = new Forwarder({ libc, tuns, wakeFd: input, names, seed, nowUs });
  const orders = new OrderReader(libc, input);
  hurry();
  say({ kind: "ready", id: 0 });
  while (!orders.hasEnded) {
    if (!forwarder.turn()) continue;
    for (const order of orders.read()) obey(order, forwarder, names);
  }
}

function obey(order: Order, forwarder: Forwarder, hosts: readonly string[]): void {
  const { id } = order;
  if (order.kind === "stats") {
    say({ kind: "stats", id, stats: forwarder.stats() });
    return;
  }
  forwarder.play(parseScript(order.text, { name: "script", hosts }));
  say({ kind: "done", id });
}

try {
  const native = await openNative();
  const options = JSON.parse(process.argv[2] ?? "") as ForwarderOptions; // what forwarder-process.ts hands over
  run(options, loadLibc(), () => raiseThreadPriority(native));
} catch (error) {
  const code = error instanceof NetlabError ? error.code : "failed";
  say({ kind: "failed", code, message: describeError(error) });
  process.exitCode = 1;
}
