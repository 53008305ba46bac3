import assert from "node:assert/strict";
import { it } from "vitest";
import { speakerStatusLine } from "../../src/cli/serving.ts";
import type { SpeakerStatus } from "../../src/player/model.ts";
import { isSilent } from "../../src/update/silence.ts";

const lineOf = (state: string, trouble: string | null = null): string =>
  speakerStatusLine({
    speaker: { name: "Bath: stopped" },
    state,
    output: { trouble },
  } as unknown as SpeakerStatus); // what the line is made of

it("a restart at night is heard by nobody where the speaker says that nothing plays", () => {
  for (const state of ["stopped", "paused"]) {
    assert.ok(isSilent(`${lineOf(state)}\n`));
    assert.ok(isSilent(lineOf(state, "sound card: unplugged")));
  }
  for (const state of ["playing", "buffering"]) assert.ok(!isSilent(lineOf(state)));
  for (const line of ["", "\n", "starting"]) assert.ok(!isSilent(line));
});
