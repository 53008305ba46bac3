import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { isUsageError } from "../../src/cli/options.ts";
import { parseCommandLine } from "../../src/cli/parse.ts";

const parse = (line: string) => parseCommandLine(line.split(" "));

function options(line: string): unknown {
  const parsed = parse(line);
  assert.ok(!isUsageError(parsed) && "options" in parsed, line);
  return { kind: parsed.kind, ...parsed.options };
}

function mistake(line: string): string {
  const parsed = parse(line);
  assert.ok(isUsageError(parsed), line);
  assert.equal(parsed.exitCode, 2);
  return parsed.message;
}

describe("the command line of an origin's desk", () => {
  it("takes one file to back up to and to restore from", () => {
    const rest = { dataDir: "d", json: false };
    assert.deepEqual(options("origin backup f --data d"), {
      kind: "origin-backup",
      ...rest,
      file: "f",
      passphraseFile: undefined,
    });
    assert.deepEqual(options("origin restore --data d f --passphrase-file - --json"), {
      kind: "origin-restore",
      dataDir: "d",
      json: true,
      file: "f",
      passphraseFile: "-",
    });
    assert.match(mistake("origin backup --data d"), /takes one FILE/);
    assert.match(mistake("origin restore f g --data d"), /takes one FILE/);
    assert.match(mistake("origin backup f"), /needs --data/);
    assert.match(mistake("origin backup f --data d --passphrase secret"), /no option --passphrase/);
  });

  it("turns forwarding on and off, and shows it without either", () => {
    const none = { tokenFile: undefined, baseUrl: undefined, all: false };
    const rest = { kind: "origin-scrobble", dataDir: "d", json: false };
    assert.deepEqual(options("origin scrobble --data d"), { ...rest, action: "status", ...none });
    assert.deepEqual(options("origin scrobble off --data d"), { ...rest, action: "off", ...none });
    assert.deepEqual(
      options("origin scrobble on --data d --token-file t --base-url http://nas:80/lb/ --all"),
      { ...rest, action: "on", tokenFile: "t", baseUrl: "http://nas/lb", all: true },
    );
    assert.match(mistake("origin scrobble maybe --data d"), /takes on or off/);
    assert.match(mistake("origin scrobble off --data d --all"), /--all goes with/);
    for (const url of ["nas", "ftp://nas", "http://a:b@nas", "http://nas?x", "http://nas#x"])
      assert.match(mistake(`origin scrobble on --data d --base-url ${url}`), /http or https URL/);
  });
});
