/** What benches in an emulated network share: an origin that has its music, and a link at rest. */
import path from "node:path";
import type { Netlab } from "../netlab/lab.ts";
import { Daemon, ingested, sleep } from "./harness.ts";
import { restLookMs, restMsMax, restPackets } from "./limits.ts";

/** Takes a library in outside of any network; the origin's data folder. */
export async function takeIn(folder: string, library: string): Promise<string> {
  const data = path.join(folder, "origin");
  const args = ["origin", "--data", data, "--library", library, "--listen", "127.0.0.1:0"];
  const { daemon } = await Daemon.nightjar([...args, "--mdns", "off"]);
  await using _ = daemon;
  await ingested(data);
  return data;
}

/** Resolves when what the host gets and sends is no more than keep-alives, or after a limit. */
export async function linkAtRest(lab: Netlab, host: string): Promise<void> {
  const untilMs = performance.now() + restMsMax;
  let before = await packetsOf(lab, host);
  while (performance.now() < untilMs) {
    await sleep(restLookMs);
    const now = await packetsOf(lab, host);
    if (now - before < restPackets) return;
    before = now;
  }
}

async function packetsOf(lab: Netlab, host: string): Promise<number> {
  const { links } = await lab.stats();
  return (links[`${host}.down`]?.packetsIn ?? 0) + (links[`${host}.up`]?.packetsIn ?? 0);
}
