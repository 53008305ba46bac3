import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "vitest";
import { commandNames, specOf } from "../../../src/cli/spec.ts";
import { architectures } from "../../../tools/deb/architectures.ts";
import { isNotice, isWanted, productionPackages } from "../../../tools/deb/closure.ts";
import { parseCommandLine } from "../../../tools/deb/command-line.ts";
import { changelog, control } from "../../../tools/deb/control.ts";
import { manPage } from "../../../tools/deb/man-page.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const lock = readFileSync(path.join(root, "package-lock.json"), "utf8");
const release = { version: "1.2.3", epochS: 1_800_000_000 };
const hasMan = spawnSync("man", ["--version"]).status === 0;

describe("what goes into a package", () => {
  it("is what the program needs, with the native parts of that architecture alone", () => {
    for (const { cpu } of architectures) {
      const names = productionPackages(lock, cpu).map(({ name }) => name);
      const native = names.filter((name) => name.startsWith("@koromix/"));
      assert.deepEqual(native, [`@koromix/koffi-linux-${cpu}`]);
      const { dependencies } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
      for (const needed of Object.keys(dependencies)) assert.ok(names.includes(needed), needed);
      for (const tool of ["typescript", "vitest", "preact"]) assert.ok(!names.includes(tool), tool);
    }
  });

  it("has what is joined into the program by its notices alone, and all that stays beside it", () => {
    const joined = new Map(productionPackages(lock, "x64").map((one) => [one.name, one.joined]));
    const asked = ["protobufjs", "ws", "koffi", "@koromix/koffi-linux-x64", "simple-yenc", "ms"];
    const found = asked.map((name) => joined.get(name));
    assert.deepEqual(found, [true, true, false, false, false, false]);
    const notices = ["LICENSE", "dist/COPYING.txt", "package.json"];
    assert.deepEqual([...notices, "index.js", "lib/package.js"].filter(isNotice), notices);
  });

  it("finds what a package has of its own version of another", () => {
    const entry = { version: "1.0.0", integrity: "sha512-x", license: "MIT" };
    const packages = {
      "node_modules/koffi": { ...entry, dependencies: { a: "1" } },
      "node_modules/a": entry,
      "node_modules/b": entry,
      "node_modules/koffi/node_modules/a": { ...entry, dependencies: { b: "1" } },
    };
    const found = productionPackages(JSON.stringify({ packages }), "x64");
    assert.deepEqual(
      found.filter(({ joined }) => joined).map(({ path: place }) => place),
      ["node_modules/a"],
    );
  });

  it("leaves out what does not run, and keeps every licence", () => {
    const gone = ["a/index.d.ts", "a/x.js.map", "a/README.md", "koffi/doc/start.md", "a/src/x.ts"];
    const kept = [
      "a/index.js",
      "a/LICENSE",
      "a/LICENSE.md",
      "a/licence.txt",
      "a/x.wasm",
      "a/package.json",
    ];
    assert.deepEqual(gone.filter(isWanted), []);
    assert.deepEqual(
      kept.filter((file) => !isWanted(file)),
      [],
    );
  });

  it("of a lock file of another form is an error that says what to do", () => {
    assert.throws(() => productionPackages("{}", "x64"), { code: "lock-file" });
    const bare = JSON.stringify({ packages: { "node_modules/x": { version: "1.0.0" } } });
    assert.throws(() => productionPackages(bare, "x64"), /node_modules\/x/);
  });
});

describe("the texts of a package", () => {
  it("name the version, the architecture and what has to be there", () => {
    const [amd64, , armhf] = architectures;
    assert.ok(amd64 !== undefined && armhf !== undefined);
    const text = control(release, amd64, 1234);
    assert.match(text, /^Package: nightjar\nVersion: 1\.2\.3\nArchitecture: amd64\n/);
    assert.match(text, /^Installed-Size: 1234$/m);
    assert.doesNotMatch(text, /nodejs/);
    assert.match(control(release, armhf, 1), /nodejs \(>= 20\.19\)/);
    assert.match(changelog("nightjar", release), /Fri, 15 Jan 2027 08:00:00 \+0000\n$/);
  });

  it("have a manual of all commands and options", () => {
    const page = manPage(release).replaceAll("\\-", "-");
    for (const name of commandNames) {
      assert.ok(page.includes(`\\fBnightjar ${name}\\fR`), name);
      for (const option of Object.keys(specOf(name).options))
        assert.ok(page.includes(`\\fB--${option}\\fR`), `${name} --${option}`);
    }
  });

  it.skipIf(!hasMan)(
    `which man shows without a warning (${hasMan ? "man" : "needs man-db"})`,
    () => {
      const { stdout, stderr, status } = spawnSync(
        "man",
        ["--warnings", "-E", "UTF-8", "-l", "-"],
        {
          input: manPage(release),
          encoding: "utf8",
          env: { ...process.env, MANWIDTH: "100", LC_ALL: "C.UTF-8" },
        },
      );
      assert.equal(status, 0);
      assert.equal(stderr, "");
      assert.match(stdout, /nightjar ctl volume \[0-100/);
    },
  );
});

describe("the command line of the builder", () => {
  it("builds for this machine unless told otherwise", () => {
    const parsed = parseCommandLine([], "arm64");
    assert.ok(parsed.kind === "build");
    assert.deepEqual(
      parsed.architectures.map(({ name }) => name),
      ["arm64"],
    );
    const many = parseCommandLine(["--arch", "amd64,armhf", "--version", "1.0~rc1"], "x64");
    assert.ok(many.kind === "build" && many.architectures.length === 2);
  });

  it("says what is wrong", () => {
    for (const args of [
      ["--arch", "mips"],
      ["--level", "12"],
      ["--version", "a b"],
      ["--what"],
      ["x"],
    ])
      assert.equal(parseCommandLine(args, "x64").kind, "wrong", args.join(" "));
    assert.equal(parseCommandLine([], "ia32").kind, "wrong");
  });
});
