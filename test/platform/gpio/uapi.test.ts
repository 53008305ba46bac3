/** Our numbers and structures of the kernel's interface against its own header, and there and back. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "vitest";
import * as uapi from "../../../src/platform/gpio/uapi.ts";

const header = "/usr/include/linux/gpio.h";
const missing =
  spawnSync("gcc", ["--version"]).status !== 0
    ? "needs gcc"
    : existsSync(header)
      ? undefined
      : "needs linux-libc-dev";

/** What a C program prints of the header, as numbers. */
function ofHeader(expressions: readonly string[]): number[] {
  const folder = mkdtempSync(path.join(tmpdir(), "nightjar-gpio-"));
  try {
    const file = path.join(folder, "print.c");
    const prints = expressions.map((each) => `printf("%llu\\n", (unsigned long long)(${each}));`);
    const includes = "#include <linux/gpio.h>\n#include <stddef.h>\n#include <stdio.h>\n";
    writeFileSync(file, `${includes}int main(void) { ${prints.join(" ")} return 0; }`);
    const program = path.join(folder, "print");
    const built = spawnSync("gcc", ["-o", program, file], { encoding: "utf8" });
    assert.equal(built.status, 0, built.stderr);
    const { stdout } = spawnSync(program, { encoding: "utf8" });
    return stdout.trim().split("\n").map(Number);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const request = uapi.inputRequest(
  [
    { line: 4, activeLow: true, pull: "up", debounceUs: 5_000 },
    { line: 7, activeLow: false, pull: "none", debounceUs: 0 },
    { line: 9, activeLow: true, pull: "up", debounceUs: 5_000 },
  ],
  "nightjar",
);
const view = new DataView((request ?? new Uint8Array(0)).buffer);

describe("the kernel's GPIO interface", () => {
  it.skipIf(missing !== undefined)(`is as its header has it (${missing ?? "gcc"})`, () => {
    const { call } = uapi;
    const ours: readonly (readonly [string, number])[] = [
      ["GPIO_GET_CHIPINFO_IOCTL", call.chipInfo],
      ["GPIO_V2_GET_LINEINFO_IOCTL", call.lineInfo],
      ["GPIO_V2_GET_LINE_IOCTL", call.getLine],
      ["GPIO_V2_LINE_GET_VALUES_IOCTL", call.getValues],
      ["GPIO_V2_LINE_SET_VALUES_IOCTL", call.setValues],
      ["sizeof(struct gpiochip_info)", uapi.chipInfoBytes],
      ["sizeof(struct gpio_v2_line_info)", uapi.lineInfoBytes],
      ["sizeof(struct gpio_v2_line_request)", uapi.lineRequestBytes],
      ["sizeof(struct gpio_v2_line_values)", uapi.lineValuesBytes],
      ["sizeof(struct gpio_v2_line_event)", uapi.lineEventBytes],
      ["GPIO_V2_LINES_MAX", uapi.linesMax],
      ["offsetof(struct gpio_v2_line_request, consumer)", 256],
      ["offsetof(struct gpio_v2_line_request, config.num_attrs)", 296],
      ["offsetof(struct gpio_v2_line_request, config.attrs)", 320],
      ["sizeof(struct gpio_v2_line_config_attribute)", 24],
      ["offsetof(struct gpio_v2_line_config_attribute, attr.debounce_period_us)", 8],
      ["offsetof(struct gpio_v2_line_config_attribute, mask)", 16],
      ["offsetof(struct gpio_v2_line_request, num_lines)", 560],
      ["offsetof(struct gpio_v2_line_request, fd)", 588],
      ["offsetof(struct gpio_v2_line_info, consumer)", 32],
      ["offsetof(struct gpio_v2_line_info, flags)", 72],
      ["offsetof(struct gpio_v2_line_event, id)", 8],
      ["offsetof(struct gpio_v2_line_event, offset)", 12],
      ["offsetof(struct gpio_v2_line_event, seqno)", 16],
      ["GPIO_V2_LINE_ATTR_ID_FLAGS", view.getUint32(320, true)],
      ["GPIO_V2_LINE_ATTR_ID_DEBOUNCE", view.getUint32(344, true)],
      [
        "GPIO_V2_LINE_FLAG_INPUT | GPIO_V2_LINE_FLAG_EDGE_RISING | GPIO_V2_LINE_FLAG_EDGE_FALLING | GPIO_V2_LINE_FLAG_BIAS_PULL_UP | GPIO_V2_LINE_FLAG_ACTIVE_LOW",
        Number(view.getBigUint64(328, true)),
      ],
    ];
    const found = ofHeader(ours.map(([expression]) => expression));
    assert.deepEqual(
      ours.map(([expression], at) => [expression, found[at]]),
      ours.map(([expression, value]) => [expression, value]),
    );
  });

  it("tells what lines have in common once", () => {
    assert.equal(view.getUint32(296, true), 3, "two kinds of lines and one debounce");
    assert.equal(view.getBigUint64(336, true), 0b101n);
    assert.equal(view.getUint32(352, true), 5_000);
    assert.equal(view.getBigUint64(360, true), 0b101n);
    assert.equal(view.getUint32(560, true), 3);
    assert.equal(view.getUint32(4, true), 7);
  });

  it("refuses lines of more kinds than one request can tell", () => {
    const lines = Array.from({ length: 12 }, (_, line) => {
      return { line, activeLow: true, pull: "up", debounceUs: 1_000 * (line + 1) } as const;
    });
    assert.equal(uapi.inputRequest(lines, "nightjar"), undefined);
  });

  it("reads whole events and leaves half ones", () => {
    const bytes = new Uint8Array(2 * uapi.lineEventBytes + 7);
    const event = new DataView(bytes.buffer);
    event.setBigUint64(0, 1_234_567_890n, true);
    event.setUint32(8, 1, true);
    event.setUint32(12, 5, true);
    event.setUint32(16, 9, true);
    event.setUint32(48 + 8, 2, true);
    assert.deepEqual(uapi.lineEvents(bytes), [
      { atUs: 1_234_567, active: true, line: 5, seq: 9 },
      { atUs: 0, active: false, line: 0, seq: 0 },
    ]);
  });
});
