/** What a lab and its forwarding thread say to each other. */
import type { LanCounts } from "../model/lan.ts";
import type { Script } from "../script/script.ts";
import type { LatenessReport } from "./lateness.ts";

/** What the thread is started with. */
export interface ForwarderOptions {
  readonly hosts: readonly { readonly name: string; readonly namespacePath: string }[];
  readonly seed: number;
}

export type Order =
  | { readonly kind: "play"; readonly id: number; readonly script: Script }
  | { readonly kind: "stats"; readonly id: number }
  | { readonly kind: "stop"; readonly id: number };

export interface LabStats {
  /** Since the lab was opened. */
  readonly seconds: number;
  /** By `shared`, `HOST.up`, `HOST.down`. */
  readonly links: LanCounts;
  /** Packets to addresses that no host has. */
  readonly nowhere: number;
  /** Packets dropped because the whole lab held too many. */
  readonly overflow: number;
  /** Packets that a host's kernel did not take. */
  readonly refused: number;
  readonly held: number;
  /** What the machine added to the asked delays: figures of a lab that was late say little. */
  readonly late: LatenessReport;
}

export type Answer =
  /** `wakeFd`: eight bytes written there make the thread look for orders. */
  | { readonly kind: "ready"; readonly wakeFd: number }
  | { readonly kind: "done"; readonly id: number }
  | { readonly kind: "stats"; readonly id: number; readonly stats: LabStats }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };
