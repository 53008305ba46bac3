import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { helpText } from "../../src/cli/help.ts";
import { isUsageError, type ParsedCommand } from "../../src/cli/options.ts";
import { parseCommandLine } from "../../src/cli/parse.ts";
import { commandNames } from "../../src/cli/spec.ts";
import { formatInvite } from "../../src/household/invite.ts";

const words = (line: string) => (line === "" ? [] : line.split(" "));

function parsed(line: string): ParsedCommand {
  const result = parseCommandLine(words(line));
  assert.ok(!isUsageError(result), JSON.stringify(result));
  return result;
}

/** The options of a daemon that differ from those of the shortest line. */
function changed(base: string, more: string): Record<string, unknown> {
  const [plain, full] = [parsed(base), parsed(`${base} ${more}`)];
  assert.ok("options" in plain && "options" in full);
  const before = new Map<string, unknown>(Object.entries(plain.options));
  const after: [string, unknown][] = Object.entries(full.options);
  return Object.fromEntries(
    after.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before.get(name))),
  );
}

function ctl(line: string): unknown {
  const command = parsed(`ctl ${line}`);
  assert.equal(command.kind, "ctl");
  return command.options.command;
}

const invite = formatInvite({
  addresses: [{ host: "10.0.0.1", port: 41_800 }],
  household: new Uint8Array(32),
  originKey: new Uint8Array(32),
  token: new Uint8Array(16),
  expiresMs: 1_000,
});

