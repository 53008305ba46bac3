import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { type Command, parseCommandLine } from "../../../tools/netlab/command-line.ts";

const parse = (...args: readonly string[]): Command => parseCommandLine(args);

function wrong(...args: readonly string[]): string {
  const command = parse(...args);
  assert.equal(command.kind, "wrong");
  return command.kind === "wrong" ? command.why : "";
}

describe("netlab's command line", () => {
  it("runs a program on each host, the last one in the foreground", () => {
    const command = parse(
      "run",
      "--profile",
      "dsl",
      "--host",
      "origin=serve a=b",
      "--host",
      "kitchen=play",
    );
    assert.deepEqual(command, {
      kind: "run",
      hosts: ["origin", "kitchen"],
      profile: "dsl",
      script: "",
      trace: undefined,
      seed: 1,
      programs: [
        { host: "origin", argv: ["/bin/sh", "-c", "serve a=b"] },
        { host: "kitchen", argv: ["/bin/sh", "-c", "play"] },
      ],
      forMs: undefined,
      statsFile: undefined,
    });
  });

  it("turns flags into lines of a script, and runs what is behind -- on the last host", () => {
    const flags = [
      "--delay",
      "50ms",
      "--loss",
      "2% burst 3",
      "--set",
      "b.up rate 1mbit/s",
      "--seed",
      "7",
    ];
    const command = parse("run", "--hosts", "a,b", ...flags, "--for", "2s", "--", "ping", "--help");
    assert.ok(command.kind === "run");
    assert.equal(command.script, "delay 50ms\nloss 2% burst 3\nb.up rate 1mbit/s");
    assert.deepEqual(command.programs, [{ host: "b", argv: ["ping", "--help"] }]);
    assert.deepEqual([command.seed, command.forMs], [7, 2_000]);
  });

  it("knows the other commands", () => {
    assert.deepEqual(parse("profiles"), { kind: "profiles", name: undefined });
    assert.deepEqual(parse("profiles", "dsl"), { kind: "profiles", name: "dsl" });
    assert.deepEqual(parse("clean"), { kind: "clean" });
    const shell = parse("shell", "--host", "x");
    assert.ok(shell.kind === "shell" && shell.host === "x");
    const check = parse("check", "--trace", "file");
    assert.ok(check.kind === "check" && check.trace === "file");
    assert.deepEqual(check.kind === "check" && check.hosts, ["a", "b"]);
    assert.equal(parse("run", "--help").kind, "help");
  });

  it("says what is wrong", () => {
    assert.match(wrong(), /which command/);
    assert.match(wrong("walk"), /no command walk/);
    assert.match(wrong("run"), /run what/);
    assert.match(wrong("run", "ping"), /"ping" is not understood/);
    assert.match(wrong("run", "--delay", "fast", "--", "x"), /--delay:1: "fast" is not a time/);
    assert.match(wrong("run", "--set", "c.up delay 5ms", "--", "x"), /--set:1: "c.up" is neither/);
    assert.match(wrong("run", "--colour", "red", "--", "x"), /--colour/);
    assert.match(wrong("run", "--seed", "x", "--", "x"), /--seed/);
    assert.match(wrong("run", "--for", "ever", "--", "x"), /--for/);
  });
});
