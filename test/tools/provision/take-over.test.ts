import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "vitest";
import { provisioningFile } from "../../../src/household/provisioning.ts";
import { complaintFile, type MakeHostKey, takeOver } from "../../../tools/provision/take-over.ts";

describe("taking over what a card brought along", () => {
  let root = "";
  const at = (...parts: string[]) => path.join(root, ...parts);
  const read = (...parts: string[]) => readFileSync(at(...parts), "utf8");
  const put = (file: string, text: string) => writeFileSync(at(file), text);
  const placesOf = () => ({
    ...{ boot: at("boot"), keptEtc: at("kept"), etc: at("etc"), boards: at("boards") },
    ...{ mounts: at("mounts"), data: "/data" },
  });

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "nightjar-provision-"));
    for (const folder of ["boot", "kept", "etc", "boards"]) mkdirSync(at(folder));
    put("mounts", "/dev/vda4 /data ext4 rw,noatime 0 0\n");
    put("boards/pcm.toml", 'overlay = "pcm5102a"\n');
    put("boards/usb.toml", "");
    put("boot/board.txt", "");
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** Keys that tell which one they are, counted in `made`. */
  function maker(made: string[]): MakeHostKey {
    return (file) => {
      // As ssh-keygen, which would ask.
      assert.equal(existsSync(file), false, `${file} is there already`);
      made.push(file);
      put(path.relative(root, file), `secret ${made.length}`);
      put(path.relative(root, `${file}.pub`), "public");
    };
  }

  function setUp(settings: object): void {
    put(`boot/${provisioningFile}`, JSON.stringify({ nightjar: 1, ...settings }));
  }

  it("keeps it for every start, lays it into the running system, and leaves no file on the card", () => {
    setUp({ name: "Kitchen", sshKeys: ["ssh-ed25519 AAAA anna"], board: "pcm" });
    const taken = takeOver(placesOf(), maker([]));
    assert.deepEqual(
      { erased: taken.erased, restart: taken.restart },
      { erased: true, restart: true },
    );
    for (const folder of ["kept", "etc"]) {
      assert.equal(read(folder, "hostname"), "kitchen\n");
      assert.equal(statSync(at(folder, "ssh/keys/authorized_keys")).mode & 0o777, 0o600);
      assert.equal(read(folder, "ssh/keys/ssh_host_ed25519_key"), "secret 1");
    }
    assert.equal(read("boot/board.txt"), "dtoverlay=nightjar-pcm5102a\n");
    assert.equal(existsSync(at("boot", provisioningFile)), false);
  });

  it("done again, as after a power cut, comes to the same: the machine keeps its key", () => {
    const settings = { sshKeys: ["ssh-ed25519 AAAA anna"], board: "pcm" };
    setUp(settings);
    takeOver(placesOf(), maker([]));
    setUp(settings);
    const made: string[] = [];
    const taken = takeOver(placesOf(), maker(made));
    assert.deepEqual(made, []);
    assert.equal(taken.restart, false);
    assert.equal(read("etc/ssh/keys/ssh_host_ed25519_key"), "secret 1");
  });

  it("makes the key anew where the power went while it was made", () => {
    setUp({ sshKeys: ["ssh-ed25519 AAAA anna"] });
    mkdirSync(at("kept/ssh/keys"), { recursive: true });
    put("kept/ssh/keys/ssh_host_ed25519_key.new", "sec");
    put("kept/ssh/keys/ssh_host_ed25519_key.new.pub", "");
    assert.equal(takeOver(placesOf(), maker([])).erased, true);
    assert.equal(read("kept/ssh/keys/ssh_host_ed25519_key"), "secret 1");
    assert.equal(existsSync(at("kept/ssh/keys/ssh_host_ed25519_key.new")), false);
  });

  it("leaves the file where data is only in memory", () => {
    put("mounts", "data /data tmpfs rw 0 0\n");
    setUp({ name: "Kitchen" });
    assert.equal(takeOver(placesOf(), maker([])).erased, false);
    assert.equal(existsSync(at("boot", provisioningFile)), true);
  });

  it("says beside the file what is wrong with it, changes nothing, and never repeats a secret", () => {
    const wrong: readonly (readonly [settings: object, why: RegExp])[] = [
      [{ name: "Kitchen", board: "nope" }, /no board "nope".*pcm, usb/],
      [{ wifi: { ssid: "x", passphrase: "short!!" } }, /wifi\.passphrase/],
    ];
    for (const [settings, why] of wrong) {
      setUp(settings);
      assert.throws(() => takeOver(placesOf(), maker([])));
      const complaint = read("boot", complaintFile);
      assert.match(complaint, why);
      assert.doesNotMatch(complaint, /short!!/);
      assert.equal(existsSync(at("etc/hostname")), false);
      assert.equal(existsSync(at("boot", provisioningFile)), true);
    }
  });
});