describe("a good command line", () => {
  it("names the speaker's options, each with its type", () => {
    const base = "speaker --data d";
    const table: readonly (readonly [string, Record<string, unknown>])[] = [
      ["--name Küche", { name: "Küche" }],
      ["--output null", { output: { kind: "null", name: "" } }],
      ["--output alsa", { output: { kind: "alsa", name: "default" } }],
      ["--output alsa:hw:1,0", { output: { kind: "alsa", name: "hw:1,0" } }],
      ["--output wav:/tmp/a:b.wav", { output: { kind: "wav", name: "/tmp/a:b.wav" } }],
      ["--dac-ppm -50.5", { dacPpm: -50.5 }],
      ["--mixer Digital", { mixer: "Digital" }],
      ["--mixer off --output null", { mixer: "off", output: { kind: "null", name: "" } }],
      [
        "--origin 10.0.0.1:5 --origin=nas.local:6",
        {
          origins: [
            { host: "10.0.0.1", port: 5 },
            { host: "nas.local", port: 6 },
          ],
        },
      ],
      ["--peer 10.0.0.7:41000", { peerPlaces: [{ host: "10.0.0.7", port: 41_000 }] }],
      [`--join ${invite}`, { join: invite }],
      ["--listen [::1]:0", { listen: { host: "::1", port: 0 } }],
      [
        "--control off --http off --cast 0.0.0.0:8009",
        { control: "off", http: "off", cast: { host: "0.0.0.0", port: 8009 } },
      ],
      ["--mdns off", { mdns: false }],
      ["--cache-size 2GiB", { cacheBytes: 2 ** 31 }],
      ["--cache-size 512MiB", { cacheBytes: 2 ** 29 }],
      ["--cache-size 1.5GB", { cacheBytes: 1.5e9 }],
      ["--cache-size 0", { cacheBytes: 0 }],
      ["--cache-eco", { eco: true }],
      ["--cache-write-budget 300MiB", { cacheWriteBytes: 300 * 2 ** 20 }],
      ["--cache-write-budget 0", { cacheWriteBytes: 0 }],
      ["--metered", { metered: true }],
      ["--mirror-events", { mirrorEvents: true }],
      [
        "--board pi.json --metrics 127.0.0.1:9",
        { board: "pi.json", metrics: { host: "127.0.0.1", port: 9 } },
      ],
      ["--quality lossless", { quality: "lossless" }],
      ["--quality 96", { quality: "96" }],
    ];
    for (const [more, expected] of table) assert.deepEqual(changed(base, more), expected, more);
  });

  it("names what start, origin and its reports take", () => {
    assert.deepEqual(parsed("start"), {
      kind: "start",
      options: {
        dataDir: undefined,
        libraryDir: undefined,
        speakers: 2,
        output: undefined,
        quality: undefined,
        mdns: true,
        mpd: undefined,
      },
    });
    const at = { host: "127.0.0.1", port: 6600 };
    assert.deepEqual(changed("start", "--mpd 127.0.0.1:6600 --mpd-role guest"), {
      mpd: { at, role: "guest", passwordFile: undefined },
    });
    assert.deepEqual(changed("start", "--library m --speakers 3 --data d"), {
      dataDir: "d",
      libraryDir: "m",
      speakers: 3,
    });
    assert.deepEqual(
      changed("origin --data d --library m", "--listen 0.0.0.0:41000 --name Attic"),
      {
        listen: { host: "0.0.0.0", port: 41000 },
        name: "Attic",
      },
    );
    const options = { dataDir: "d", json: true };
    const action = { name: "invite", role: "speaker" };
    const household = { kind: "origin-household", options };
    assert.deepEqual(parsed("origin invite --data d --json"), { ...household, action });
    const another = { ...household, action: { name: "invite", role: "origin" } };
    for (const line of ["--data d --json --origin", "--origin --data d --json"]) {
      assert.deepEqual(parsed(`origin invite ${line}`), another);
      assert.deepEqual(parsed(`${line} origin invite`), another);
    }
    const revoke = { name: "revoke", who: "Living room" };
    const spoken = ["origin", "revoke", "Living room", "--data", "d", "--json"];
    assert.deepEqual(parseCommandLine(spoken), { ...household, action: revoke });
    assert.deepEqual(parsed("origin --json stats --data d"), { kind: "origin-stats", options });
    assert.deepEqual(parsed("origin events --by track --data d --json"), {
      kind: "origin-events",
      options,
      view: "track",
    });
    assert.deepEqual(parsed("origin library --data d --json the beatles"), {
      kind: "origin-library",
      options,
      query: "the beatles",
    });
  });

  it("names each command of ctl", () => {
    const player = (command: unknown, wait = false) => ({ name: "player", command, wait });
    const table: readonly (readonly [string, unknown])[] = [
      ["status", { name: "status" }],
      ["library", { name: "library", query: "" }],
      ["library kind of blue", { name: "library", query: "kind of blue" }],
      ["play", player({ kind: "play", what: [] })],
      ["play --wait a b", player({ kind: "play", what: ["a", "b"] }, true)],
      ["play -- --odd", player({ kind: "play", what: ["--odd"] })],
      ["pause", player({ kind: "pause" })],
      ["unmute", player({ kind: "mute", muted: false })],
      ["seek 95", { name: "seek", relative: false, ms: 95_000 }],
      ["seek 1:23", { name: "seek", relative: false, ms: 83_000 }],
      ["seek 1:02:03", { name: "seek", relative: false, ms: 3_723_000 }],
      ["seek 12.5", { name: "seek", relative: false, ms: 12_500 }],
      ["seek +10", { name: "seek", relative: true, ms: 10_000 }],
      ["seek -10", { name: "seek", relative: true, ms: -10_000 }],
      ["volume", { name: "volume", change: undefined }],
      ["volume 0", { name: "volume", change: { relative: false, by: 0 } }],
      ["volume -5", { name: "volume", change: { relative: true, by: -5 } }],
      ["queue", { name: "queue" }],
      ["pins", { name: "pins" }],
      ["pin a b", { name: "pin", what: ["a", "b"], quality: "320" }],
      ["pin a --quality lossless", { name: "pin", what: ["a"], quality: "lossless" }],
      ["unpin a b", { name: "unpin", what: ["a", "b"] }],
      ["queue add x", { name: "queue-add", what: ["x"], place: "end" }],
      ["queue add x --next", { name: "queue-add", what: ["x"], place: "next" }],
      ["queue add x --after 3", { name: "queue-add", what: ["x"], place: { after: "3" } }],
      ["queue remove 1 2", { name: "queue-remove", items: ["1", "2"] }],
      ["queue move 4 --after 1", { name: "queue-move", items: ["4"], after: "1" }],
      ["queue move 4 --first", { name: "queue-move", items: ["4"], after: undefined }],
      ["queue clear", player({ kind: "queue-clear" })],
      ["repeat one", player({ kind: "repeat", mode: "one" })],
      ["shuffle off", player({ kind: "shuffle", on: false })],
      ["pair --name me", { name: "pair", as: "me" }],
      ["revoke abc", { name: "revoke", id: "abc" }],
      ["pair --open", { name: "pair-open", role: "member", until: undefined }],
      [
        "pair --open --until 3h",
        { name: "pair-open", role: "guest", until: { forMs: 10_800_000 } },
      ],
      [
        "pair --open --role guest --until 2:05",
        { name: "pair-open", role: "guest", until: { hour: 2, minute: 5 } },
      ],
      ["pair --close", { name: "pair-close" }],
      ["pair --speaker Bath", { name: "pair-code", as: undefined, code: undefined }],
      ["pair --speaker Bath --code 123-456", { name: "pair-code", as: undefined, code: "123456" }],
      ["audit", { name: "audit" }],
    ];
    for (const [line, expected] of table) assert.deepEqual(ctl(line), expected, line);
    const target = parsed("ctl status --speaker Kitchen --json");
    assert.deepEqual(target, {
      kind: "ctl",
      options: {
        target: { by: "speaker", speaker: "Kitchen" },
        json: true,
        command: { name: "status" },
      },
    });
  });

  it("asks for help or the version from anywhere", () => {
    assert.deepEqual(parsed("--version"), { kind: "version" });
    assert.deepEqual(parsed("--help"), { kind: "help", topic: "" });
    assert.deepEqual(parsed("ctl --help"), { kind: "help", topic: "ctl" });
    assert.deepEqual(parsed("ctl queue add --help"), { kind: "help", topic: "ctl queue add" });
    assert.deepEqual(parsed("speaker -h"), { kind: "help", topic: "speaker" });
  });
});

