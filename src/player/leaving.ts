/**
 * Takes a speaker out of its household: what it played is handed in first, then
 * an origin is told, then the household is forgotten, and with it the key of the
 * cache, so that what is left of its music on the card is noise.
 *
 * Invariants:
 *   I1  no play is lost: while one is not acknowledged the speaker stays a member, and says why; the caller lets
 *       none begin meanwhile
 *   I2  after a cut at any moment it is a member still, perhaps with an empty cache, or in no household;
 *       a second try ends it
 */
import { SpeakerError } from "../base/errors.ts";
import { type Clock, sleep } from "../ports/clock.ts";
import type { Disk } from "../ports/disk.ts";
import type { EventSpool } from "../storage/event-spool.ts";
import { KeyStore } from "../storage/key-store.ts";
import type { CommandOutcome } from "./model.ts";
import type { OriginLinks } from "./origin-links.ts";

/** Plays are waited for so long: an origin that is there has taken a day of them by then. */
const deliveryUs = 8_000_000;
const lookUs = 250_000;

export interface LeavePorts {
  readonly clock: Clock;
  readonly disk: Disk;
  readonly dataFolder: string;
  readonly links: Pick<OriginLinks, "isMember" | "leave" | "trouble">;
  readonly spool: Pick<EventSpool, "stats">;
  /** Ends what plays; its play is noted a moment later. */
  readonly silence: () => void;
  /** Play events are brought to the origin now. */
  readonly deliver: () => void;
  /** Queue, catalogue, pinned tracks and habits are the household's. Never rejects. */
  readonly forgetMusic: () => Promise<void>;
}

/** Why no play begins meanwhile: its events would be nobody's. */
const leavingRefusal = "this speaker is leaving its household";

/** Once at a time. */
export class Leaving {
  #going = false;

  /** Why no play may begin, for people; undefined while one may. */
  get refusal(): string | undefined {
    return this.#going ? leavingRefusal : undefined;
  }

  /** Never throws what a disk or the network can do; rejects with `signal.reason`. */
  async leave(ports: LeavePorts, signal: AbortSignal): Promise<CommandOutcome> {
    if (this.#going) return refusal(leavingRefusal);
    this.#going = true;
    try {
      return await leaveHousehold(ports, signal);
    } finally {
      this.#going = false;
    }
  }
}

async function leaveHousehold(ports: LeavePorts, signal: AbortSignal): Promise<CommandOutcome> {
  const { links, disk, dataFolder } = ports;
  if (!links.isMember) return refusal("this speaker is in no household");
  ports.silence();
  const left = await undelivered(ports, signal);
  if (left > 0) return refusal(keptText(left, links.trouble));
  try {
    // The secret first: see I2.
    const keys = await KeyStore.open(disk, disk.join(dataFolder, "keys"));
    await keys.destroy("cache");
    const told = await links.leave();
    await ports.forgetMusic();
    return { code: "ok", message: told ? "" : untold };
  } catch (error) {
    if (!(error instanceof SpeakerError)) throw error;
    return refusal(`this speaker is still a member: ${error.message}`);
  }
}

/** How many play events no origin has acknowledged in time. */
async function undelivered(
  { clock, spool, deliver }: LeavePorts,
  signal: AbortSignal,
): Promise<number> {
  const untilUs = clock.nowUs() + deliveryUs;
  for (;;) {
    deliver();
    // Also the end of the play that was just stopped is written meanwhile.
    await sleep(clock, lookUs, signal);
    const { pending, waiting } = spool.stats();
    if (pending + waiting === 0 || clock.nowUs() >= untilUs) return pending + waiting;
  }
}

const untold =
  "no origin was there to hear it: put this speaker out there too, with nightjar origin revoke";

function keptText(left: number, trouble: string | undefined): string {
  const events = left === 1 ? "1 play event is" : `${left} play events are`;
  const why = trouble === undefined ? "its origin does not answer" : trouble;
  return `${events} not counted yet, and would be lost: ${why}; try again once the origin is there, or give them up with nightjar factory-reset --lose-plays`;
}

function refusal(message: string): CommandOutcome {
  return { code: "unavailable", message };
}
