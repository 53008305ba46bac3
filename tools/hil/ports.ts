/** What a bench needs of a device under test. QEMU's machine and a board over SSH implement it; nothing else knows which it is. */
import type { Provisioning } from "../../src/household/provisioning.ts";
import type { Ability } from "./model/select.ts";

/** What a bench can hear. Frames are counted from the beginning of the capture, 48,000 a second. */
export interface Ear {
  /** How many have come. Where a card plays nothing none need come. */
  frames(): number;
  /** Left channel; fewer where they have not come yet. */
  read(from: number, to: number): Int16Array;
}

export interface Ran {
  readonly status: number;
  readonly output: string;
}

export interface Device extends AsyncDisposable {
  /** Such as "QEMU q35". */
  readonly about: string;
  readonly image: string | undefined;
  /** What it cannot do, and why. */
  readonly lacking: Readonly<Partial<Record<Ability, string>>>;
  /** Where the bench reaches the speaker's listeners: HOST:PORT. */
  readonly control: string;
  readonly cast: string;
  /** How the device calls the bench's machine. */
  readonly benchHost: string;
  /** Where the bench has to listen so that the device reaches it. */
  readonly listenHost: string;
  /** Undefined where `lacking` has "ear". */
  readonly ear: Ear | undefined;
  readonly powered: boolean;

  /** A new card with these settings; the power is off. */
  flash(settings: Provisioning, signal: AbortSignal): Promise<void>;
  /** Resolves at once; whoever waits for the speaker looks. */
  powerOn(signal: AbortSignal): Promise<void>;
  /** Without a word to the system. */
  powerCut(signal: AbortSignal): Promise<void>;
  /** As root. Throws HilError where there is no answer in time. */
  shell(command: string, signal: AbortSignal, limitMs?: number): Promise<Ran>;
  link(up: boolean, signal: AbortSignal): Promise<void>;
  /** Puts a GPIO line on a level from outside. */
  drive(line: number, high: boolean, signal: AbortSignal): Promise<void>;
  /** Asks the network for services of this type; names of those who answered. */
  browse(type: string, signal: AbortSignal): Promise<readonly string[]>;
  /** By name: what is worth keeping in a report. */
  logs(): Promise<Readonly<Record<string, string>>>;
}
