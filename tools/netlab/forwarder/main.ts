/**
 * Root of the forwarding thread: opens a TUN in each host's namespace, says it is ready, and carries
 * packets until it is told to stop. It never returns to the event loop; orders are fetched from the
 * port when the eventfd says there are some.
 */
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { assert } from "../../../src/base/assert.ts";
import { describeError } from "../../../src/base/errors.ts";
import { openNative } from "../../../src/platform/native.ts";
import { raiseThreadPriority } from "../../../src/platform/thread-priority.ts";
import { NetlabError } from "../errors.ts";
import { Forwarder } from "./forwarder.ts";
import { type Libc, loadLibc } from "./libc.ts";
import type { Answer, ForwarderOptions, Order } from "./messages.ts";
import { openTun } from "./tun.ts";

const nonBlocking = 0o4000;
const port = parentPort;
assert(port !== null, "a worker thread has a parent");
const say = (answer: Answer) => port.postMessage(answer);

try {
  const native = await openNative();
  run(workerData as ForwarderOptions, loadLibc(), () => raiseThreadPriority(native)); // what lab.ts hands over
} catch (error) {
  const code = error instanceof NetlabError ? error.code : "failed";
  say({ kind: "failed", code, message: describeError(error) });
}

function run({ hosts, seed }: ForwarderOptions, libc: Libc, hurry: () => void): void {
  const tuns: number[] = [];
  const wakeFd = libc.eventfd(0, nonBlocking);
  try {
    for (const { namespacePath } of hosts) tuns.push(openTun(libc, namespacePath));
    const nowUs = () => performance.now() * 1e3;
    const names = hosts.map(({ name }) => name);
    const forwarder = new Forwarder({ libc, tuns, wakeFd, names, seed, nowUs });
    hurry();
    say({ kind: "ready", wakeFd });
    const wakes = new Uint8Array(8);
    for (;;) {
      if (!forwarder.turn()) continue;
      libc.read(wakeFd, wakes, wakes.length);
      if (!obey(forwarder)) return;
    }
  } finally {
    for (const fd of [...tuns, wakeFd]) libc.close(fd);
  }
}

/** False: it is over. */
function obey(forwarder: Forwarder): boolean {
  for (;;) {
    const order = nextOrder();
    if (order === undefined) return true;
    if (order.kind === "stop") return false;
    if (order.kind === "stats") say({ kind: "stats", id: order.id, stats: forwarder.stats() });
    else {
      forwarder.play(order.script);
      say({ kind: "done", id: order.id });
    }
  }
}

function nextOrder(): Order | undefined {
  assert(port !== null, "a worker thread has a parent");
  return receiveMessageOnPort(port)?.message as Order | undefined; // what thread.ts posts
}
