/**
 * Real processes over TLS: two speakers of a house, a remote on "another machine"
 * (a config folder of its own). One speaker is guessed at until it locks; at the
 * other the spoken code lets the remote in; then its key is stolen and revoked.
 */
import assert from "node:assert/strict";
import { cpSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { AuditRow, PairingWindow } from "../../src/control/remote.ts";
import { Daemon, json, nightjar, TempFolder, until } from "./daemon.ts";

const wavHeadBytes = 44;
const folder = new TempFolder();
let kitchen: Daemon;
let bath: Daemon;

function speaker(name: string): Promise<Daemon> {
  const at = ["--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--http", "off"];
  const sound = ["--output", `wav:${folder.in(`${name}.wav`)}`];
  return Daemon.start(["speaker", "--data", folder.in(name), "--name", name, ...at, ...sound]);
}

beforeAll(async () => {
  [kitchen, bath] = await Promise.all([speaker("kitchen"), speaker("bath")]);
});
afterAll(async () => {
  await kitchen[Symbol.asyncDispose]();
  await bath[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** As a user of another machine: a home of its own, and nothing but the network. */
function from(home: string, daemon: Daemon, ...words: string[]) {
  const at = String(daemon.ready["control"]);
  const env = { HOME: folder.in(home), XDG_CONFIG_HOME: folder.in(home, "config") };
  return nightjar(["ctl", "--speaker", at, ...words], { env });
}

const open = (name: string, ...words: string[]): Promise<PairingWindow> =>
  json<PairingWindow>(["ctl", "--data", folder.in(name), "--json", "pair", "--open", ...words]);

describe("pairing of real speakers", () => {
  it("locks after five wrong codes, and then takes the right one neither", {
    timeout: 60_000,
  }, async () => {
    const closed = await from("anna", kitchen, "pair", "--code", "123456");
    assert.equal(closed.code, 1);
    assert.match(closed.stderr, /no pairing code is good now; press its button/);
    const { code } = await open("kitchen");
    const wrong = code === "000000" ? "000001" : "000000";
    for (let i = 0; i < 4; i++) {
      const tried = await from("anna", kitchen, "pair", "--code", wrong);
      assert.match(tried.stderr, /the code is not right; \d more tr/);
    }
    const last = await from("anna", kitchen, "pair", "--code", wrong);
    assert.match(last.stderr, /nobody is let in for 10 minutes/);
    const right = await from("anna", kitchen, "pair", "--code", code);
    assert.equal(right.code, 1);
    assert.match(right.stderr, /too many wrong codes/);
  });

  it("lets in who has the code, until the key is revoked: a copy of it gets nothing then", {
    timeout: 60_000,
  }, async () => {
    const { code } = await open("bath");
    assert.ok(
      bath.log.some((line) => line.includes("pairing-code") && line.includes(code)),
      "the code is in the log",
    );
    const paired = await from("anna", bath, "pair", "--code", code, "--name", "Anna");
    assert.equal(paired.code, 0, paired.stderr);
    assert.match(paired.stdout, /^paired as member/);
    const volume = await from("anna", bath, "volume", "21");
    assert.equal(volume.code, 0, volume.stderr);
    cpSync(folder.in("anna"), folder.in("thief"), { recursive: true });
    assert.equal((await from("thief", bath, "volume", "22")).code, 0, "a stolen key is a key");

    const bathCtl = ["ctl", "--data", folder.in("bath"), "--json"];
    const clients = await json<{ id: string; name: string; role: string }[]>([
      ...bathCtl,
      "clients",
    ]);
    const anna = clients.find(({ name }) => name === "Anna");
    assert.equal(anna?.role, "member");
    await json([...bathCtl, "revoke", anna?.id ?? ""]);
    const refused = await from("thief", bath, "volume", "99");
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /does not know your key/);
    const again = await from("thief", bath, "pair", "--code", code);
    assert.match(again.stderr, /no pairing code is good now/);

    const rows = await json<AuditRow[]>([...bathCtl, "audit"]);
    assert.deepEqual(
      rows.map(({ actor, name, what }) => [actor, actor === "client" ? name : "", what]),
      [
        ["owner", "", "revoked"],
        ["client", "Anna", "volume"],
        ["client", "Anna", "paired"],
        ["owner", "", "pairing-opened"],
      ],
    );
  });

  it("speaks the code: there is sound in a speaker that plays nothing, and it is known after a restart who did what", {
    timeout: 60_000,
  }, async () => {
    await open("bath");
    const capture = folder.in("bath.wav");
    await until("the code is in the capture", async () =>
      readFileSync(capture)
        .subarray(wavHeadBytes)
        .some((byte) => byte !== 0)
        ? true
        : undefined,
    );
    await bath.stop();
    bath = await speaker("bath");
    const rows = await json<AuditRow[]>(["ctl", "--data", folder.in("bath"), "--json", "audit"]);
    assert.ok(rows.some(({ what }) => what === "revoked"));
  });

  it("lets a guest in for a while, who may not clear the queue", { timeout: 60_000 }, async () => {
    const { code, role } = await open("bath", "--until", "2h");
    assert.equal(role, "guest");
    assert.equal((await from("guest", bath, "pair", "--code", code)).code, 0);
    const cleared = await from("guest", bath, "queue", "clear");
    assert.match(cleared.stderr, /needs the role member/);
    const clients = await json<{ role: string; expiresMs: number | null }[]>([
      ...["ctl", "--data", folder.in("bath"), "--json", "clients"],
    ]);
    const until2h = clients.find((client) => client.role === "guest")?.expiresMs ?? 0;
    const leftMs = until2h - Date.now();
    assert.ok(until2h === 0 || (leftMs > 7_000_000 && leftMs <= 7_200_000), `${leftMs}`);
  });
});
