/**
 * Runs inside the machine of the update's tests: the whole program updates the card that the machine
 * has, as on a device, with the kernel's own FAT and ext4. Says what came of it.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";

const modules = [
  "virtio_pci",
  "virtio_blk",
  "vfat",
  "nls_cp437",
  "nls_ascii",
  "nls_iso8859-1",
  "crc32c_generic",
  "ext4",
];
const say = (check: string, found: object): void => {
  process.stdout.write(`\n${JSON.stringify({ check, ...found })}\n`);
};
const load = (name: string): void => {
  spawnSync("insmod", [`/modules/${name}.ko`]); // built in, in some kernels
};
for (const name of modules) load(name);

symlinkSync("/app/package.json", "/package.json");
mkdirSync("/data", { recursive: true });
mkdirSync("/usr/share/nightjar", { recursive: true });
writeFileSync("/usr/share/nightjar/system.json", readFileSync("/app/system.json"));
execFileSync("mount", ["-t", "ext4", "/dev/vda4", "/data"]);

/** As people type it; the exit code, and what it says last. */
function nightjar(...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["/app/src/main.js", ...args], {
    encoding: "utf8",
    env: { ...process.env, NIGHTJAR_DEBUG: "1" },
  });
  const document: unknown = stdout.startsWith("{") ? JSON.parse(stdout) : stdout;
  say(args.join(" "), { status, document, stderr: stderr.slice(-2_000) });
}

nightjar("update", "--from", "/dev/vdb", "--json");
nightjar("update", "status", "--json");
execFileSync("umount", ["/data"]);
