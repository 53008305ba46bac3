import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { parseCommandLine } from "../../../tools/image/command-line.ts";
import { Cpio } from "../../../tools/image/cpio.ts";
import { keptModules, loadOrder, parseModulesDep } from "../../../tools/image/modules.ts";
import { parseDebianPackages, sbomOf } from "../../../tools/image/sbom.ts";
import { Steps } from "../../../tools/image/steps.ts";

const targets = ["qemu-amd64", "rpi-arm64"];
const key = "CIpoFaQ3GdZQT26JF8POAcNrq80Q9TneZeQO0LcavT8";

describe("the command line of image", () => {
  it("builds the virtual machine's image where nothing else is said", () => {
    assert.deepEqual(parseCommandLine(["build"], targets), {
      ...{ kind: "build", targets: ["qemu-amd64"], outDir: "dist/image" },
      ...{ mirrors: [], fresh: false, packLevel: 9, parts: false, updates: undefined },
    });
    const more = ["build", "rpi-arm64", "--no-pack", "--mirror", "http://m/debian", "--fresh"];
    assert.deepEqual(parseCommandLine(more, targets), {
      ...{ kind: "build", targets: ["rpi-arm64"], outDir: "dist/image" },
      ...{ mirrors: ["http://m/debian"], fresh: true, packLevel: undefined },
      ...{ parts: false, updates: undefined },
    });
    assert.deepEqual(parseCommandLine(["boot", "x.img", "--bare"], targets), {
      ...{ kind: "boot", image: "x.img", bare: true, idleS: undefined },
    });
    assert.deepEqual(parseCommandLine(["boot", "x.img", "--idle", "24h"], targets), {
      ...{ kind: "boot", image: "x.img", bare: false, idleS: 86_400 },
    });
  });

  it("takes who may build the updates, and from where they come", () => {
    const line = `build --parts --update-key ${key} --update-key ${key} --floor 1.0.0`;
    const parsed = parseCommandLine(
      [...line.split(" "), "--system-version", "1.2.0", "--channel", "http://nas:7690/stable"],
      targets,
    );
    assert.ok(parsed.kind === "build" && parsed.parts);
    assert.deepEqual(parsed.updates, {
      ...{ keys: [key, key], version: "1.2.0", floor: "1.0.0" },
      channel: "http://nas:7690/stable",
    });
  });

  it("says what is wrong with it", () => {
    const wrong: readonly (readonly [args: readonly string[], why: RegExp])[] = [
      [["build", "--channel", "http://nas/x"], /--channel needs --update-key/],
      [["build", "--update-key", "abc"], /keys as update-bundle key prints them/],
      [["build", ...Array(9).fill(["--update-key", key]).flat()], /up to eight keys/],
      [["build", "--update-key", key, "--floor", "1"], /"1" is no version/],
      [["build", "--update-key", key, "--system-version", "v1"], /"v1" is no version/],
      [["build", "--update-key", key, "--channel", "nas"], /--channel takes/],
      [["biuld"], /no command "biuld"; did you mean "build"/],
      [["build", "rpi"], /no target "rpi" \(there are: qemu-amd64, rpi-arm64\)/],
      [["build", "--level", "0"], /--level takes 1 to 19/],
      [["build", "--level", "20"], /--level/],
      [["build", "--mirror", "--hook"], /mirror/],
      [["build", "--mirror", "ftp"], /--mirror takes/],
      [["boot"], /one image/],
      [["boot", "x.img", "--idle", "soon"], /--idle takes a time/],
      [["build", "--wat"], /wat/],
    ];
    for (const [args, why] of wrong) {
      const parsed = parseCommandLine(args, targets);
      assert.match(parsed.kind === "wrong" ? parsed.why : parsed.kind, why);
    }
    assert.equal(parseCommandLine([], targets).kind, "help");
  });
});

