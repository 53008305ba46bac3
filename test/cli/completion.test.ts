import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "vitest";
import { completionScript } from "../../src/cli/completion.ts";
import { parseCommandLine } from "../../src/cli/parse.ts";
import { commandNames, specOf } from "../../src/cli/spec.ts";

/** What bash offers for the last word of each line. */
function offered(...lines: string[][]): string[] {
  const asks = lines.map((words) => {
    const list = words.map((word) => `'${word}'`).join(" ");
    return `COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _nightjar; echo "\${COMPREPLY[*]}"`;
  });
  const script = `${completionScript("bash")}\n${asks.join("\n")}\n`;
  const { stdout, stderr, status } = spawnSync("bash", ["--norc"], {
    input: script,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  assert.equal(stderr, "");
  return stdout.trimEnd().split("\n");
}

describe("completion", () => {
  it("in bash offers commands, values and options, and only those that fit", () => {
    const asked = [
      ["nightjar", "c"],
      ["nightjar", "ctl", "queue", ""],
      ["nightjar", "ctl", "--json", "repeat", "o"],
      ["nightjar", "ctl", "queue", "add", "--n"],
      ["nightjar", "ctl", "quality", "--source", ""],
      ["nightjar", "ctl", "quality", "lo"],
      ["nightjar", "ctl", "browse", "a"],
    ];
    assert.deepEqual(offered(...asked), [
      "ctl completion cast-root".split(" ").sort().join(" "),
      "add remove move clear play undo",
      "off one",
      "--next --now",
      "origin peer",
      "lossless",
      "artists albums added",
    ]);
  });

  it("names every command and option, in each shell", () => {
    for (const shell of ["bash", "zsh", "fish"] as const) {
      const script = completionScript(shell);
      for (const name of commandNames) {
        assert.ok(script.includes(`'${name}'`), `${shell}: ${name}`);
        for (const option of Object.keys(specOf(name).options))
          assert.ok(script.includes(shell === "fish" ? `-l ${option}` : `--${option}`), option);
      }
    }
  });

  it("is asked for with the name of a shell", () => {
    assert.deepEqual(parseCommandLine(["completion", "fish"]), {
      kind: "completion",
      shell: "fish",
    });
    for (const words of [["completion"], ["completion", "tcsh"], ["completion", "zsh", "x"]])
      assert.equal(parseCommandLine(words).kind, "usage-error");
  });
});

describe("commands of the queue and the library", () => {
  const commandOf = (...words: string[]) => {
    const parsed = parseCommandLine(["ctl", ...words]);
    return parsed.kind === "ctl" ? parsed.options.command : parsed.kind;
  };

  it("are undo, play, history and browse", () => {
    assert.deepEqual(commandOf("queue", "undo"), { name: "queue-undo", step: 0 });
    assert.deepEqual(commandOf("queue", "undo", "7"), { name: "queue-undo", step: 7 });
    assert.deepEqual(commandOf("queue", "play", "3"), { name: "queue-play", item: "3" });
    assert.deepEqual(commandOf("history"), { name: "history" });
    assert.deepEqual(commandOf("browse", "recent", "miles", "davis"), {
      ...{ name: "browse", path: "added", query: "miles davis" },
    });
    assert.deepEqual(commandOf("browse"), { name: "browse", path: "artists", query: "" });
    const add = { name: "queue-add", what: ["x"], place: "now" };
    assert.deepEqual(commandOf("queue", "add", "x", "--now"), add);
    for (const wrong of [
      ["queue", "undo", "last"],
      ["queue", "play"],
      ["queue", "add", "x", "--now", "--next"],
    ])
      assert.equal(commandOf(...wrong), "usage-error");
  });
});
