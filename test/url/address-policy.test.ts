import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { whyNotAsked } from "../../src/url/address-policy.ts";
import { hostOf, looksLikeUrl, parseMediaUrl } from "../../src/url/media-url.ts";

const home = { loopback: false };
const local = { loopback: true };
const allowed = (address: string, rule = home): boolean => whyNotAsked(address, rule) === undefined;

describe("which addresses a URL may lead to", () => {
  it("allows the world's and the home's own", () => {
    for (const address of ["93.184.216.34", "10.0.0.5", "172.16.3.4", "192.168.1.1", "100.64.0.1"])
      assert.ok(allowed(address), address);
    for (const address of ["2606:2800:220:1::1", "fd12:3456::1", "fc00::9", "64:ff9b::808:808"])
      assert.ok(allowed(address), address);
  });

  it("never allows link-local addresses and metadata services, in any writing", () => {
    for (const address of [
      ...["169.254.169.254", "169.254.0.1", "100.100.100.200", "192.0.0.192", "fe80::1", "febf::1"],
      ...["fd00:ec2::254", "::ffff:169.254.169.254", "::ffff:a9fe:a9fe", "64:ff9b::a9fe:a9fe"],
      ...["2002:a9fe:a9fe::1", "::a9fe:a9fe", "::ffff:0:a9fe:a9fe", "fe80::5efe:a9fe:a9fe"],
      ...["64:ff9b:1::a9fe:a9fe", "2001:0:1::1", "2a00::5efe:a9fe:a9fe", "fec0::1"],
    ])
      assert.ok(!allowed(address, local), address);
  });

  it("never allows what is no server's", () => {
    for (const address of ["0.0.0.0", "0.1.2.3", "224.0.0.1", "255.255.255.255", "240.0.0.1"])
      assert.ok(!allowed(address, local), address);
    for (const address of ["::", "ff02::1", "::ffff:0.0.0.0", "fe80::1%eth0", "host", "", "1.2.3"])
      assert.ok(!allowed(address, local), address);
  });

  it("allows loopback only where it is said, and never behind a translator", () => {
    for (const address of ["127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1"]) {
      assert.ok(!allowed(address), address);
      assert.ok(allowed(address, local), address);
    }
    for (const address of ["64:ff9b::7f00:1", "2002:7f00:1::", "::7f00:1"])
      assert.ok(!allowed(address, local), address);
  });

  it("judges a mapped address as the one that it holds", () => {
    const bytes = fc.array(fc.nat(255), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(bytes, (ip) => {
        const plain = ip.join(".");
        assert.equal(whyNotAsked(`::ffff:${plain}`, home), whyNotAsked(plain, home));
      }),
    );
  });
});

describe("a URL of media", () => {
  it("is http or https, whole, and without a password", () => {
    assert.equal(parseMediaUrl("http://a.example/x#y").href, "http://a.example/x");
    for (const text of ["file:///etc/passwd", "ftp://a/b", "a.example", "http://u:p@a/", "http://"])
      assert.throws(() => parseMediaUrl(text), { code: "bad-url" });
    assert.throws(() => parseMediaUrl(`http://a/${"x".repeat(3_000)}`), { code: "bad-url" });
  });

  it("has its numbers read as the address that they are", () => {
    for (const host of ["2130706433", "0x7f.1", "0177.0.0.1", "[::ffff:7f00:1]", "127.1"])
      assert.ok(!allowed(hostOf(parseMediaUrl(`http://${host}/`))), host);
  });

  it("is told from a search", () => {
    assert.ok(looksLikeUrl("http://x") && looksLikeUrl("file:///x"));
    assert.ok(!looksLikeUrl("line-in") && !looksLikeUrl("what: the song"));
  });
});
