import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { routeOf } from "../../../tools/netlab/forwarder/ip-address.ts";

/** Headers with nothing in them but the version and the destination. */
function ipv4(...to: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(40);
  bytes[0] = 0x45;
  bytes.set(to, 16);
  return bytes;
}

function ipv6(first: readonly number[], last: number): Uint8Array {
  const bytes = new Uint8Array(60);
  bytes[0] = 0x60;
  bytes.set(first, 24);
  bytes[39] = last;
  return bytes;
}

const route = (bytes: Uint8Array) => routeOf(bytes, bytes.length, 3);

describe("the destination of a packet", () => {
  it("is the host whose address it has, by IPv4, IPv6 and IPv6's link-local address", () => {
    for (const host of [0, 1, 2]) {
      assert.equal(route(ipv4(10, 77, 0, host + 1)), host);
      assert.equal(route(ipv6([0xfd, 0x77], host + 1)), host);
      assert.equal(route(ipv6([0xfe, 0x80], host + 1)), host);
    }
  });

  it("is everyone for multicast and broadcast", () => {
    assert.equal(route(ipv4(224, 0, 0, 251)), "all");
    assert.equal(route(ipv4(239, 255, 255, 250)), "all");
    assert.equal(route(ipv4(255, 255, 255, 255)), "all");
    assert.equal(route(ipv4(10, 77, 0, 255)), "all");
    assert.equal(route(ipv6([0xff, 0x02], 0xfb)), "all");
  });

  it("is nowhere for what no host has, and for what is no IP packet", () => {
    assert.equal(route(ipv4(10, 77, 0, 4)), "nowhere");
    assert.equal(route(ipv4(10, 77, 0, 0)), "nowhere");
    assert.equal(route(ipv4(10, 77, 1, 1)), "nowhere");
    assert.equal(route(ipv4(8, 8, 8, 8)), "nowhere");
    assert.equal(route(ipv4(240, 0, 0, 1)), "nowhere");
    assert.equal(route(ipv6([0x20, 0x01], 1)), "nowhere");
    assert.equal(route(ipv6([0xfd, 0x77], 4)), "nowhere");
    assert.equal(route(ipv6([0xfd, 0x77, 1], 1)), "nowhere");
    assert.equal(routeOf(ipv4(10, 77, 0, 1), 19, 3), "nowhere");
    assert.equal(routeOf(ipv6([0xfd, 0x77], 1), 39, 3), "nowhere");
    assert.equal(route(new Uint8Array(40)), "nowhere");
  });
});
