/** Well-formed lies: messages of everything that means something to a node, thrown together at random. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import type { Name } from "../../src/discovery/dns-name.ts";
import { emptyMessage, type Message, type RecordData } from "../../src/discovery/message.ts";
import { Lan, services, serviceType } from "./lan.ts";

const names: readonly Name[] = [
  serviceType,
  "_services._dns-sd._udp.local",
  `Kitchen.${serviceType}`,
  `kitchen.${serviceType.toUpperCase()}`,
  `Kitchen (2).${serviceType}`,
  `Hall.${serviceType}`,
  `A\u0001B.${serviceType}`,
  "nightjar-0000000000000001.local",
  "nightjar-0000000000000001-2.local",
  "host.local",
  "local",
];
const hosts = ["10.0.0.2", "10.0.0.77", "10.0.0.254", "10.0.0.1", "203.0.113.1"];
const ttls = [0, 1, 2, 10, 59, 120, 2_250, 4_500, 0xffff_ffff];

function pick<T>(rng: Rng, from: readonly [T, ...T[]] | readonly T[]): T {
  return from[rng.below(from.length)] as T; // never empty here
}

function dataOf(rng: Rng): RecordData {
  switch (rng.below(5)) {
    case 0:
      return { type: "A", address: pick(rng, hosts) };
    case 1:
      return { type: "AAAA", address: pick(rng, ["fe80::1", "fd00::1", "::"]) };
    case 2:
      return { type: "SRV", target: pick(rng, names), port: rng.below(65_536) };
    case 3:
      return {
        type: "TXT",
        strings: [Uint8Array.from({ length: rng.below(9) }, () => rng.below(256))],
      };
    default:
      return { type: "PTR", target: pick(rng, names) };
  }
}

function section(rng: Rng, max: number): Message["answers"] {
  return Array.from({ length: rng.below(max + 1) }, () => ({
    name: pick(rng, names),
    ttlS: pick(rng, ttls),
    flush: rng.chance(0.5),
    data: dataOf(rng),
  }));
}

function messageOf(rng: Rng): Message {
  const types = ["A", "AAAA", "PTR", "SRV", "TXT", "ANY"] as const;
  return {
    ...emptyMessage,
    id: rng.chance(0.1) ? rng.below(65_536) : 0,
    response: rng.chance(0.5),
    truncated: rng.chance(0.2),
    questions: Array.from({ length: rng.below(4) }, () => ({
      name: pick(rng, names),
      type: pick(rng, types),
      unicast: false,
    })),
    answers: section(rng, 4),
    authorities: rng.chance(0.3) ? section(rng, 3) : [],
    additionals: section(rng, 3),
  };
}

describe("a node among liars", () => {
  it.each(Array.from({ length: 20 }, (_, i) => i + 1))(
    "breaks at nothing, stays terse, and is itself again afterwards (seed %i)",
    async (seed) => {
      const lan = new Lan(seed);
      const rng = new Rng(seed);
      const node = await lan.node("10.0.0.1", { name: "Kitchen" });
      await lan.pass(rng.float() * 4);
      lan.takeHeard();
      const spanS = 60;
      for (let i = 0; i < 600; i++) {
        const port = rng.chance(0.1) ? 40_000 : 5_353;
        lan.say(pick(rng, hosts), messageOf(rng), { port });
        await lan.pass((rng.float() * 2 * spanS) / 600);
      }
      // Liars borrow its address too; what it says itself is counted by its own socket.
      const { sent } = node.discovery.stats() as { sent: number }; // its own counter
      assert.ok(sent < 30 * spanS, `${sent} packets in ${spanS} s`);
      await lan.pass(4_600);
      const other = await lan.node("10.0.0.2", { name: "Bath" });
      await lan.pass(10);
      const { service } = node.advertisement;
      assert.match(service, /^Kitchen( \(\d+\))?$/);
      assert.deepEqual(services(other.directory.nodes()), ["Bath", service].sort());
      assert.deepEqual(services(node.directory.nodes()), ["Bath", service].sort());
    },
  );
});