describe("a kernel's modules", () => {
  const list = parseModulesDep(
    "kernel/fs/ext4/ext4.ko.xz: kernel/fs/jbd2/jbd2.ko.xz kernel/lib/crc16.ko.xz\nkernel/fs/jbd2/jbd2.ko.xz: kernel/lib/crc16.ko.xz\nkernel/lib/crc16.ko.xz:\nkernel/drivers/snd-usb.ko.xz: kernel/lib/crc16.ko.xz\nkernel/drivers/odd.ko:\n",
  );

  it("are kept with what they need", () => {
    assert.deepEqual(keptModules(list, ["kernel/fs/ext4/", "kernel/drivers/odd"]), [
      "kernel/drivers/odd.ko",
      "kernel/fs/ext4/ext4.ko.xz",
      "kernel/fs/jbd2/jbd2.ko.xz",
      "kernel/lib/crc16.ko.xz",
    ]);
  });

  it("are loaded behind what they need, each once; what is built in is no module", () => {
    assert.deepEqual(loadOrder(list, ["snd_usb", "ext4", "virtio_blk"]), [
      "kernel/lib/crc16.ko.xz",
      "kernel/drivers/snd-usb.ko.xz",
      "kernel/fs/jbd2/jbd2.ko.xz",
      "kernel/fs/ext4/ext4.ko.xz",
    ]);
  });
});

describe("an initrd's archive", () => {
  it("has each file once, its folders before it, and parts at multiples of four", () => {
    const archive = new Cpio();
    archive.file("a/b", "12345");
    archive.file("/a/b", "other");
    const bytes = archive.bytes();
    assert.equal(bytes.length % 4, 0);
    const text = Buffer.from(bytes).toString("latin1");
    assert.equal(text.split("070701").length - 1, 3);
    assert.ok(text.indexOf("a\0") < text.indexOf("a/b\0"));
    assert.ok(text.includes("12345\0\0\0"));
    assert.ok(!text.includes("other"));
  });
});

describe("what an image is made of", () => {
  const status = `Package: zlib1g
Status: install ok installed
Architecture: amd64
Source: zlib
Version: 1:1.3+1

Package: gone
Status: deinstall ok config-files
Version: 1

Package: nightjar
Status: install ok installed
Architecture: amd64
Version: 0.1
`;
  const contents = {
    ...{ name: "nightjar-x", version: "0.1", epochS: 1_700_000_000, suite: "trixie" },
    debian: parseDebianPackages(status),
    npm: [{ name: "@noble/curves", version: "2", license: "MIT", integrity: "sha512-AAEC" }],
  };

  it("is an SPDX document: what is installed, with where it is from and its hash", () => {
    const document = JSON.parse(sbomOf(contents));
    assert.equal(document.spdxVersion, "SPDX-2.3");
    assert.equal(document.creationInfo.created, "2023-11-14T22:13:20Z");
    const named = document.packages.map((one: { name: string }) => one.name);
    assert.deepEqual(named, ["nightjar-x", "nightjar", "zlib1g", "@noble/curves"]);
    assert.equal(
      document.packages[2].externalRefs[0].referenceLocator,
      "pkg:deb/debian/zlib1g@1%3A1.3%2B1?arch=amd64&distro=trixie&upstream=zlib",
    );
    assert.equal(
      document.packages[3].externalRefs[0].referenceLocator,
      "pkg:npm/%40noble/curves@2",
    );
    assert.deepEqual(document.packages[3].checksums, [
      { algorithm: "SHA512", checksumValue: "000102" },
    ]);
    assert.equal(document.relationships.length, 4);
    for (const { SPDXID } of document.packages) assert.match(SPDXID, /^SPDXRef-[A-Za-z0-9.-]+$/);
  });

  it("is the same document for the same parts, in whatever order they come", () => {
    const turned = { ...contents, debian: [...contents.debian].reverse() };
    assert.equal(sbomOf(turned), sbomOf(contents));
    const other = { ...contents, version: "0.2" };
    assert.notEqual(
      JSON.parse(sbomOf(other)).documentNamespace,
      JSON.parse(sbomOf(contents)).documentNamespace,
    );
  });
});

describe("steps of a build", () => {
  it("are counted and timed, and a long one is heard of where no terminal is", async () => {
    let nowUs = 0;
    let said = "";
    const write = (text: string): void => {
      said += text;
    };
    const output = { isTty: false, columns: 80, write };
    const steps = new Steps(output, { nowUs: () => nowUs }, 2);
    await steps.step("one", async (tell) => {
      tell("too early to be said");
      nowUs += 31_000_000;
      tell("still at it");
    });
    await steps.step("two", async () => {
      nowUs += 1_500_000;
    });
    assert.equal(said, "[1/2] one, 31 s: still at it\n[1/2] one: 31.0 s\n[2/2] two: 1.5 s\n");
  });
});
