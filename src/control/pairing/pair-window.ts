/**
 * The window in which a code lets a client in (docs/CONTROL.md §3.2). Pure: the
 * caller passes the time and carries out what it says.
 *
 * It knows no cryptography: a run asks for the code when it begins, and comes
 * back to say whether the client had it.
 *
 * Invariants:
 *   I1  one run at a time; what it proves counts only while its window is the one that is open
 *   I2  a window lets in one client, and each has a new code
 *   I3  after `failuresMax` wrong codes without a right one between them, over all windows, none begins
 *       for `lockUs`, doubled each time
 */
import type { Entropy } from "../../ports/entropy.ts";
import type { Role } from "../codes.ts";
import { codeDigits, failuresMax, lockUs, lockUsMax, runUsMax, windowUs } from "./limits.ts";

/** What the client of a window will be. */
export interface Grant {
  readonly role: Exclude<Role, "none">;
  /** Monotonic; undefined: without end. */
  readonly untilUs: number | undefined;
}

interface OpenWindow {
  readonly code: string;
  readonly grant: Grant;
  readonly endsUs: number;
}

/** One client's try. Its owner hands it back to `settle`, or to `drop`. */
export interface PairRun {
  readonly code: string;
  readonly window: object;
  readonly beganUs: number;
}

/** `closed`: nobody opened it. `busy`: another client pairs just now. `locked`: too many wrong codes. */
export interface PairRefusal {
  readonly refused: "closed" | "busy" | "locked";
  readonly retryUs: number;
}

export type Settled =
  | { readonly kind: "let-in"; readonly grant: Grant }
  | { readonly kind: "wrong"; readonly attemptsLeft: number; readonly lockedUs: number }
  /** Too late, or the window is another one now. Nothing was tried. */
  | { readonly kind: "void" };

export class PairWindow {
  readonly #entropy: Entropy;
  #open: OpenWindow | undefined;
  #run: PairRun | undefined;
  #failures = 0;
  #lockedUntilUs = 0;
  #nextLockUs = lockUs;

  constructor(entropy: Entropy) {
    this.#entropy = entropy;
  }

  /** The code. What was open before is not any more. Refused while locked. */
  open(grant: Grant, nowUs: number): { readonly code: string } | PairRefusal {
    const locked = this.#lockedUs(nowUs);
    if (locked > 0) return { refused: "locked", retryUs: locked };
    const code = digitsOf(this.#entropy);
    this.#open = { code, grant, endsUs: nowUs + windowUs };
    return { code };
  }

  close(): void {
    this.#open = undefined;
  }

  /** What a client may be told before it has shown anything. */
  at(nowUs: number): {
    readonly openUs: number;
    readonly lockedUs: number;
    readonly attemptsLeft: number;
  } {
    const openUs = Math.max(0, (this.#open?.endsUs ?? 0) - nowUs);
    return { openUs, lockedUs: this.#lockedUs(nowUs), attemptsLeft: failuresMax - this.#failures };
  }

  begin(nowUs: number): PairRun | PairRefusal {
    const lockedUs = this.#lockedUs(nowUs);
    if (lockedUs > 0) return { refused: "locked", retryUs: lockedUs };
    const window = this.#open;
    if (window === undefined || nowUs >= window.endsUs) return { refused: "closed", retryUs: 0 };
    const busyUs = this.#run === undefined ? 0 : this.#run.beganUs + runUsMax - nowUs;
    if (busyUs > 0) return { refused: "busy", retryUs: busyUs };
    this.#run = { code: window.code, window, beganUs: nowUs };
    return this.#run;
  }

  /** `proves` is asked only where an answer counts: a run that is void tells nobody whether its code was right. */
  settle(run: PairRun, proves: () => boolean, nowUs: number): Settled {
    const isCurrent = this.#run === run && nowUs < run.beganUs + runUsMax;
    this.drop(run);
    const window = this.#open;
    if (!isCurrent || window === undefined || run.window !== window) return { kind: "void" };
    if (!proves()) return this.#failed(nowUs);
    this.#open = undefined;
    this.#failures = 0;
    this.#nextLockUs = lockUs;
    return { kind: "let-in", grant: window.grant };
  }

  /** The client went away. Nothing was tried: without its proof it has learnt nothing either. */
  drop(run: PairRun): void {
    if (this.#run === run) this.#run = undefined;
  }

  #failed(nowUs: number): Settled {
    this.#failures += 1;
    const attemptsLeft = failuresMax - this.#failures;
    if (attemptsLeft > 0) return { kind: "wrong", attemptsLeft, lockedUs: 0 };
    this.#open = undefined;
    this.#failures = 0;
    this.#lockedUntilUs = nowUs + this.#nextLockUs;
    this.#nextLockUs = Math.min(lockUsMax, 2 * this.#nextLockUs);
    return { kind: "wrong", attemptsLeft: 0, lockedUs: this.#lockedUs(nowUs) };
  }

  #lockedUs(nowUs: number): number {
    return Math.max(0, this.#lockedUntilUs - nowUs);
  }
}

const codes = 10 ** codeDigits;
/** Of the 2^32 values of four bytes, those below make each code as likely as any other. */
const fairBelow = 2 ** 32 - (2 ** 32 % codes);

function digitsOf(entropy: Entropy): string {
  for (;;) {
    const bytes = entropy.bytes(4);
    const value = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
    if (value < fairBelow) return String(value % codes).padStart(codeDigits, "0");
  }
}
