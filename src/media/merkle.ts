/**
 * SHA-256 hash tree over the chunks of a rung, as RFC 6962 §2.1 defines it:
 * leaves and nodes are hashed with different prefixes, and an uneven list splits
 * at the largest power of two below its length.
 *
 * The root is in the signed head; a leaf list is checked against it as a whole,
 * and a single chunk by its audit path (RFC 6962 §2.1.1).
 */
import { createHash } from "node:crypto";
import { assert } from "../base/assert.ts";
import { equalBytes } from "../base/bytes.ts";

export const hashBytes = 32;

/** An audit path of a list of 2^32 leaves: the bound of a verifier's work. */
const proofLengthMax = 32;

const leafPrefix = Uint8Array.of(0x00);
const nodePrefix = Uint8Array.of(0x01);

export function leafHash(data: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(leafPrefix).update(data).digest());
}

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const hash = createHash("sha256").update(nodePrefix).update(left).update(right);
  return new Uint8Array(hash.digest());
}

/** Root over leaf hashes. The root of no leaves is the hash of nothing. */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves;
  if (first === undefined) return new Uint8Array(createHash("sha256").digest());
  if (leaves.length === 1) return first;
  const split = splitOf(leaves.length);
  return nodeHash(merkleRoot(leaves.slice(0, split)), merkleRoot(leaves.slice(split)));
}

/** Audit path of leaf `index`, from its sibling up. */
export function merkleProof(leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  assert(index >= 0 && index < leaves.length, "the leaf is in the list");
  if (leaves.length === 1) return [];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...merkleProof(left, index), merkleRoot(right)]
    : [...merkleProof(right, index - split), merkleRoot(left)];
}

export interface Proof {
  readonly index: number;
  /** Leaves of the tree, as the signed head says. */
  readonly leafCount: number;
  readonly path: readonly Uint8Array[];
}

/** Whether `leaf` (a leaf hash) is where `proof` says below `root`. */
export function verifyProof(leaf: Uint8Array, proof: Proof, root: Uint8Array): boolean {
  const { index, leafCount, path } = proof;
  if (!Number.isInteger(index) || index < 0 || index >= leafCount) return false;
  if (path.length > proofLengthMax) return false;
  const found = climb(leaf, index, leafCount, [...path]);
  return found !== undefined && equalBytes(found, root);
}

/** Takes the path from its end, that is from the root down; undefined where its length is wrong. */
function climb(
  leaf: Uint8Array,
  index: number,
  leafCount: number,
  path: Uint8Array[],
): Uint8Array | undefined {
  if (leafCount === 1) return path.length === 0 ? leaf : undefined;
  const sibling = path.pop();
  if (sibling === undefined) return undefined;
  const split = splitOf(leafCount);
  const inLeft = index < split;
  const below = inLeft
    ? climb(leaf, index, split, path)
    : climb(leaf, index - split, leafCount - split, path);
  if (below === undefined) return undefined;
  return inLeft ? nodeHash(below, sibling) : nodeHash(sibling, below);
}

/** Largest power of two below `count`, for a count of two or more. */
function splitOf(count: number): number {
  return 2 ** (31 - Math.clz32(count - 1));
}

/** Leaf hashes one after another: what a `leaves` object carries. */
export function joinLeaves(leaves: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(leaves.length * hashBytes);
  for (const [i, leaf] of leaves.entries()) joined.set(leaf, i * hashBytes);
  return joined;
}

/** Views of the hashes in a `leaves` object; undefined unless it has `count` leaves below `root`. */
export function verifyLeaves(
  joined: Uint8Array,
  count: number,
  root: Uint8Array,
): readonly Uint8Array[] | undefined {
  if (joined.length !== count * hashBytes) return undefined;
  const leaves = Array.from({ length: count }, (_, i) =>
    joined.subarray(i * hashBytes, (i + 1) * hashBytes),
  );
  return equalBytes(merkleRoot(leaves), root) ? leaves : undefined;
}
