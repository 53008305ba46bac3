import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import type { Provisioning } from "../../../src/household/provisioning.ts";
import { networksMax } from "../../../tools/setup-network/limits.ts";
import { type Asked, Portal, type PortalOptions } from "../../../tools/setup-network/portal.ts";

const address = "10.78.74.1";
const asked: Asked = {
  ...{ method: "GET", path: "/", host: address, languages: "de-AT,de;q=0.9", body: "" },
};

class Visit {
  readonly taken: Provisioning[] = [];
  takes = true;
  readonly portal: Portal;

  constructor(options: Partial<PortalOptions> = {}) {
    this.portal = new Portal({
      ...{ address, token: "aa11", ssid: "Nightjar-7F3A", trouble: undefined, draft: undefined },
      networks: [
        { ssid: "Home & <b>Hearth</b>", open: false },
        { ssid: "Guest", open: true },
      ],
      submit: (settings) => {
        if (this.takes) this.taken.push(settings);
        return this.takes;
      },
      ...options,
    });
  }

  send(fields: Record<string, string>) {
    const body = new URLSearchParams({ token: "aa11", ...fields }).toString();
    return this.portal.answer({ ...asked, method: "POST", path: "/join", body });
  }
}

describe("the set-up page", () => {
  it("is where a phone's look for the Internet ends", () => {
    const { portal } = new Visit();
    const looks = [
      ["connectivitycheck.gstatic.com", "/generate_204"],
      ["captive.apple.com", "/hotspot-detect.html"],
      ["www.msftconnecttest.com", "/connecttest.txt"],
      [address, "/favicon.ico"],
    ] as const;
    for (const [host, path] of looks) {
      const { status, headers } = portal.answer({ ...asked, host, path });
      assert.deepEqual([status, headers["location"]], [302, `http://${address}/`]);
    }
    assert.equal(portal.answer(asked).status, 200);
    assert.equal(portal.answer({ ...asked, method: "PUT" }).status, 405);
  });

  it("names the networks, whatever they are called, and guesses the country", () => {
    const { body, headers } = new Visit().portal.answer(asked);
    assert.match(body, /Home &#38; &#60;b&#62;Hearth/);
    assert.match(body, /value="AT"/);
    assert.doesNotMatch(body, /<b>|<script/);
    assert.match(headers["content-security-policy"] ?? "", /default-src 'none'/);
  });

  it("takes what a card's settings may be, and says that the network goes away", () => {
    const visit = new Visit();
    const form = { ssid: "Guest", passphrase: "", country: "at", name: "Küche ", join: "" };
    const { status, body } = visit.send(form);
    assert.equal(status, 200);
    assert.match(body, /joins “Guest”.*Nightjar-7F3A/s);
    assert.deepEqual(visit.taken, [{ wifi: { ssid: "Guest" }, country: "AT", name: "Küche" }]);
    // Loaded again, or sent twice: the same words.
    assert.equal(visit.portal.answer(asked).body, body);
    visit.takes = false;
    assert.equal(visit.send(form).body, body);
  });

  it("takes a network by hand", () => {
    const visit = new Visit();
    visit.send({ ssid: "", other: "Hidden", passphrase: " spaces count " });
    assert.deepEqual(visit.taken, [{ wifi: { ssid: "Hidden", passphrase: " spaces count " } }]);
  });

  it("says what is wrong, keeps what was typed, and shows no secret again", () => {
    const wrong: readonly (readonly [Record<string, string>, RegExp])[] = [
      [{ ssid: "Guest", passphrase: "se-cret" }, /wifi\.passphrase/],
      [{ ssid: "", other: "" }, /wifi\.ssid/],
      [{ ssid: "Guest", country: "Austria" }, /country/],
      [{ ssid: "Guest", join: "se-cret" }, /join/],
      [{ ssid: "Guest", name: "a\nb" }, /name/],
    ];
    for (const [fields, words] of wrong) {
      const visit = new Visit();
      const { status, body } = visit.send(fields);
      assert.equal(status, 400);
      assert.match(/role="alert">(.*?)</.exec(body)?.[1] ?? "", words);
      assert.doesNotMatch(body, /se-cret|nightjar-setup\.json/);
      if (fields["ssid"] === "Guest") assert.match(body, /value="Guest" checked/);
      assert.deepEqual(visit.taken, []);
    }
  });

  it("says why the try before failed", () => {
    const draft = { ssid: "Guest", country: "DE", name: "Kitchen" };
    for (const [trouble, words] of [
      ["refused", /“Guest” did not let/],
      ["not-found", /“Guest” was not found/],
      ["no-address", /no address/],
    ] as const) {
      const { body } = new Visit({ trouble, draft }).portal.answer(asked);
      assert.match(body, words);
      assert.match(body, /value="Guest" checked/);
      assert.match(body, /value="Kitchen"/);
    }
  });

  it("takes no form that is not its own: another page does not know the token, another name is not it", () => {
    const visit = new Visit();
    assert.equal(visit.send({ token: "bb22", ssid: "Guest" }).status, 403);
    const body = "token=aa11&ssid=Guest";
    const evil = { ...asked, method: "POST", path: "/join", body, host: "evil.example" };
    assert.equal(visit.portal.answer(evil).status, 405);
    assert.deepEqual(visit.taken, []);
  });

  it("survives every form, and takes nothing that a card could not bring", () => {
    const text = fc.string({ unit: "binary", maxLength: 80 });
    const fields = fc.dictionary(
      fc.constantFrom("ssid", "other", "passphrase", "country", "name", "join", "token"),
      text,
    );
    fc.assert(
      fc.property(fields, (form) => {
        const visit = new Visit();
        const { status, body } = visit.send(form);
        assert.ok([200, 400, 403].includes(status));
        assert.equal(status === 200, visit.taken.length === 1);
        assert.equal(body.split("<main>").length, 2);
      }),
    );
  });

  it("stays small, however many networks are called however long", () => {
    const networks = Array.from({ length: networksMax }, (_, i) => ({
      ...{ ssid: `"${String(i).padStart(31, "<")}`, open: true },
    }));
    assert.ok(new Visit({ networks }).portal.answer(asked).body.length < 32_768);
  });
});
