/** A test for each target of the fuzzer. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { type FuzzTarget, fuzz, grownBytesMax, inputsOf } from "./fuzz.ts";

export function fuzzEach(what: string, targets: readonly FuzzTarget[]): void {
  describe(what, () => {
    for (const target of targets) {
      const inputs = inputsOf(target);
      it(`${target.name}: ${inputs} inputs break nothing and leave nothing behind`, {
        timeout: 60_000 + inputs / 10,
      }, async () => {
        const { grownBytes, seconds } = await fuzz(target);
        if (process.env["FUZZ_TIMES"] === "1")
          process.stderr.write(`${target.name}: ${seconds.toFixed(1)} s, ${grownBytes} bytes\n`);
        assert.ok(grownBytes < grownBytesMax, `${grownBytes} bytes more than before`);
      });
    }
  });
}
