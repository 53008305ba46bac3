import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { describe, it } from "vitest";
import { parseCommandLine } from "../../tools/hil/command-line.ts";
import { instancesInFrame, questionFrame } from "../../tools/hil/model/frame.ts";
import { htmlOf, summaryOf } from "../../tools/hil/model/html.ts";
import { junitOf } from "../../tools/hil/model/junit.ts";
import type { RunResult } from "../../tools/hil/model/result.ts";
import { machineFor } from "../../tools/hil/qemu/machines.ts";

const nothing = { figures: [], heard: [], series: [], lines: [] };
const run: RunResult = {
  target: 'QEMU "q35" & more',
  image: "nightjar.img",
  version: "0.1.0",
  startedAt: "2026-01-02T03:04:05.000Z",
  tookS: 61.5,
  cases: [
    {
      ...{ ...nothing, name: "boot-time", about: "power to speaker", outcome: "passed" },
      ...{ startS: 0, tookS: 30 },
      figures: [{ name: "up", value: 29.5, unit: "s" }],
      lines: ["a <line>\u0007"],
    },
    {
      ...{ ...nothing, name: "play", about: "it plays", outcome: "failed", startS: 30, tookS: 20 },
      why: 'a5 "came"\nafter <a3>',
      heard: [
        {
          ...{ title: "native", envelope: [0.1, 0.5], seconds: 2 },
          ...{ marks: [{ fromS: 0, name: "a0" }], gaps: [{ fromS: 1, ms: 30 }] },
        },
      ],
      series: [
        {
          name: "memory",
          unit: "KiB",
          points: [
            [0, 1],
            [1, 2],
          ],
        },
      ],
    },
    {
      ...{ ...nothing, name: "gpio", about: "lines", outcome: "skipped", why: "no lines" },
      ...{ startS: 50, tookS: 0 },
    },
  ],
  stays: [
    { state: "booted", startS: 0, tookS: 20 },
    { state: "boot", startS: 20, tookS: 31 },
    { state: "booted", startS: 51, tookS: 10 },
  ],
  logs: { console: "Linux <version>" },
};
const noParser = spawnSync("python3", ["-c", "import xml.dom.minidom"]).status !== 0;

describe("reports of a bench", () => {
  it("are JUnit XML with counts, reasons and figures", () => {
    const xml = junitOf(run);
    assert.match(xml, /tests="3" failures="1" errors="0" skipped="1" time="61\.500"/);
    assert.match(xml, /<failure message="a5 &quot;came&quot;&#10;after &lt;a3&gt;"\/>/);
    assert.match(xml, /<skipped message="no lines"\/>/);
    assert.match(xml, /<property name="up \(s\)" value="29.5"\/>/);
    assert.ok(!xml.includes("\u0007"));
  });

  it.skipIf(noParser)(
    `are XML that others read${noParser ? " (skipped: needs python3)" : ""}`,
    () => {
      const read =
        "import sys,xml.dom.minidom as m; print(len(m.parse(sys.stdin).getElementsByTagName('testcase')))";
      const printed = execFileSync("python3", ["-c", read], {
        input: junitOf(run),
        encoding: "utf8",
      });
      assert.equal(printed.trim(), "3");
    },
  );

  it("are one HTML file that fetches nothing, with what was heard and said", () => {
    const html = htmlOf(run);
    assert.equal(summaryOf(run.cases), "1 passed, 1 failed, 1 skipped");
    assert.match(html, /1 passed, 1 failed, 1 skipped/);
    assert.match(html, /Linux &lt;version&gt;/);
    assert.match(html, /30 ms of silence/);
    assert.match(html, /loudest -6\.0 dBFS/);
    assert.match(html, /boot 31 s, booted 30 s/);
    assert.match(html, /<title>boot, 31\.0 s<\/title>/);
    assert.ok(!/(src|href)="(?!#)/.test(html), "it has an address");
    assert.ok(!/https?:\/\/(?!www\.w3\.org\/2000\/svg)/.test(html));
  });
});

describe("the command line of a bench", () => {
  it("knows targets, cases and times", () => {
    const parsed = parseCommandLine([
      "--target",
      "ssh:root@kitchen",
      "--soak",
      "8h",
      "--only",
      "mdns,gpio",
    ]);
    assert.ok(parsed.kind === "run");
    assert.deepEqual(parsed.target, { kind: "ssh", host: "root@kitchen" });
    assert.equal(parsed.soakS, 28_800);
    assert.deepEqual(parsed.only, ["mdns", "gpio"]);
  });

  it("knows what a board's bench has, and takes one ear alone", () => {
    const parsed = parseCommandLine(["--target", "ssh:a", "--capture-with", "x", "--update", "y"]);
    assert.ok(parsed.kind === "run");
    assert.equal(parsed.hooks.captureWith, "x");
    assert.equal(parsed.update, "y");
    const both = parseCommandLine(["--target", "ssh:a", "--capture-with", "x", "--capture", "y"]);
    assert.equal(both.kind, "wrong");
  });

  it("refuses what it cannot do", () => {
    const why = (...args: string[]): string => {
      const parsed = parseCommandLine(args);
      return parsed.kind === "wrong" ? parsed.why : "";
    };
    assert.match(why(), /--target is qemu or ssh:HOST/);
    assert.match(why("--target", "ssh:-oProxyCommand=x"), /--target is/);
    assert.match(why("--target", "qemu", "--soak", "long"), /--soak takes a time/);
    assert.match(why("--target", "qemu", "--power", "x"), /are for ssh/);
    assert.match(why("--target", "ssh:a", "--image", "x"), /--image is for qemu/);
  });
});

describe("the emulated machine", () => {
  it("is the one that the image is for, by its name", () => {
    assert.match(machineFor("/d/nightjar-0.1.0~1-qemu-amd64.img").program, /x86_64/);
    assert.notEqual(machineFor("/d/nightjar-0.1.0~1-qemu-arm64.img").firmware, undefined);
    const board = machineFor("/amd64/nightjar-0.1.0~1-rpi-arm64.img");
    assert.deepEqual([board.firmware, board.noLines], [undefined, undefined]);
    assert.match(board.program, /aarch64/);
  });
});

describe("a question on an emulated wire", () => {
  it("is an Ethernet frame to the group, with a right checksum", () => {
    const frame = questionFrame("_nightjar._udp", [10, 0, 2, 77]);
    assert.deepEqual([...frame.subarray(0, 6)], [1, 0, 0x5e, 0, 0, 0xfb]);
    let sum = 0;
    for (let at = 14; at < 34; at += 2) sum += ((frame[at] ?? 0) << 8) | (frame[at + 1] ?? 0);
    while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
    assert.equal(sum, 0xffff);
    assert.deepEqual(instancesInFrame(frame, "_nightjar._udp"), [], "a question is no answer");
  });

  it("takes nothing from frames that are none of an answer", () => {
    for (const length of [0, 13, 40, 60])
      assert.deepEqual(instancesInFrame(new Uint8Array(length).fill(0x45), "_nightjar._udp"), []);
  });
});
