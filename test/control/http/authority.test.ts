import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { isOurHost, isOurOrigin, parseAuthority } from "../../../src/control/http/authority.ts";

const ours = (text: string, names: readonly string[] = []): boolean => {
  const authority = parseAuthority(text);
  return authority !== undefined && isOurHost(authority, names);
};
const own = { host: "10.0.0.5", port: 7680 };

describe("a Host", () => {
  it("is an address, localhost, a name of Multicast DNS, or one that people gave", () => {
    for (const host of ["10.0.0.5", "[fd00::5]:7680", "localhost:80", "Kitchen.LOCAL", "a.local."])
      assert.ok(ours(host), host);
    assert.ok(ours("music.example:8443", ["music.example"]));
    assert.ok(!ours("music.example"));
  });

  it("is not a name that only looks like one of these", () => {
    const others = [
      ...["evil.example", "10.0.0.5.evil.example", "local", "evillocal", "a.local.evil.example"],
      ...[
        "localhost.evil.example",
        "xlocalhost",
        "0x0a000005",
        "167772165",
        "10.0.5",
        "010.0.0.5x",
      ],
    ];
    for (const host of others) assert.ok(!ours(host, ["kitchen"]), host);
  });

  it("has one form", () => {
    const bad = [
      "",
      ":80",
      "a b",
      "a:b",
      "[::1",
      "::1",
      "[10.0.0.5]",
      "[::1]]",
      "a/b",
      "a@b",
      "a#",
    ];
    for (const text of [...bad, "a:99999", "ä.local", "a,b", `${"a".repeat(256)}.local`]) {
      assert.equal(parseAuthority(text), undefined, text);
    }
    assert.deepEqual(parseAuthority("[FD00::5]:80"), { host: "fd00::5", port: 80 });
  });

  it("of whatever form is parsed without a fault", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."a.:[]0f9/@%-_ä "), maxLength: 40 }),
        (text) => {
          const parsed = parseAuthority(text);
          if (parsed === undefined) return;
          assert.match(parsed.host, /^[a-z0-9_.:-]+$/);
          isOurHost(parsed, []);
          isOurOrigin(text, parsed, [text]);
        },
      ),
    );
  });
});

describe("an Origin", () => {
  it("is that of the host that was asked for, with the port that its scheme means", () => {
    assert.ok(isOurOrigin("http://10.0.0.5:7680", own, []));
    assert.ok(isOurOrigin("http://music.example", { host: "music.example", port: undefined }, []));
    assert.ok(isOurOrigin("https://music.example", { host: "music.example", port: 443 }, []));
    assert.ok(!isOurOrigin("http://music.example", { host: "music.example", port: 443 }, []));
  });

  it("or that of a friend, and nobody else's", () => {
    const friends = ["10.0.0.7:7680", "nightjar-bb22.local:7680"];
    for (const friend of friends) assert.ok(isOurOrigin(`http://${friend}`, own, friends));
    const others = [
      ...["http://10.0.0.7", "http://10.0.0.7:7681", "http://10.0.0.70:7680", "null", ""],
      ...["ws://10.0.0.5:7680", "http://10.0.0.5:7680/", "http://10.0.0.5:7680@evil.example"],
      ...["http://evil.example#10.0.0.5:7680", "http://10.0.0.5:7680.evil.example", "file://"],
    ];
    for (const origin of others) assert.ok(!isOurOrigin(origin, own, friends), origin);
  });
});
