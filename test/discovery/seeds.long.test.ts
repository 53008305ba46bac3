/** LANs drawn from seeds: names that clash, loss, flapping, restarts; then quiet, and all must be well. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { burstLoss, delay, duplicate, loss } from "../sim/sim-network.ts";
import { Lan, type LanNode, services } from "./lan.ts";
import { eth0, settled } from "./settled.ts";

describe("a LAN of nodes", () => {
  it.each(Array.from({ length: 40 }, (_, i) => i + 1))(
    "of any names comes to rest after loss, flapping and restarts (seed %i)",
    async (seed) => {
      let bad = true;
      const lan = new Lan(seed, (rng) => [
        (flight, copies) => (bad ? loss(rng, 0.2)(flight, copies) : copies),
        (flight, copies) => (bad ? burstLoss(rng, 0.1, 5)(flight, copies) : copies),
        (flight, copies) => (bad ? duplicate(rng, 0.1)(flight, copies) : copies),
        delay(rng, 300, 4_000),
      ]);
      const rng = new Rng(seed * 7 + 1);
      const hosts = Array.from({ length: 2 + rng.below(6) }, (_, i) => `10.0.0.${i + 1}`);
      const nodes: LanNode[] = [];
      for (const host of hosts) {
        nodes.push(await lan.node(host, { name: ["Kitchen", "Hall"][rng.below(2)] ?? "Hall" }));
        await lan.pass(rng.float() * 2);
      }
      for (let i = 0; i < 10; i++) {
        const at = rng.below(nodes.length);
        const node = nodes[at];
        assert.ok(node !== undefined);
        if (rng.chance(0.6)) {
          lan.multicast.plug(node.host, rng.chance(0.5) ? [] : eth0(node.host));
        } else {
          await node.discovery[Symbol.asyncDispose]();
          nodes[at] = await lan.node(node.host, { name: "Kitchen" });
        }
        await lan.pass(rng.float() * 5);
      }
      bad = false;
      for (const { host } of nodes) lan.multicast.plug(host, eth0(host));
      // A goodbye that was lost leaves a name until its two minutes are over.
      await lan.clock
        .until(() => settled(nodes), 150_000_000)
        .catch((error: unknown) => {
          const state = nodes.map(({ advertisement, directory }) => [
            advertisement.service,
            ...services(directory.nodes()),
          ]);
          throw new Error(`seed ${seed}: ${JSON.stringify(state)}`, { cause: error });
        });
      await lan.pass(60);
      assert.ok(settled(nodes), "and stays so");
    },
  );
});
