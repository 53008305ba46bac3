/**
 * Play events: what a spool said was durable stays, through restarts and power
 * cuts; what a ledger acknowledged it has; and in the end each event is in the
 * ledger once, in one unbroken chain.
 */
import type { SpeakerStatus } from "../../../src/player/model.ts";
import type { SimHouse, SimSpeaker } from "../sim-house.ts";
import type { Since, Verdicts } from "./verdicts.ts";

interface Seen {
  appended: number;
  acknowledged: number;
}

/** Milliseconds by which what was counted may be above what the output took: a rounding for each play. */
const playedSlackMs = 50;

export class EventReferee {
  readonly #house: SimHouse;
  readonly #verdicts: Verdicts;
  readonly #since: Since;
  readonly #seen = new Map<string, Seen>();
  /** By host: played by all lives that are over. */
  readonly #playedMs = new Map<string, number>();
  /** By host: handed out from RAM by all lives that are over, because the card took nothing. */
  readonly #offered = new Map<string, number>();
  readonly #now = new Map<
    string,
    { readonly made: SimSpeaker; playedMs: number; offered: number }
  >();

  constructor(house: SimHouse, found: { readonly verdicts: Verdicts; readonly since: Since }) {
    this.#house = house;
    this.#verdicts = found.verdicts;
    this.#since = found.since;
  }

  look(made: SimSpeaker, { events, totals }: SpeakerStatus = made.speaker.status()): void {
    const { host } = made;
    this.#notePlayed(made, totals.playedMs);
    const before = this.#seen.get(host) ?? { appended: 0, acknowledged: 0 };
    // A spool whose card does not answer yet knows of nothing, and says so.
    if (events.appended < before.appended && isInTrouble(made)) return;
    if (events.appended < before.appended)
      this.#find(host, `${before.appended - events.appended} events that were durable are gone`);
    if (events.acknowledged > events.appended)
      this.#find(host, `${events.acknowledged} of ${events.appended} are acknowledged`);
    if (events.acknowledged > before.acknowledged) {
      const kept = this.#ledgerCount(made.speaker.id);
      if (kept < events.acknowledged)
        this.#find(host, `${events.acknowledged} are acknowledged, the ledger has ${kept}`);
    }
    const acknowledged = Math.max(before.acknowledged, events.acknowledged);
    this.#seen.set(host, { appended: events.appended, acknowledged });
  }

  /** When all is calm and nothing plays: the ledger is what the spools have appended. */
  judge(): void {
    const { chainBreaks, gaps } = this.#house.origin.ledger.report();
    if (chainBreaks > 0) this.#find("ledger", `${chainBreaks} batches do not continue their chain`);
    if (gaps.length > 0) this.#find("ledger", `events are missing: ${JSON.stringify(gaps)}`);
    for (const made of this.#house.speakers) {
      const { appended, acknowledged, pending } = made.speaker.status().events;
      const kept = this.#ledgerCount(made.speaker.id);
      // What no card took was delivered from RAM, and may be on the card under a second name since.
      const twice = (this.#offered.get(made.host) ?? 0) + offeredBy(made);
      const told = kept >= appended && kept <= appended + twice;
      if (pending > 0 || acknowledged !== appended || !told) {
        const is = `${pending} pending, ${acknowledged} acknowledged, ${kept} in the ledger`;
        this.#find(made.host, `of ${appended} events: ${is}`);
      }
      this.#judgePlayed(made);
    }
  }

  /** Nobody is paid for more than was played. */
  #judgePlayed(made: SimSpeaker): void {
    const devices = this.#house.origin.ledger.byDevice();
    const told = devices.find(({ device }) => device === made.speaker.id);
    const toldMs = told?.playedMs ?? 0;
    const playedMs =
      (this.#playedMs.get(made.host) ?? 0) + (this.#now.get(made.host)?.playedMs ?? 0);
    const slackMs = playedSlackMs * (1 + (told?.plays ?? 0));
    if (toldMs > playedMs + slackMs)
      this.#find(made.host, `the ledger counts ${toldMs} ms of music, ${playedMs} ms were played`);
  }

  #notePlayed(made: SimSpeaker, playedMs: number): void {
    const { host } = made;
    const now = this.#now.get(host);
    if (now !== undefined && now.made !== made) {
      this.#playedMs.set(host, (this.#playedMs.get(host) ?? 0) + now.playedMs);
      this.#offered.set(host, (this.#offered.get(host) ?? 0) + now.offered);
    }
    this.#now.set(host, { made, playedMs, offered: offeredBy(made) });
  }

  #ledgerCount(device: string): number {
    const sql = `SELECT sum(last - first + 1) AS n FROM ledger_runs
      JOIN ledger_streams ON ledger_streams.id = stream WHERE device = ?`;
    return Number(this.#house.database.prepare(sql).get(device)?.["n"] ?? 0);
  }

  #find(who: string, what: string): void {
    const at = this.#since(this.#house.clock.nowUs());
    this.#verdicts.find("events", `${who} at ${at}: ${what}`);
  }
}

function offeredBy({ speaker }: SimSpeaker): number {
  return (speaker.diagnostics()["events"] as { readonly offeredFromRam: number }).offeredFromRam;
}

/** The diagnostics are made for people, so their type says nothing. */
function isInTrouble({ speaker }: SimSpeaker): boolean {
  const { trouble } = speaker.diagnostics()["events"] as { readonly trouble: string | null };
  return trouble !== null;
}
