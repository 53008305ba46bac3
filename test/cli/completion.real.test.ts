/** Completion in the real zsh and fish: what somebody gets who presses Tab. bash is in completion.test.ts. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, it } from "vitest";
import { completionScript } from "../../src/cli/completion.ts";
import type { Shell } from "../../src/cli/options.ts";
import { isInstalled } from "../discovery/net-lab.ts";

const home = mkdtempSync(path.join(tmpdir(), "nightjar-completion-"));
const config = path.join(home, "config/nightjar");
mkdirSync(config, { recursive: true });
mkdirSync(path.join(home, "music folder"));
const speakers = { speakers: [{ name: "Kitchen" }, { name: "Living room" }] };
writeFileSync(path.join(config, "speakers.json"), JSON.stringify(speakers, undefined, 2));
afterAll(() => rmSync(home, { recursive: true }));

/** What is typed before Tab, and what is offered, in any order. */
const asked: readonly (readonly [line: string, offered: readonly string[]])[] = [
  ["nightjar ctl pl", ["play", "playlist"]],
  ["nightjar c", ["cast-root", "completion", "ctl"]],
  ["nightjar ctl queue ", ["add", "clear", "move", "play", "remove", "undo"]],
  ["nightjar ctl --json repeat o", ["off", "one"]],
  ["nightjar ctl queue add --n", ["--next", "--now"]],
  ["nightjar ctl quality --source ", ["origin", "peer"]],
  ["nightjar ctl quality lo", ["lossless"]],
  ["nightjar ctl pair --open --role ", ["admin", "guest", "member"]],
  ["nightjar ctl browse a", ["added", "albums", "artists"]],
  ["nightjar ctl --speaker K", ["Kitchen"]],
  ["nightjar ctl --speaker ", ["Kitchen", "Living room"]],
  ["nightjar ctl --speaker Kitchen alarm sk", ["skip"]],
  ["nightjar speaker --data music", ["music folder/"]],
];

function run(shell: string, args: readonly string[], input = ""): string {
  const { stdout, stderr, status } = spawnSync(shell, args, {
    input,
    encoding: "utf8",
    cwd: home,
    timeout: 60_000,
    env: { HOME: home, PATH: process.env["PATH"], TERM: "xterm", LC_ALL: "C.UTF-8" },
  });
  assert.equal(status, 0, `${shell}: ${stderr}`);
  assert.equal(stderr, "", shell);
  return stdout;
}

function writeScript(shell: Shell, file: string): string {
  const at = path.join(home, file);
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(at, completionScript(shell));
  return at;
}

/** One line of matches for each line of the input, apart by `|`. */
const zshAsk = `
zmodload zsh/zpty
zpty z "zsh -f -i"
zpty -w z "source ${home}/inner.zsh"
zpty -r z out '*rea''dy*'
while IFS= read -r line; do
  zpty -w -n z "$line"$'\\t'
  zpty -r z out '*<<*>>*'
  print -r -- "\${\${out##*<<}%%>>*}"
  zpty -w -n z $'\\x15'
done
zpty -d z
`;
/** Tab says what would be offered, and leaves the line alone. */
const zshInner = `
PROMPT= ; unset zle_bracketed_paste
fpath=(${home}/zfunc $fpath)
autoload -Uz compinit && compinit -u -d ${home}/zcompdump
compadd() {
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
  typeset -a found; builtin compadd -A found "$@"
  hits+=("\${found[@]}"); builtin compadd "$@"
}
_told() { hits=(); _main_complete; print -r -- "<<\${(j:|:)\${(@Q)hits}}>>"; compstate[insert]=; compstate[list]=; }
zle -C told complete-word _told
bindkey '^I' told
print ready
`;

describe("completion where people press Tab", () => {
  it.skipIf(!isInstalled("fish"))(
    `in fish${isInstalled("fish") ? "" : " (skipped: fish is not installed)"}`,
    () => {
      writeScript("fish", "config/fish/completions/nightjar.fish");
      for (const [line, offered] of asked) {
        const ask = `set -gx XDG_CONFIG_HOME ${home}/config; source ${home}/config/fish/completions/nightjar.fish; complete -C '${line}'`;
        const told = run("fish", ["--no-config", "-c", ask]).trimEnd().split("\n");
        assert.deepEqual(told.map((each) => each.split("\t")[0]).sort(), offered, line);
      }
    },
  );

  it.skipIf(!isInstalled("fish"))(
    `in fish without any paired speaker${isInstalled("fish") ? "" : " (skipped: fish is not installed)"}`,
    () => {
      const script = writeScript("fish", "nightjar.fish");
      const ask = `source ${script}; complete -C 'nightjar ctl --speaker '`;
      assert.equal(run("fish", ["--no-config", "-c", ask]), "");
    },
  );

  it.skipIf(!isInstalled("zsh"))(
    `in zsh${isInstalled("zsh") ? "" : " (skipped: zsh is not installed)"}`,
    () => {
      writeScript("zsh", "zfunc/_nightjar");
      writeFileSync(path.join(home, "inner.zsh"), `XDG_CONFIG_HOME=${home}/config\n${zshInner}`);
      writeFileSync(path.join(home, "ask.zsh"), zshAsk);
      const lines = asked.map(([line]) => line);
      const told = run("zsh", ["-f", path.join(home, "ask.zsh")], `${lines.join("\n")}\n`);
      for (const [i, answer] of told.trimEnd().split("\n").entries()) {
        const [line = "", offered = []] = asked[i] ?? [];
        const words = new Set(answer.split("|").filter((word) => word !== ""));
        // zsh adds the slash of a folder when it inserts it.
        const plain = offered.map((word) => word.replace(/\/$/, ""));
        assert.deepEqual([...words].sort(), plain, line);
      }
      assert.equal(told.trimEnd().split("\n").length, asked.length);
    },
  );
});
