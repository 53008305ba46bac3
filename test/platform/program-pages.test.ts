/** Which pages of a process may be forgotten, by what the kernel says of them. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, it } from "vitest";
import { programPages } from "../../src/platform/program-pages.ts";

/** A mapping as proc(5) shows it, with the lines that matter here. */
function mapping(line: string, { anonymousKib = 0, swapKib = 0 } = {}): string {
  const own = `Anonymous: ${`${anonymousKib}`.padStart(6)} kB\nSwap: ${`${swapKib}`.padStart(6)} kB\n`;
  return `${line}\nSize: 8192 kB\nRss: 8192 kB\nPrivate_Dirty: 0 kB\n${own}SwapPss: 0 kB\nVmFlags: rd mr mw me\n`.replaceAll(
    / {2,}/g,
    "      ",
  );
}

const node = "fe:00 1234                      /usr/bin/node";
const noSmaps = !existsSync("/proc/self/smaps");

describe("the pages of the program's file", () => {
  it("are its code and its tables, each with its place and length", () => {
    const code = mapping(`00b72000-01b72000 r-xp 00772000 ${node}`);
    const tables = mapping(`ffff82601000-ffff82a01000 r--p 02201000 ${node}`);
    assert.deepEqual(programPages(code + tables), [
      { start: 0xb72000, bytes: 0x1000000 },
      { start: 0xffff82601000, bytes: 0x400000 },
    ]);
  });

  it("are not those that the process has written to: relocations and breakpoints would be lost", () => {
    const relocated = mapping(`00b72000-01b72000 r--p 00772000 ${node}`, {
      anonymousKib: 12,
    });
    assert.deepEqual(programPages(relocated), []);
  });

  it("are not those of which a written page lies in swap: it is no resident copy, and lost all the same", () => {
    const swapped = mapping(`00b72000-01b72000 r--p 00772000 ${node}`, { swapKib: 12 });
    assert.deepEqual(programPages(swapped), []);
  });

  it("are neither memory that may be written, nor shared, nor without a file, nor small", () => {
    const others = [
      `00b72000-01b72000 rw-p 00772000 ${node}`,
      `00b72000-01b72000 rwxp 00772000 ${node}`,
      `00b72000-01b72000 r--s 00772000 ${node}`,
      "00b72000-01b72000 r-xp 00000000 00:00 0",
      "00b72000-01b72000 r--p 00000000 00:00 0                      [vvar]",
      `00b72000-00b82000 r-xp 00772000 ${node}`,
    ];
    for (const line of others) assert.deepEqual(programPages(mapping(line)), [], line);
  });

  it("are not taken from a mapping whose own copies were not counted", () => {
    const [line] = mapping(`00b72000-01b72000 r-xp 00772000 ${node}`).split("\n");
    const next = mapping("7ffc0000-7ffd0000 rw-p 00000000 00:00 0                      [stack]");
    assert.deepEqual(programPages(`${line}\n${next}`), []);
    assert.deepEqual(programPages("what another system shows\n"), []);
  });

  it.skipIf(noSmaps)(
    `are several megabytes of this very process${noSmaps ? " (skipped: no /proc here)" : ""}`,
    () => {
      const found = programPages(readFileSync("/proc/self/smaps", "utf8"));
      assert.ok(found.reduce((sum, { bytes }) => sum + bytes, 0) > 20e6);
    },
  );
});
