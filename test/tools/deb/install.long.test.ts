/** The package under apt and dpkg in fresh Debians: every way it comes and goes leaves things as they should be. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { DebianRoot, debianMissing, type Suite } from "../../qemu/debian-root.ts";
import { timeMissing } from "../../time-left.ts";
import { debMissing, runDeb } from "./run-deb.ts";

const limitMs = 240_000;
const suites: readonly Suite[] = ["bookworm", "trixie"];
const versions = ["0.1.0~one", "0.1.0~two"] as const;
const link = "etc/systemd/system/multi-user.target.wants/nightjar-speaker.service";
const hasLintian = spawnSync("lintian", ["--version"]).status === 0;
const building = timeMissing() ?? debMissing(["amd64"]);
const folder = mkdtempSync(path.join(os.tmpdir(), "nightjar-install-"));

beforeAll(() => {
  if (building !== undefined) return;
  for (const version of versions)
    runDeb(["--arch", "amd64", "--version", version, "--out", folder]);
}, limitMs);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fileOf = (version: string): string => path.join(folder, `nightjar_${version}_amd64.deb`);

for (const suite of suites) {
  const missing = building ?? debianMissing(suite);
  describe.skipIf(missing !== undefined)(
    `the package on Debian ${suite} (${missing ?? "by apt"})`,
    () => {
      let root: DebianRoot;
      beforeAll(() => {
        root = new DebianRoot(suite);
        root.must("apt-get update -q");
        for (const [i, version] of versions.entries())
          copyFileSync(fileOf(version), root.in(`root/${i + 1}.deb`));
        const appliance = path.join(folder, `nightjar-appliance_${versions[0]}_all.deb`);
        copyFileSync(appliance, root.in("root/appliance.deb"));
      }, limitMs);
      afterAll(() => root[Symbol.dispose](), limitMs);
      const install = (file: string): string =>
        root.must(
          `apt-get install -y -q --no-install-recommends -o Dpkg::Options::=--force-confdef ${file}`,
        );
      const state = (): string =>
        root.run("dpkg-query -W -f '$" + "{Status} $" + "{Version}' nightjar").output.trim();

      it("installs with what it needs, makes its user, turns the speaker on and the origin not", {
        timeout: limitMs,
      }, () => {
        install("/root/1.deb");
        assert.equal(state(), `install ok installed ${versions[0]}`);
        assert.match(root.must("id nightjar"), /groups=\d+\(nightjar\),\d+\(audio\),\d+\(gpio\)/);
        assert.match(
          root.must("getent passwd nightjar"),
          /:\/var\/lib\/nightjar:\/usr\/sbin\/nologin$/m,
        );
        assert.equal(root.must("stat -c '%U %a' /var/lib/nightjar").trim(), "nightjar 700");
        assert.equal(root.must("systemctl is-enabled nightjar-speaker").trim(), "enabled");
        assert.match(root.run("systemctl is-enabled nightjar-origin").output, /^disabled/);
        assert.equal(root.must("dpkg -V nightjar"), "");
      });

      it("runs as its user, with the sound library that came with it", { timeout: limitMs }, () => {
        assert.equal(root.must("nightjar --version").trim(), "nightjar 0.1.0");
        const cards = root.run("runuser -u nightjar -- nightjar sound-cards");
        assert.doesNotMatch(cards.output, /libasound/);
        const speaker =
          "nightjar speaker --data /var/lib/nightjar/speaker --output null --mdns off --listen 127.0.0.1:0 --control off --http off";
        const { output } = root.run(
          `timeout -s TERM 20 runuser -u nightjar -- sh -c 'exec ${speaker} & sleep 6; kill $!'`,
        );
        assert.match(output, /^\{"ready":"speaker"/m);
      });

      it("is installed again and upgraded, and keeps what people changed", {
        timeout: limitMs,
      }, () => {
        writeFileSync(root.in("etc/default/nightjar"), 'NIGHTJAR_SPEAKER_OPTIONS="--name Bath"\n');
        root.must("systemctl disable nightjar-speaker");
        install("--reinstall /root/1.deb");
        install("/root/2.deb");
        assert.equal(state(), `install ok installed ${versions[1]}`);
        assert.match(readFileSync(root.in("etc/default/nightjar"), "utf8"), /--name Bath/);
        assert.equal(existsSync(root.in(link)), false, "who turned it off keeps it off");
        root.must("systemctl enable nightjar-speaker && dpkg-reconfigure nightjar");
      });

      it("has settings of the whole system only where the second package is", {
        timeout: limitMs,
      }, () => {
        const settings = "usr/lib/systemd/journald.conf.d/50-nightjar.conf";
        assert.equal(existsSync(root.in(settings)), false);
        root.must("dpkg -i /root/appliance.deb");
        assert.match(
          root.must("systemd-analyze cat-config systemd/journald.conf"),
          /^Storage=volatile$/m,
        );
        root.must("dpkg -r nightjar-appliance");
        assert.equal(existsSync(root.in(settings)), false);
      });

      it("is removed without the data, comes back to it, and is purged with it", {
        timeout: limitMs,
      }, () => {
        const key = "var/lib/nightjar/speaker/keys";
        assert.ok(existsSync(root.in(key)));
        root.must("apt-get remove -y -q nightjar");
        assert.match(state(), /^deinstall ok config-files/);
        assert.ok(existsSync(root.in(key)));
        assert.equal(existsSync(root.in("usr/lib/nightjar")), false);
        install("/root/2.deb");
        assert.ok(existsSync(root.in(key)));
        assert.equal(root.must("systemctl is-enabled nightjar-speaker").trim(), "enabled");
        root.must("apt-get purge -y -q nightjar </dev/null");
        for (const left of ["var/lib/nightjar", "etc/default/nightjar", "usr/lib/nightjar", link])
          assert.equal(existsSync(root.in(left)), false, left);
        root.must("dpkg --purge nightjar; sh -n /dev/null");
      });
    },
  );
}

describe.skipIf(building !== undefined || !hasLintian)(
  `lintian (${building ?? (hasLintian ? "of this Debian" : "needs lintian")})`,
  () => {
    it("finds nothing to complain about that is not overridden with a reason", {
      timeout: limitMs,
    }, () => {
      const files = [
        fileOf(versions[0]),
        path.join(folder, `nightjar-appliance_${versions[0]}_all.deb`),
      ];
      const { stdout } = spawnSync("lintian", ["--allow-root", ...files], { encoding: "utf8" });
      assert.equal(stdout, "");
    });
  },
);
