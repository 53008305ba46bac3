import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { formatProvisioning } from "../../../src/household/provisioning.ts";
import {
  newSetupNetwork,
  setupNetworkBytes,
  setupNetworkText,
} from "../../../tools/flash/setup-network.ts";

const random = fc.uint8Array({ minLength: setupNetworkBytes, maxLength: setupNetworkBytes });

describe("a set-up network that is made up", () => {
  it("is one that a device takes, without letters that look like others", () => {
    fc.assert(
      fc.property(random, (bytes) => {
        const setupNetwork = newSetupNetwork(bytes);
        assert.match(setupNetwork.ssid, /^Nightjar-[0-9A-F]{4}$/);
        assert.match(setupNetwork.passphrase, /^[2-9a-hjkmnp-z]{12}$/);
        formatProvisioning({ setupNetwork });
      }),
    );
  });

  it("uses every byte that it is given, and each letter", () => {
    const of = (bytes: Uint8Array) => JSON.stringify(newSetupNetwork(bytes));
    const zeros = new Uint8Array(setupNetworkBytes);
    for (const at of zeros.keys()) assert.notEqual(of(zeros.with(at, 1)), of(zeros));
    const seen = Array.from({ length: 256 }, (_, byte) => of(zeros.fill(byte)).slice(-4, -2));
    assert.equal(new Set(seen).size, 31);
  });

  it("is shown in words, and as a code where the terminal is wide enough", () => {
    const own = newSetupNetwork(new Uint8Array(setupNetworkBytes));
    const wide = setupNetworkText(own, { columns: 80, colour: false });
    assert.match(wide, /Nightjar-0000, passphrase 222222222222\./);
    assert.ok(wide.split("\n").length > 10);
    assert.equal(setupNetworkText(own, { columns: 20, colour: false }).split("\n").length, 2);
  });
});
