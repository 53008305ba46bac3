/**
 * On a device, at a start: takes over what its card brought along (docs/HARDWARE.md, "What a card brings along").
 * Run by nightjar-provision.service where there is something; with a folder instead of the boot partition by
 * nightjar-setup-keep.service, for what came over the set-up network. The units make the boot partition writable
 * meanwhile, and give the machine its name afterwards: what wants more of root than files.
 *
 * Exit codes: 0 taken over, 1 not; the journal and a file beside the settings say why.
 */
import { spawnSync } from "node:child_process";
import { describeError } from "../../src/base/errors.ts";
import { ProvisionError } from "./errors.ts";
import { devicePlaces } from "./places.ts";
import { takeOver } from "./take-over.ts";

function must(program: string, ...args: string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (status === 0) return;
  throw new ProvisionError("program-failed", `${program}: ${error?.message ?? stderr.trim()}`);
}

const [folder] = process.argv.slice(2);
const places = folder === undefined ? devicePlaces : { ...devicePlaces, boot: folder };

const makeHostKey = (file: string): void =>
  must("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file);

try {
  const { settings, erased, restart } = takeOver(places, makeHostKey);
  process.stdout.write(`taken over: ${settings.join(", ") || "nothing"}\n`);
  if (!erased) process.stdout.write("data is only in memory: the settings stay on the card\n");
  if (restart && erased) must("systemctl", "--no-block", "reboot");
} catch (error) {
  process.stderr.write(`nightjar: provision: ${describeError(error)}\n`);
  process.exitCode = 1;
}
