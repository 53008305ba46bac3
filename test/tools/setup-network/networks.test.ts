import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { utf8Bytes } from "../../../src/base/bytes.ts";
import { networksMax } from "../../../tools/setup-network/limits.ts";
import { networksOf } from "../../../tools/setup-network/networks.ts";
import { isOpen, joiningOf, joiningText, openingText } from "../../../tools/setup-network/radio.ts";

const head = "bssid / frequency / signal level / flags / ssid\n";
const row = (dbm: number, flags: string, name: string): string =>
  `02:00:00:00:02:00\t2412\t${dbm}\t${flags}\t${name}\n`;
const wpa2 = "[WPA2-PSK-CCMP][ESS]";

describe("the networks that a radio hears", () => {
  it("come strongest first, each name once, open ones marked", () => {
    const listed = [
      row(-70, wpa2, "Home"),
      row(-40, "[ESS]", "Guest"),
      row(-30, "[WPA2-PSK+SAE-CCMP][SAE-H2E][ESS]", "Next door"),
      row(-20, wpa2, "Home"),
    ];
    assert.deepEqual(networksOf(head + listed.join("")), [
      { ssid: "Home", open: false },
      { ssid: "Next door", open: false },
      { ssid: "Guest", open: true },
    ]);
  });

  it("are left out where they cannot be set here: hidden, no text, WEP, a company's", () => {
    const listed = [
      row(-30, wpa2, ""),
      row(-30, wpa2, "\\x00\\x00"),
      row(-30, wpa2, "\\xff\\xfe"),
      row(-30, wpa2, "two\\nlines"),
      row(-30, "[WEP][ESS]", "Old"),
      row(-30, "[WPA2-EAP-CCMP][ESS]", "Company"),
      row(-30, "[WPA2-PSK-CCMP][IBSS]", "Ad hoc"),
      "rubbish\n",
    ];
    assert.deepEqual(networksOf(head + listed.join("")), []);
  });

  it("have names of any letters, as wpa_supplicant writes them", () => {
    assert.deepEqual(
      networksOf(head + row(-30, wpa2, 'K\\xc3\\xbcche \\"1\\" \\\\o/')).map(({ ssid }) => ssid),
      ['Küche "1" \\o/'],
    );
  });

  it("whatever is sent: bounded in number, each a name that can be set", () => {
    const name = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\\x1", "\\", "\\xc3"));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer(), name), { maxLength: 60 }), (rows) => {
        const listed = networksOf(head + rows.map(([dbm, text]) => row(dbm, wpa2, text)).join(""));
        assert.ok(listed.length <= networksMax);
        for (const { ssid } of listed)
          assert.ok(ssid.length > 0 && utf8Bytes(ssid).length <= 32 && !/\p{Cc}/u.test(ssid));
      }),
    );
  });
});

describe("the radio", () => {
  it("is told of an access point asleep, of WPA2 and nothing older", () => {
    const text = openingText({ ssid: 'N"1', passphrase: 'x"y z 12' }, "DE");
    for (const line of ["country=DE", "\tdisabled=1", "\tmode=2", "\tssid=4e2231"])
      assert.ok(text.split("\n").includes(line), line);
    assert.match(text, /^\tproto=RSN$/m);
    assert.match(text, /^\tpsk="x"y z 12"$/m);
  });

  it("is told of the network on trial as it will be when it is kept", () => {
    const text = joiningText({
      wifi: { ssid: "Home", passphrase: "correct horse" },
      country: "DE",
    });
    assert.match(text, /^ctrl_interface=DIR=\/run\/nightjar-setup-radio\ncountry=DE\n/);
    assert.match(text, /^\tssid=486f6d65$/m);
  });

  it("says how far it came", () => {
    const status = (state: string) => `bssid=02:00:00:00:02:00\nmode=station\nwpa_state=${state}\n`;
    const listed = "network id / ssid / bssid / flags\n0\tHome\tany\t";
    assert.equal(joiningOf(status("SCANNING"), `${listed}[CURRENT]`), "unseen");
    assert.equal(joiningOf(status("4WAY_HANDSHAKE"), `${listed}[CURRENT]`), "refused");
    assert.equal(joiningOf(status("SCANNING"), `${listed}[TEMP-DISABLED]`), "refused");
    assert.equal(joiningOf(status("COMPLETED"), `${listed}[CURRENT]`), "joined");
    assert.equal(joiningOf("", ""), "unseen");
    assert.equal(isOpen("mode=AP\nwpa_state=COMPLETED\n"), true);
    assert.equal(isOpen(status("COMPLETED")), false);
  });
});
