/**
 * A machine that nobody set up, with emulated radios: its set-up network, a phone's way through it, a wrong
 * passphrase, the right one, and a cable. Debian's systemd, networkd and wpa_supplicant, with what images lay
 * over them.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { formatProvisioning, provisioningFile } from "../../src/household/provisioning.ts";
import { filledIn } from "../../tools/image/fill-in.ts";
import { readLayout } from "../../tools/image/layout.ts";
import { supplicantOf } from "../../tools/provision/plan.ts";
import { timeMissing } from "../time-left.ts";
import { debMissing } from "../tools/deb/run-deb.ts";
import {
  bootDebian,
  foundIn,
  installNightjar,
  layProof,
  plainName,
  put,
} from "./debian-machine.ts";
import { DebianRoot, debianMissing } from "./debian-root.ts";
import { findKernel, type Kernel, moduleBytes, moduleFiles } from "./kernel.ts";
import { type GuestRun, qemuMissing } from "./machine.ts";
import { cardFile, cardName, home, own, ownName } from "./setup-network-house.ts";

const sources = path.resolve(import.meta.dirname, "../..");
const programs = ["/usr/sbin/mkfs.vfat", "/usr/bin/mcopy"];
const missing =
  timeMissing() ?? qemuMissing() ?? needed() ?? debMissing(["amd64"]) ?? debianMissing("trixie");
const limitMs = 900_000;
/** Of Debian, as the recipe of images has them. */
const packages = [
  ...["wpasupplicant", "wireless-regdb", "iw", "iproute2", "kmod", "openssh-client"],
];
const modules = [
  // Radios, and what encrypts for them.
  ...["mac80211_hwsim", "ccm", "ctr", "cmac", "gcm", "ghash_generic"],
  // A cable, and a boot partition.
  ...["veth", "loop", "vfat", "nls_cp437", "nls_ascii"],
];

function needed(): string | undefined {
  const file = programs.find((program) => !existsSync(program));
  return file === undefined ? undefined : `needs ${path.basename(file)}`;
}

/** A boot partition with a settings file. */
function layCard(root: DebianRoot, folder: string): void {
  const settings = path.join(folder, provisioningFile);
  const sshKeys = [
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP anna",
  ];
  writeFileSync(settings, formatProvisioning({ name: cardName, sshKeys }));
  const made = spawnSync("/usr/sbin/mkfs.vfat", ["-C", root.in(cardFile), "4096"]);
  assert.equal(made.status, 0, String(made.stderr));
  const copied = spawnSync("/usr/bin/mcopy", ["-i", root.in(cardFile), settings, "::"]);
  assert.equal(copied.status, 0, String(copied.stderr));
}

/** A device as an image is one, with the settings that a card would have brought along. */
function prepare(root: DebianRoot, folder: string, kernel: Kernel): void {
  installNightjar(root, folder, packages);
  copyFileSync("/usr/bin/busybox", root.in("usr/bin/busybox"));
  const laid = path.join(sources, "device/image/root");
  const layout = readLayout(sources);
  for (const name of readdirSync(laid, { recursive: true, encoding: "utf8" })) {
    const file = path.join(laid, name);
    if (statSync(file).isFile()) put(root, name, filledIn(readFileSync(file, "utf8"), layout));
  }
  layCard(root, folder);
  put(root, "/etc/nightjar/setup-network.json", formatProvisioning({ setupNetwork: own }));
  const folderOfModules = path.join("/usr/lib/modules", path.basename(kernel.modules));
  for (const module of new Set(modules.flatMap((name) => moduleFiles(kernel, name))))
    put(root, path.join(folderOfModules, plainName(module)), moduleBytes(module));
  root.must(`depmod ${path.basename(kernel.modules)}`);
  layProof(root, "nightjar-speaker.service", "test/qemu/setup-network-guest", [
    "test/qemu/guest",
    "test/qemu/setup-network-house",
  ]);
  root.must("systemctl enable systemd-networkd nightjar-speaker");
  root.must("systemctl disable wpa_supplicant systemd-networkd-wait-online");
}

describe.skipIf(missing !== undefined)(`a set-up network (${missing ?? "in QEMU"})`, () => {
  let folder = "";
  let run: GuestRun;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "nightjar-setup-"));
    const kernel = findKernel();
    assert.ok(kernel !== undefined);
    using root = new DebianRoot("trixie");
    prepare(root, folder, kernel);
    run = await bootDebian(root, kernel, folder, limitMs);
  }, 2 * limitMs);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const found = (check: string): Record<string, unknown> => foundIn(run, check);

  it("is given what its card brought along, and makes a key of its own", () => {
    const { result, there, mounted, modes, public: key, host } = found("card");
    assert.deepEqual(
      { result, there, mounted },
      { result: "success", there: false, mounted: "ro" },
    );
    assert.deepEqual(modes, ["600", "600"]);
    assert.match(String(key), /ED25519/);
    assert.equal(host, "attic");
  });

  it("opens where no other is found, by a program that is nobody's root", ({ annotate }) => {
    const { openAtS, journal, uid, capabilities, seccomp } = found("open");
    void annotate(`open ${openAtS} s after the kernel began; ${run.wallMs / 1_000} s in all`);
    assert.match(String(journal), /set-up network Nightjar-7F3A is open; networks heard: 1$/m);
    assert.ok(Number(uid) >= 61_184 && Number(uid) <= 65_519, `systemd's dynamic users: ${uid}`);
    // CAP_NET_ADMIN and CAP_NET_RAW.
    assert.equal(capabilities, "0000000000003000");
    assert.equal(seccomp, "2");
  });

  it("gives a phone an address and the page, whatever name it asks for", () => {
    const { lease, named, title, networks } = found("phone");
    const { address, router, names } = lease as Record<string, string>;
    assert.match(String(address), /^10\.78\.74\.\d+$/);
    assert.deepEqual({ router, names }, { router: "10.78.74.1", names: "10.78.74.1" });
    assert.match(String(named), /captive\.apple\.com\s+Address(?: 1)?: 10\.78\.74\.1/);
    assert.equal(title, "Set up your speaker");
    assert.deepEqual(networks, ["Home &#38; Hearth"]);
  });

  it("is there again after a wrong passphrase, and says so; nothing of it is kept", () => {
    const { answer, alert, kept, journal } = found("refused");
    assert.equal(answer, "The speaker connects now");
    assert.match(String(alert), /“Home &#38; Hearth” did not let the speaker in/);
    assert.deepEqual(kept, []);
    assert.doesNotMatch(String(journal), /not the passphrase/);
  });

  it("goes away for the network of the right one, which is kept", () => {
    const { addressed, files, left, guest, radio, unit } = found("kept");
    assert.match(String(addressed), /^192\.168\.77\.\d+$/);
    const text = supplicantOf(home, "DE");
    assert.deepEqual(files, [
      { mode: "600", text },
      { mode: "600", text },
    ]);
    assert.deepEqual(
      { left, guest, radio, unit },
      { left: false, guest: true, radio: false, unit: "inactive" },
    );
  });

  it("and the speaker and its machine have their new name", () => {
    const { name, host } = found("kept");
    assert.deepEqual({ name, host }, { name: ownName, host: "bath" });
  });

  it("ends when a cable is put in", () => {
    const { before, after, result } = found("cable");
    assert.deepEqual({ before, after, result }, { before: true, after: false, result: "success" });
  });
});
