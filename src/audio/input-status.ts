/** What is said of line-in: by events what changes seldom, by shared memory the figures of the moment. Pure. */
import type { PcmInputTarget } from "../ports/pcm-input.ts";
import type { InputEvent, InputStatus } from "./model.ts";
import type { StatusNumbers } from "./shared.ts";

/** As `--input` names it: also where the device is not open. */
export function closedInput({ kind, name }: PcmInputTarget): InputEvent {
  return { kind: "input", device: `${kind}:${name}`, rate: 0, trouble: undefined };
}

/** From what was last said, and the figures of now. */
export function inputStatus(
  { device, rate, trouble }: InputEvent,
  numbers: Readonly<StatusNumbers>,
): InputStatus {
  return {
    device,
    rate,
    trouble,
    latencyUs: numbers.inputLatencyUs,
    ppm: numbers.inputPpm,
    playedUs: numbers.inputPlayedUs,
    dropouts: numbers.inputDropouts,
    overruns: numbers.inputOverruns,
  };
}
