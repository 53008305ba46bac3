/**
 * On a device, where it has a radio: opens the set-up network if no other is found, and takes settings there
 * (docs/HARDWARE.md, "Setting up by phone"). Run by nightjar-setup-network.service, once a start.
 *
 * Exit codes: 0 a network is there, or the time was over; 1 it could not be done, the journal says why.
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { describeError } from "../../src/base/errors.ts";
import { parseProvisioning } from "../../src/household/provisioning.ts";
import { NodeClock } from "../../src/platform/clock.ts";
import { setupNetworkPlace } from "../provision/plan.ts";
import { Device } from "./host/device.ts";
import { setUp } from "./host/set-up.ts";

const stopped = new AbortController();
process.once("SIGTERM", () => stopped.abort(new Error("stopped")));

try {
  const card = parseProvisioning(readFileSync(`/etc/${setupNetworkPlace}`));
  const { setupNetwork: own } = card;
  const clock = new NodeClock();
  if (own !== undefined && own !== false) {
    const token = (): string => randomBytes(16).toString("hex");
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    const device = new Device(clock);
    await setUp({ device, clock, token, say, own, card }, stopped.signal);
  }
} catch (error) {
  if (!stopped.signal.aborted) {
    process.stderr.write(`nightjar: setup-network: ${describeError(error)}\n`);
    process.exitCode = 1;
  }
}
