/**
 * What a lab and its forwarding process say to each other: a JSON document a line, orders on its
 * standard input, answers on its standard output. The end of the input is the end of the lab.
 */
import type { LanCounts } from "../model/lan.ts";
import type { LatenessReport } from "./lateness.ts";

/** What the process is started with: its one argument. */
export interface ForwarderOptions {
  readonly hosts: readonly { readonly name: string; readonly namespacePath: string }[];
  readonly seed: number;
}

export type Order =
  /** Text that was parsed once already; its times count from now. */
  | { readonly kind: "play"; readonly id: number; readonly text: string }
  | { readonly kind: "stats"; readonly id: number };

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
  | { readonly kind: "ready"; readonly id: 0 }
  | { readonly kind: "done"; readonly id: number }
  | { readonly kind: "stats"; readonly id: number; readonly stats: LabStats }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };
