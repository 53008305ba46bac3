import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { utf8Bytes } from "../../../src/base/bytes.ts";
import { lineBytesMax } from "../../../src/control/mpd/limits.ts";
import { LineSplitter } from "../../../src/control/mpd/line-splitter.ts";
import { parseWords } from "../../../src/control/mpd/words.ts";

describe("words of a line", () => {
  it("are plain or quoted, with escapes", () => {
    assert.deepEqual(parseWords('add  "a \\"b\\" \\\\ c" d/e\t'), {
      name: "add",
      args: ['a "b" \\ c', "d/e"],
    });
    assert.deepEqual(parseWords('save ""'), { name: "save", args: [""] });
  });

  it("are refused in MPD's words where they are none", () => {
    for (const [line, why] of [
      ['add "a', /Missing closing/],
      ['add "a"b', /Space expected/],
      ["add a'b", /Invalid unquoted/],
      ["add-x a", /Invalid word character/],
      [`x ${"y ".repeat(70)}`, /Too many arguments/],
    ] as const)
      assert.throws(() => parseWords(line), why);
  });

  it("come back as they were sent, whatever is in them", () => {
    const word = fc.string({ unit: "grapheme" }).filter((text) => !/[\n]/.test(text));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (args) => {
        const line = args.map((arg) => ` "${arg.replace(/[\\"]/g, "\\$&")}"`).join("");
        assert.deepEqual(parseWords(`search${line}`), { name: "search", args });
      }),
    );
  });
});

describe("lines of a stream", () => {
  it("come out the same, however the bytes were cut", () => {
    const text = fc.string({ unit: "grapheme" }).map((line) => line.replace(/[\r\n]/g, " "));
    fc.assert(
      fc.property(fc.array(text), fc.integer({ min: 1, max: 9 }), (lines, pieceBytes) => {
        const bytes = utf8Bytes(lines.map((line) => `${line}\n`).join(""));
        const splitter = new LineSplitter();
        const out: string[] = [];
        for (let at = 0; at < bytes.length; at += pieceBytes)
          out.push(...splitter.push(bytes.slice(at, at + pieceBytes)));
        assert.deepEqual(out, lines);
        assert.equal(splitter.fault, undefined);
      }),
    );
  });

  it("end with a fault where they are too long, or no text", () => {
    const long = new LineSplitter();
    assert.deepEqual([...long.push(utf8Bytes("x".repeat(lineBytesMax)))], []);
    assert.equal(long.fault, undefined);
    assert.deepEqual([...long.push(utf8Bytes("yz\nping\n"))], []);
    assert.equal(long.fault, "too-long");
    const noise = new LineSplitter();
    assert.deepEqual([...noise.push(Uint8Array.of(0x70, 0x0a, 0xff, 0x0a, 0x70, 0x0a))], ["p"]);
    assert.equal(noise.fault, "no-text");
  });
});
