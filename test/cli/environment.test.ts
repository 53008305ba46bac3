import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { linkMechanisms } from "../../src/cli/environment.ts";
import { allMechanisms } from "../../src/transport/endpoint.ts";

const machine = (off: string | undefined) => ({
  variables: { NIGHTJAR_LINK_OFF: off },
  userName: "anna",
  hostName: "laptop",
});

describe("NIGHTJAR_LINK_OFF", () => {
  it("switches off what it names and nothing else", () => {
    assert.deepEqual(linkMechanisms(machine(undefined)), allMechanisms);
    assert.deepEqual(linkMechanisms(machine("")), allMechanisms);
    const without = { ...allMechanisms, fec: false, tailProbe: false };
    assert.deepEqual(linkMechanisms(machine("fec, tailProbe,flux")), without);
  });
});
