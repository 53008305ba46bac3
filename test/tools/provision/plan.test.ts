import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { utf8Bytes } from "../../../src/base/bytes.ts";
import { parseProvisioning } from "../../../src/household/provisioning.ts";
import { hostNameOf, planOf, setupNetworkPlace } from "../../../tools/provision/plan.ts";

const textOf = (settings: Parameters<typeof planOf>[0], path: string) =>
  planOf(settings).files.find((file) => file.path === path);

describe("what a device makes of its settings", () => {
  it("is nothing, where nothing is said", () => {
    assert.deepEqual(planOf({}), { files: [], ssh: false });
  });

  it("names the speaker by its own words, and the machine by what of them a host may be called", () => {
    const file = textOf(
      { name: 'Anna\'s "Küche" \\ $HOME', board: "rpi-usb-dac" },
      "nightjar/speaker.env",
    );
    assert.equal(
      file?.text,
      `NIGHTJAR_SPEAKER_OPTIONS="--name \\"Anna's \\\\\\"Küche\\\\\\" \\\\\\\\ \\$HOME\\" --board \\"rpi-usb-dac\\""\n`,
    );
    assert.equal(hostNameOf("Anna's Küche!"), "anna-s-kuche");
    assert.equal(hostNameOf("台所"), undefined);
    assert.equal(hostNameOf("x".repeat(80))?.length, 63);
  });

  it("comes out of systemd's two rounds of quoting as it went in", () => {
    const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(name, (text) => {
        const line = textOf({ name: text }, "nightjar/speaker.env")?.text ?? "";
        const value = line.slice('NIGHTJAR_SPEAKER_OPTIONS="'.length, -2);
        const word = unescaped(value, /\\(["\\`$])/g).slice('--name "'.length, -1);
        assert.equal(unescaped(word, /\\(["\\])/g), text);
      }),
    );
  });

  it("keeps what is secret to root", () => {
    const settings = {
      wifi: { ssid: "Home", passphrase: 'a "quoted" one' },
      join: "nightjar://192.0.2.1:7645/join?x",
      sshKeys: ["ssh-ed25519 AAAA anna"],
    };
    const { files, ssh } = planOf(settings);
    assert.deepEqual(
      files.map(({ path, mode }) => [path, mode]),
      [
        ["wpa_supplicant/wpa_supplicant-wlan0.conf", 0o600],
        ["credstore/nightjar.invite", 0o600],
        ["ssh/keys/authorized_keys", 0o600],
      ],
    );
    assert.equal(ssh, true);
  });

  it("keeps the set-up network with what a phone may change beside it; an empty file says never", () => {
    const setupNetwork = { ssid: "Nightjar-7F3A", passphrase: "abcdefghjkmn" };
    const card = { setupNetwork, name: "Kitchen", country: "DE", board: "rpi-usb-dac" };
    const file = textOf({ ...card, sshKeys: ["ssh-ed25519 AAAA anna"] }, setupNetworkPlace);
    assert.equal(file?.mode, 0o600);
    assert.deepEqual(parseProvisioning(utf8Bytes(file.text)), card);
    assert.equal(textOf({ setupNetwork: false }, setupNetworkPlace)?.text, "");
    assert.equal(textOf({ name: "Kitchen" }, setupNetworkPlace), undefined);
  });

  it("says a network's name in digits, which no letter of it can end", () => {
    const wifi = { ssid: 'a"\n}é', passphrase: "12345678" };
    const text = textOf({ wifi, country: "DE" }, "wpa_supplicant/wpa_supplicant-wlan0.conf")?.text;
    assert.equal(
      text,
      'country=DE\nsae_pwe=2\nnetwork={\n\tssid=61220a7dc3a9\n\tscan_ssid=1\n\tkey_mgmt=SAE WPA-PSK WPA-PSK-SHA256\n\tpsk="12345678"\n\tieee80211w=1\n}\n',
    );
    const open = textOf({ wifi: { ssid: "x" } }, "wpa_supplicant/wpa_supplicant-wlan0.conf")?.text;
    assert.match(open ?? "", /\tkey_mgmt=NONE\n\}/);
  });
});

function unescaped(text: string, pattern: RegExp): string {
  return text.replaceAll(pattern, "$1");
}
