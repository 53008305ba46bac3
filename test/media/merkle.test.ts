import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { fromHex, toHex } from "../../src/base/bytes.ts";
import {
  joinLeaves,
  leafHash,
  merkleProof,
  merkleRoot,
  verifyLeaves,
  verifyProof,
} from "../../src/media/merkle.ts";

/** The eight leaves and the roots that implementations of RFC 6962 (certificate-transparency) test with. */
const inputs = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
].map((hex) => fromHex(hex) ?? new Uint8Array(0));
const roots = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const leafLists = fc
  .array(fc.uint8Array({ maxLength: 8 }), { minLength: 1, maxLength: 70 })
  .map((data) => data.map(leafHash));

describe("the hash tree", () => {
  it("has the roots of RFC 6962's test tree", () => {
    const leaves = inputs.map(leafHash);
    assert.deepEqual(
      roots.map((_, i) => toHex(merkleRoot(leaves.slice(0, i + 1)))),
      roots,
    );
    assert.match(toHex(merkleRoot([])), /^e3b0c44298fc1c149afbf4c8996fb924/);
  });

  it("proves each leaf in its own place and in no other", () => {
    fc.assert(
      fc.property(leafLists, fc.nat(), fc.nat(), (leaves, pick, other) => {
        const index = pick % leaves.length;
        const leaf = leaves[index] ?? leafHash(new Uint8Array(0));
        const path = merkleProof(leaves, index);
        const root = merkleRoot(leaves);
        const leafCount = leaves.length;
        assert.ok(verifyProof(leaf, { index, leafCount, path }, root));
        const elsewhere = other % leafCount;
        const sameLeaf = toHex(leaves[elsewhere] ?? leaf) === toHex(leaf);
        if (elsewhere !== index && !sameLeaf) {
          assert.ok(!verifyProof(leaf, { index: elsewhere, leafCount, path }, root));
        }
        assert.ok(!verifyProof(leaf, { index, leafCount, path: [...path, leaf] }, root));
        assert.ok(!verifyProof(leafHash(leaf), { index, leafCount, path }, root));
        assert.ok(!verifyProof(leaf, { index: leafCount, leafCount, path }, root));
        if (path.length > 0) {
          assert.ok(!verifyProof(leaf, { index, leafCount, path: path.slice(1) }, root));
        }
      }),
    );
  });

  it("accepts a leaf list only whole, in order and below its root", () => {
    fc.assert(
      fc.property(leafLists, fc.nat(), (leaves, pick) => {
        const joined = joinLeaves(leaves);
        const root = merkleRoot(leaves);
        assert.deepEqual(verifyLeaves(joined, leaves.length, root), leaves);
        assert.equal(verifyLeaves(joined.subarray(32), leaves.length - 1, root), undefined);
        assert.equal(verifyLeaves(joined, leaves.length + 1, root), undefined);
        const tampered = Uint8Array.from(joined);
        const at = pick % tampered.length;
        tampered[at] = (tampered[at] ?? 0) ^ 1;
        assert.equal(verifyLeaves(tampered, leaves.length, root), undefined);
      }),
    );
  });
});
