import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { utf8Bytes } from "../../src/base/bytes.ts";
import {
  firstLabel,
  foldName,
  labelOf,
  nameOf,
  nextHostLabel,
  nextServiceLabel,
  parentOf,
} from "../../src/discovery/dns-name.ts";
import { linksFrom, parseIp } from "../../src/discovery/ip-address.ts";

describe("names", () => {
  it("keep a dot within a label apart from those between labels", () => {
    const name = nameOf("Dr. Bob's", "_nightjar", "_udp", "local");
    assert.equal(firstLabel(name), "Dr. Bob's");
    assert.equal(parentOf(name), "_nightjar._udp.local");
  });

  it("are compared without regard to the case of ASCII letters only", () => {
    assert.equal(foldName("KÜCHE.Local"), "kÜche.local");
  });

  it("count up when they are taken", () => {
    assert.equal(nextServiceLabel("Kitchen"), "Kitchen (2)");
    assert.equal(nextServiceLabel("Kitchen (2)"), "Kitchen (3)");
    assert.equal(nextServiceLabel("Kitchen (9999)"), "Kitchen (2)");
    assert.equal(nextHostLabel("nightjar-1", "nightjar-1"), "nightjar-1-2");
    assert.equal(nextHostLabel("nightjar-1-2", "nightjar-1"), "nightjar-1-3");
  });

  it("fit a label whatever people call a room, and after a hundred renames still do", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 100 }), (text) => {
        let label = labelOf(text);
        for (let i = 0; i < 100; i++) {
          const bytes = utf8Bytes(label).length;
          assert.ok(bytes > 0 && bytes <= 63, `${bytes} bytes`);
          assert.ok(!/\p{Cc}/u.test(label));
          const next = nextServiceLabel(label);
          assert.notEqual(next, label);
          label = next;
        }
      }),
    );
  });
});

describe("addresses", () => {
  it("are read as RFC 4291 writes them, and nothing else is", () => {
    const text = (host: string): string => [...(parseIp(host) ?? [])].join(" ");
    assert.equal(text("10.0.0.255"), "10 0 0 255");
    assert.equal(text("fe80::1"), "254 128 0 0 0 0 0 0 0 0 0 0 0 0 0 1");
    assert.equal(text("1:2:3:4:5:6:7:8"), "0 1 0 2 0 3 0 4 0 5 0 6 0 7 0 8");
    assert.equal(text("::"), new Array(16).fill(0).join(" "));
    for (const bad of [
      "",
      "10.0.0",
      "10.0.0.256",
      "a.b.c.d",
      "1::2::3",
      "1:2:3",
      ":::",
      "12345::",
    ]) {
      assert.equal(parseIp(bad), undefined, bad);
    }
  });

  it("tell which link a sender is on", () => {
    const link = (name: string, family: 4 | 6, address: string, prefixBits: number) =>
      ({ name, family, addresses: [{ address, prefixBits }] }) as const;
    const links = [
      link("eth0", 4, "192.168.1.5", 24),
      link("eth0", 6, "fd00::5", 64),
      link("wlan0", 4, "10.1.0.1", 20),
      link("wlan0", 6, "fd01::5", 64),
    ];
    const from = (host: string): string =>
      linksFrom(host, links)
        .map(({ name, family }) => `${name}/${family}`)
        .join(" ");
    assert.equal(from("192.168.1.77"), "eth0/4");
    assert.equal(from("10.1.15.255"), "wlan0/4");
    assert.equal(from("10.1.16.0"), "", "one beyond a prefix of 20 bits");
    assert.equal(from("8.8.8.8"), "");
    assert.equal(from("fe80::9%wlan0"), "wlan0/6");
    assert.equal(from("fe80::9"), "", "link-local of no interface");
    assert.equal(from("fd00::9"), "eth0/6");
    assert.equal(from("2001:db8::1"), "");
    assert.equal(from("nonsense"), "");
  });
});
