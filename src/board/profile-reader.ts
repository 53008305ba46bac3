/**
 * Reads a board's profile, TOML, and says in one sentence what is wrong with it:
 * file, line, what, what to do. Pure.
 */
import { parse, TomlError } from "smol-toml";
import { usPerMs, usPerS } from "../base/units.ts";
import { BoardError } from "./errors.ts";
import * as limits from "./limits.ts";
import {
  type AmplifierSpec,
  type BoardProfile,
  type ButtonSpec,
  buttonActions,
  type EncoderSpec,
  type LightSpec,
  lightStates,
  veryLongActions,
} from "./profile.ts";
import { type Fault, ProfileTable } from "./profile-table.ts";

const pulls = ["up", "down", "none"] as const;
const levels = ["low", "high"] as const;
const edgesPerStep = [4, 2] as const;

/** `file`: as people know it. Throws BoardError `bad-profile`. */
export function readProfile(text: string, file: string): BoardProfile {
  const fault: Fault = (why, line) => {
    const at = line === undefined ? file : `${file}, line ${line}`;
    return new BoardError("bad-profile", `${at}: ${why}`, { remedy: "mend it and start again" });
  };
  if (text.length > limits.profileBytesMax) throw fault("it is too long for a board's profile");
  const profile = profileOf(new ProfileTable(parsed(text, fault), text, fault));
  checkLines(profile, fault);
  return profile;
}

function parsed(text: string, fault: Fault): Record<string, unknown> {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const why = error.message.replace(/^Invalid TOML document: /, "").split("\n")[0];
    throw fault(`it is no TOML: ${why}`, error.line);
  }
}

function profileOf(top: ProfileTable): BoardProfile {
  const profile = {
    about: top.text("about"),
    output: top.maybeText("output"),
    overlay: top.maybeText("overlay"),
    chip: top.texts("chip"),
    reserved: top.numbers("reserved", 0, limits.lineMax),
    buttons: top.tables("button", limits.buttonsMax).map(buttonOf),
    encoders: top.tables("encoder", limits.encodersMax).map(encoderOf),
    lights: top.tables("light", limits.lightsMax).map(lightOf),
    amplifier: top.maybeTable("amplifier", amplifierOf),
  };
  top.done();
  return profile;
}

function buttonOf(table: ProfileTable): ButtonSpec {
  const usual = limits.debounceMsUsual;
  const spec = {
    name: table.text("name"),
    line: table.number("line", 0, limits.lineMax),
    activeLow: table.choice("active", levels, "low") === "low",
    pull: table.choice("pull", pulls, "up"),
    debounceUs: table.number("debounce-ms", 0, limits.debounceMsMax, usual) * usPerMs,
    click: table.maybeChoice("click", buttonActions),
    double: table.maybeChoice("double", buttonActions),
    hold: table.maybeChoice("hold", buttonActions),
    veryLong: table.maybeChoice("very-long", veryLongActions),
  };
  table.done();
  const { click, double, hold, veryLong } = spec;
  if ([click, double, hold, veryLong].every((each) => each === undefined))
    throw table.fault("the button does nothing; give it click, double, hold or very-long");
  return spec;
}

function encoderOf(table: ProfileTable): EncoderSpec {
  const spec = {
    name: table.text("name"),
    lineA: table.number("a", 0, limits.lineMax),
    lineB: table.number("b", 0, limits.lineMax),
    pull: table.choice("pull", pulls, "up"),
    activeLow: table.choice("active", levels, "low") === "low",
    edgesPerStep: table.oneOf("edges-per-step", edgesPerStep, 4),
    reversed: table.flag("reversed"),
  };
  table.done();
  return spec;
}

function lightOf(table: ProfileTable): LightSpec {
  const spec = {
    name: table.text("name"),
    line: table.number("line", 0, limits.lineMax),
    activeLow: table.choice("active", levels, "high") === "low",
    shows: table.choices("shows", lightStates),
  };
  table.done();
  return spec;
}

function amplifierOf(table: ProfileTable): AmplifierSpec {
  const { settleMsUsual, settleMsMax, idleSUsual, idleSMax } = limits;
  const spec = {
    line: table.number("line", 0, limits.lineMax),
    activeLow: table.choice("active", levels, "high") === "low",
    settleUs: table.number("settle-ms", 0, settleMsMax, settleMsUsual) * usPerMs,
    idleUs: table.number("idle-s", 2, idleSMax, idleSUsual) * usPerS,
  };
  table.done();
  return spec;
}

export interface UsedLine {
  readonly line: number;
  readonly kind: "card" | "button" | "knob" | "light" | "amplifier";
  /** For people. */
  readonly by: string;
}

/** All lines that the profile gives a task. */
export function usedLines(profile: BoardProfile): UsedLine[] {
  const { buttons, encoders, lights, amplifier, reserved } = profile;
  return [
    ...reserved.map((line) => ({ line, kind: "card", by: "the sound card" }) as const),
    ...buttons.map(({ line, name }) => ({ line, kind: "button", by: `button "${name}"` }) as const),
    ...encoders.flatMap(
      ({ lineA, lineB, name }) =>
        [
          { line: lineA, kind: "knob", by: `knob "${name}", A` },
          { line: lineB, kind: "knob", by: `knob "${name}", B` },
        ] as const,
    ),
    ...lights.map(({ line, name }) => ({ line, kind: "light", by: `light "${name}"` }) as const),
    ...(amplifier === undefined
      ? []
      : ([{ line: amplifier.line, kind: "amplifier", by: "the amplifier" }] as const)),
  ];
}

function checkLines(profile: BoardProfile, fault: Fault): void {
  const users = new Map<number, string>();
  for (const { line, by } of usedLines(profile)) {
    const other = users.get(line);
    if (other !== undefined)
      throw fault(`line ${line} is both ${other}'s and ${by}'s; give each a line of its own`);
    users.set(line, by);
  }
}
