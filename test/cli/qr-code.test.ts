import assert from "node:assert/strict";
import qrcode from "qrcode-generator";
import { describe, it } from "vitest";
import { qrCode } from "../../src/cli/qr-code.ts";

const uri = `nightjar://10.0.0.1:41800,127.0.0.1:41800/join?household=${"h".repeat(43)}&origin=${"o".repeat(43)}&token=${"t".repeat(22)}&expires=1800000000`;
const dark = { " ": [0, 0], "▄": [0, 1], "▀": [1, 0], "█": [1, 1] } as const;

/** Rows of modules, 1 for dark, as somebody sees them who looks at the terminal. */
function modulesOf(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's escape is one.
    const cells = [...line.replace(/\u001b\[[\d;]*m/g, "")] as (keyof typeof dark)[];
    return [0, 1].map((half) => cells.map((cell) => dark[cell][half]).join(""));
  });
}

describe("a QR code on a terminal", () => {
  it("shows every module, with four light ones around, black on white", () => {
    const lines = qrCode(uri, { columns: 80, colour: true });
    const modules = modulesOf(lines);
    const code = qrcode(0, "L");
    code.addData(uri, "Byte");
    code.make();
    const size = code.getModuleCount();
    assert.ok(size + 8 <= 80 && lines.every((line) => line.includes("[30;107m")));
    for (let row = -4; row < size + 4; row++)
      for (let column = -4; column < size + 4; column++) {
        const inside = row >= 0 && column >= 0 && row < size && column < size;
        const wanted = inside && code.isDark(row, column) ? "1" : "0";
        assert.equal(modules[row + 4]?.[column + 4], wanted, `${row} ${column}`);
      }
  });

  it("is drawn in light where colours are not wanted, and not at all where it would not fit", () => {
    const [ink, plain] = [true, false].map((colour) =>
      modulesOf(qrCode(uri, { columns: 80, colour })),
    );
    const inverse = plain?.map((row) => row.replace(/[01]/g, (bit) => (bit === "0" ? "1" : "0")));
    assert.deepEqual(inverse, ink);
    assert.deepEqual(qrCode(uri, { columns: 40, colour: true }), []);
  });
});
