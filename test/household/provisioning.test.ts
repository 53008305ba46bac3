import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { utf8Bytes, utf8Text } from "../../src/base/bytes.ts";
import { formatInvite } from "../../src/household/invite.ts";
import { provisioningBytesMax } from "../../src/household/limits.ts";
import {
  formatProvisioning,
  type Provisioning,
  parseProvisioning,
} from "../../src/household/provisioning.ts";

const join = formatInvite({
  addresses: [{ host: "192.168.1.2", port: 7645 }],
  household: new Uint8Array(32).fill(1),
  originKey: new Uint8Array(32).fill(2),
  token: new Uint8Array(16).fill(3),
  expiresMs: 1_800_000_000_000,
});
const key = `ssh-ed25519 ${"A".repeat(68)} anna@home`;
const full: Provisioning = {
  name: "Küche",
  wifi: { ssid: "Zuhause", passphrase: "correct horse" },
  country: "DE",
  join,
  sshKeys: [key],
  board: "hifiberry-dacplus",
  setupNetwork: { ssid: "Nightjar-7F3A", passphrase: "abcdefghjkmn" },
};

describe("what a card brings along", () => {
  it("is read as it was written, whatever of it is there", () => {
    const names = fc.subarray(Object.keys(full));
    fc.assert(
      fc.property(names, (chosen) => {
        const some = Object.fromEntries(
          Object.entries(full).filter(([name]) => chosen.includes(name)),
        );
        assert.deepEqual(parseProvisioning(formatProvisioning(some)), some);
      }),
    );
  });

  it("may come from an editor that marks the byte order, and name an open network", () => {
    const text = '\ufeff{ "nightjar": 1, "wifi": { "ssid": "Guest" } }\r\n';
    assert.deepEqual(parseProvisioning(utf8Bytes(text)), { wifi: { ssid: "Guest" } });
  });

  it("is refused with the name of the field that is wrong", () => {
    const wrong: readonly (readonly [object, RegExp])[] = [
      [{ nightjar: 2 }, /"nightjar"/],
      [{ name: "" }, /"name"/],
      [{ name: " Kitchen" }, /"name"/],
      [{ name: "ü".repeat(33) }, /"name"/],
      [{ name: "a\nb" }, /"name"/],
      [{ name: 7 }, /"name"/],
      [{ wifi: "Zuhause" }, /"wifi"/],
      [{ wifi: { ssid: "" } }, /"wifi.ssid"/],
      [{ wifi: { ssid: "x".repeat(33) } }, /"wifi.ssid"/],
      [{ wifi: { ssid: "x", passphrase: "short" } }, /"wifi.passphrase"/],
      [{ wifi: { ssid: "x", passphrase: "x".repeat(64) } }, /"wifi.passphrase"/],
      [{ wifi: { ssid: "x", passphrase: "12345678\n" } }, /"wifi.passphrase"/],
      [{ wifi: { ssid: "x", password: "12345678" } }, /"wifi.password"/],
      [{ country: "de" }, /"country"/],
      [{ join: "nightjar://x" }, /"join"/],
      [{ join: "http://example.org" }, /"join"/],
      [{ sshKeys: [] }, /"sshKeys"/],
      [{ sshKeys: ["-----BEGIN OPENSSH PRIVATE KEY-----"] }, /"sshKeys"/],
      [{ sshKeys: [`command="sh" ${key}`] }, /"sshKeys"/],
      [{ sshKeys: [`${key}\nssh-rsa AAAA`] }, /"sshKeys"/],
      [{ board: "../../etc" }, /"board"/],
      [{ setupNetwork: true }, /"setupNetwork"/],
      [{ setupNetwork: { ssid: "Nightjar-7F3A" } }, /"setupNetwork".*open one/],
      [{ setupNetwork: { ssid: "x", passphrase: "short" } }, /"setupNetwork.passphrase"/],
      [{ nmae: "Kitchen" }, /"nmae"/],
    ];
    for (const [fields, said] of wrong) {
      const bytes = utf8Bytes(JSON.stringify({ nightjar: 1, ...fields }));
      assert.throws(() => parseProvisioning(bytes), {
        code: "provisioning-malformed",
        message: said,
      });
    }
    for (const text of ["", "{", "[]", "null", '"x"', "{}"]) {
      assert.throws(
        () => parseProvisioning(utf8Bytes(text)),
        { code: "provisioning-malformed" },
        text,
      );
    }
    assert.throws(() => parseProvisioning(new Uint8Array(provisioningBytesMax + 1)), /more than/);
    assert.throws(() => parseProvisioning(new Uint8Array([0xff, 0xfe])), /UTF-8/);
  });

  it("never says a secret in an error, and throws nothing else on any bytes", () => {
    const whole = utf8Text(formatProvisioning(full)) ?? "";
    const cut = fc.record({
      at: fc.nat(whole.length - 1),
      put: fc.string({ maxLength: 3 }),
      drop: fc.nat(9),
    });
    fc.assert(
      fc.property(cut, ({ at, put, drop }) => {
        const text = whole.slice(0, at) + put + whole.slice(at + drop);
        try {
          parseProvisioning(utf8Bytes(text));
        } catch (error) {
          assert.ok(error instanceof Error && "code" in error);
          assert.equal(error.code, "provisioning-malformed");
          assert.ok(!/horse|AAAAAA/.test(error.message), error.message);
        }
      }),
      { numRuns: 500 },
    );
  });
});
