import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { countsOf, reportOf } from "../../../tools/image/idle.ts";

const stat =
  "    2312        2   123968     1901      137      681    61576    49068        0    50896";

describe("what an idle machine writes", () => {
  it("is the kernel's count of sectors, by the machine's time", () => {
    const from = countsOf(`1082.74 989.75\n${stat}\n`);
    assert.deepEqual(from, { uptimeS: 1082.74, writtenBytes: 61_576 * 512 });
    const to = countsOf(`${1082.74 + 12 * 3_600} 1\n${stat.replace("61576", "61674")}\n`);
    assert.match(
      reportOf(from, to),
      /^idle for 12\.0 h, from 1083 s .*: 50 kB written, 100 kB a day$/m,
    );
  });

  it("is no figure where the machine said something else", () => {
    for (const output of [
      "",
      "12.0 1.0\n",
      "cat: /sys/block/vda/stat: No such file or directory\n",
    ])
      assert.throws(() => countsOf(output), /the machine's shell said/);
  });
});
