/**
 * What one direction of one link does to packets: plain numbers, one flat record, so that a timed
 * change is a partial record laid over another.
 *
 * Order of events for a packet: too large? → asleep? → queue (drop-tail) → rate → loss → delay and
 * jitter. What is lost has taken its time on the wire, as it has on the air.
 */
import { queueBytesDefault } from "../limits.ts";

export interface LinkSettings {
  /** One way, at least. */
  readonly delayUs: number;
  /** Mean of an exponential extra delay that changes every `jitterUs`; 0: none. */
  readonly jitterUs: number;
  /** 0 to 1, over a long time. 1 is an outage: what is queued or under way is not lost, what comes is. */
  readonly lossShare: number;
  /** Mean length of a run of losses in packets (Gilbert); 0: each packet by itself. */
  readonly burstPackets: number;
  /** Mean length of a bad spell in time; 0: not by time. At most one of the two is set. */
  readonly burstUs: number;
  /** Of whole IP packets. Infinity: no limit. 0: nothing moves, and waits. */
  readonly rateBitsPerS: number;
  /** A packet that finds more than this waiting is dropped. */
  readonly queueBytes: number;
  /** … and one that would wait longer than this at the present rate; at rate 0, at the one before. */
  readonly queueUs: number;
  /** Packets that let others past. */
  readonly reorderShare: number;
  /** How much later those arrive. */
  readonly reorderByUs: number;
  /** Packets that arrive twice. */
  readonly duplicateShare: number;
  /** Larger IP packets vanish without a word: a path that does not say its MTU. */
  readonly sizeMaxBytes: number;
  /** Power saving: without a packet for this long the station sleeps. Infinity: never. */
  readonly dozeAfterUs: number;
  /** It listens at multiples of this … */
  readonly dozeEveryUs: number;
  /** … and misses this share of them. */
  readonly dozeMissShare: number;
}

export type SettingsChange = Partial<LinkSettings>;

/** A wire that does nothing. */
export const cleanLink: LinkSettings = {
  delayUs: 0,
  jitterUs: 0,
  lossShare: 0,
  burstPackets: 0,
  burstUs: 0,
  rateBitsPerS: Number.POSITIVE_INFINITY,
  queueBytes: queueBytesDefault,
  queueUs: Number.POSITIVE_INFINITY,
  reorderShare: 0,
  reorderByUs: 0,
  duplicateShare: 0,
  sizeMaxBytes: Number.POSITIVE_INFINITY,
  dozeAfterUs: Number.POSITIVE_INFINITY,
  dozeEveryUs: 0,
  dozeMissShare: 0,
};