describe("a bad command line", () => {
  const table: readonly (readonly [string, 1 | 2, RegExp])[] = [
    ["", 2, /command is missing/],
    ["plya", 2, /no command "plya"/],
    ["speeker --data d", 2, /did you mean "speaker"/],
    ["play", 2, /did you mean "ctl play"/],
    ["ctl", 2, /needs a command/],
    ["ctl stauts", 2, /did you mean "status"/],
    ["ctl status --jsno", 2, /--jsno; did you mean "--json"/],
    ["ctl status --wait", 2, /no option --wait/],
    ["ctl status extra", 2, /takes no argument "extra"/],
    ["ctl --data a --speaker b status", 2, /one of them/],
    ["ctl --data a --data b status", 2, /given twice/],
    ["ctl --json=1 status", 2, /takes no value/],
    ["ctl status --data", 2, /--data needs a value/],
    ["ctl seek", 2, /one argument/],
    ["ctl seek soon", 2, /takes a time/],
    ["ctl seek 1:99", 2, /takes a time/],
    ["ctl seek 1:60:00", 2, /takes a time/],
    ["ctl volume 101", 2, /0 to 100/],
    ["ctl repeat twice", 2, /off, one or all/],
    ["ctl shuffle maybe", 2, /on or off/],
    ["ctl queue drop 1", 2, /no command "ctl queue drop"/],
    ["ctl queue move 1", 2, /--after ITEM or --first/],
    ["ctl queue add a --next --after 1", 2, /one place/],
    ["ctl revoke", 2, /one argument/],
    ["ctl group Kitchen", 1, /not in this version/],
    ["ctl ungroup", 1, /not in this version/],
    ["speaker", 2, /needs --data DIR/],
    ["speaker --data d --listen 41000", 2, /HOST:PORT/],
    ["speaker --data d --listen a:70000", 2, /HOST:PORT/],
    ["speaker --data d --control on", 2, /HOST:PORT or off/],
    ["speaker --data d --output wav:", 2, /wav:FILE/],
    ["speaker --data d --output mp3", 2, /not "mp3"/],
    ["speaker --data d --dac-ppm lots", 2, /number/],
    ["speaker --data d --dac-ppm 6000", 2, /5000/],
    ["speaker --data d --mdns no", 2, /on or off/],
    ["speaker --data d --join nightjar://bad", 2, /--join: .*not a whole invite.*copy all of/],
    ["speaker --data d --cache-write-budget lots", 2, /size/],
    ["ctl pin", 2, /needs an argument/],
    ["ctl unpin", 2, /needs an argument/],
    ["ctl pin a --quality auto", 2, /96, 160, 320, lossless/],
    ["speaker --data d --cache-size 2XB", 2, /size/],
    ["speaker --data d --quality 128", 2, /96, 160, 320 or lossless/],
    [`speaker --data d --name ${"ü".repeat(33)}`, 2, /64 bytes/],
    ["speaker --data d --input alsa", 2, /--input takes alsa:DEVICE or wav:FILE/],
    ["speaker --data d --input wav:", 2, /--input takes alsa:DEVICE or wav:FILE/],
    ["speaker --data d --adc-ppm fast", 2, /--adc-ppm takes a number/],
    ["origin --data d", 2, /--library/],
    ["origin --data d --library m --upstream a:1", 1, /not in this version/],
    ["origin --dta d", 2, /did you mean "--data"/],
    ["origin events --data d --by week", 2, /track/],
    ["origin events --data d --export csv --json", 2, /exclude each other; take --export jsonl/],
    ["start --speakers 0", 2, /1 to 8/],
    ["speaker --data d --output null --mixer PCM", 2, /null has no volume control "PCM".*leave it/],
    ["speaker --data d --output wav:a.wav --mixer PCM", 2, /wav has no volume control "PCM"/],
    ["start now", 2, /no argument "now"/],
  ];

  it("is an empty word where a search would find everything", () => {
    const lines = [
      ["play", ""],
      ["pin", " "],
      ["unpin", ""],
      ["queue", "add", "a", ""],
    ];
    for (const line of lines) {
      const result = parseCommandLine(["ctl", ...line]);
      assert.ok(isUsageError(result), line.join(" "));
      assert.equal(result.exitCode, 2);
      assert.match(result.message, /empty word; name a track/);
    }
    assert.ok(!isUsageError(parseCommandLine(["ctl", "library", ""])));
  });

  it("is answered likewise where it is about pairing", () => {
    const wrong: readonly (readonly [string, RegExp])[] = [
      ["pair --open --close", /one of --open, --close and --code/],
      ["pair --role guest", /add --open/],
      ["pair --open --role member --until 3h", /--until is for guests/],
      ["pair --open --until soon", /for example 3h or 2:00/],
      ["pair --open --until 24:00", /for example 3h or 2:00/],
      ["pair --open --role king", /guest, member or admin/],
      ["pair --code 123456", /add --speaker/],
      ["pair --speaker Bath --code 12345", /six digits/],
      ["pair --open --name Anna", /whoever comes with the code/],
    ];
    for (const [line, message] of wrong) {
      const result = parseCommandLine(words(`ctl ${line}`));
      assert.ok(isUsageError(result), line);
      assert.match(result.message, message, line);
    }
  });

  it("is answered by what is wrong and what to do, on one line", () => {
    for (const [line, exitCode, message] of table) {
      const result = parseCommandLine(words(line));
      assert.ok(isUsageError(result), line);
      assert.equal(result.exitCode, exitCode, line);
      assert.match(result.message, message, line);
      assert.doesNotMatch(result.message, /\n/, line);
    }
  });

  it("never makes the parser throw", () => {
    const word = fc.oneof(
      fc.constantFrom(
        "ctl",
        "queue",
        "add",
        "origin",
        "speaker",
        "--",
        "-",
        "--data",
        "--json",
        "-5",
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (argv) => {
        parseCommandLine(argv);
      }),
      { numRuns: 500 },
    );
  });
});

describe("help", () => {
  it("exists for every command, with each of its options, within 100 columns", () => {
    for (const name of commandNames) {
      const text = helpText(name);
      assert.ok(text.startsWith(`Usage: nightjar ${name}`), name);
      for (const line of text.split("\n")) assert.ok(line.length <= 100, line);
    }
    assert.match(helpText("speaker"), /--dac-ppm N/);
    assert.match(helpText(""), /nightjar COMMAND --help/);
  });
});
