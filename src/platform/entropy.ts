/** Unpredictable bytes from the kernel's generator, by way of node:crypto. */
import { randomFillSync } from "node:crypto";
import type { Entropy } from "../ports/entropy.ts";

export class NodeEntropy implements Entropy {
  bytes(length: number): Uint8Array {
    return randomFillSync(new Uint8Array(length));
  }
}
