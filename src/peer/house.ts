/**
 * This speaker among the speakers of its house: tells them what it holds, hears
 * what they hold, answers their requests and asks them for chunks.
 *
 * Joins the parts; each decision is in a part (book, teller, uploads, neighbours).
 */
import { splitSymbols } from "../media/symbols.ts";
import { type Clock, sleep } from "../ports/clock.ts";
import {
  type LinkSession,
  linkRefusals,
  type ServedAnswer,
  type ServedRequest,
} from "../transport/endpoint.ts";
import {
  decodeHoldingsAnswer,
  decodeHoldingsPage,
  encodeHoldingsAnswer,
  type HoldingsAnswer,
} from "../wire/holdings.ts";
import { encodeObject, type ObjectName } from "../wire/objects.ts";
import { PeerBook } from "./book.ts";
import { atItUs, lookKeenUs, lookUs, tellPatienceUs } from "./limits.ts";
import { type NeighbourFigures, Neighbours } from "./neighbours.ts";
import { PageBudget } from "./page-budget.ts";
import { type HeldObjects, PeerServer } from "./server.ts";
import { Teller, type ToldList } from "./teller.ts";
import { Uploads } from "./uploads.ts";

export interface PeerHousePorts {
  readonly clock: Clock;
  /** Of this speaker, as the others know it. */
  readonly ownId: string;
  /** Ready sessions of both directions, to whomever. */
  readonly sessions: () => readonly LinkSession[];
  readonly held: HeldObjects;
  /** What this speaker tells of. */
  readonly list: ToldList;
  /** The own music needs all there is. */
  readonly isHungry: () => boolean;
}

export interface PeerFigures {
  readonly neighbours: readonly NeighbourFigures[];
  /** Rungs of tracks that each is believed to hold. */
  readonly claims: readonly { readonly id: string; readonly rungs: number }[];
  readonly sent: { readonly chunks: number; readonly bytes: number };
}

export class PeerHouse {
  readonly neighbours: Neighbours;
  readonly book = new PeerBook();
  readonly #ports: PeerHousePorts;
  readonly #teller: Teller;
  readonly #server: PeerServer;
  readonly #pages = new PageBudget();
  /** When each neighbour last asked for a chunk; only those that there is a session to. */
  readonly #askedUs = new Map<string, number>();
  /** When this speaker began to get something. */
  #beganUs = Number.NEGATIVE_INFINITY;
  #wake: () => void = () => undefined;

  /** `epoch` is random, 32 bits: it names this run's list of what is held. */
  constructor(ports: PeerHousePorts, epoch: number) {
    const { clock, held, isHungry } = ports;
    this.#ports = ports;
    this.#teller = new Teller(ports.list, epoch, (peer) => this.#isKeen(peer));
    this.#server = new PeerServer({ clock, held, isHungry, uploads: new Uploads() });
    this.neighbours = new Neighbours({
      clock,
      ownId: ports.ownId,
      book: this.book,
      sessions: () => this.#speakers(),
    });
  }

  get figures(): PeerFigures {
    return {
      neighbours: this.neighbours.figures,
      claims: this.book.peers,
      sent: this.#server.figures,
    };
  }

  /** This speaker gets something that others may want, too: they are told soon, and often for a while. */
  begins(): void {
    this.#beganUs = this.#ports.clock.nowUs();
    this.#wake();
  }

  /** What a member asked; undefined for what is not answered here. */
  async serve(
    { peer, class: kind }: Pick<ServedRequest, "peer" | "class">,
    name: ObjectName,
  ): Promise<ServedAnswer | undefined> {
    if (name.kind === "proven-chunk") this.#askedUs.set(peer.id, this.#ports.clock.nowUs());
    if (name.kind !== "holdings") return this.#server.answer({ name, class: kind });
    const page = decodeHoldingsPage(name.page);
    if (page === undefined || peer.role !== "speaker") return undefined;
    if (!this.#pages.takes(peer.id, this.#ports.clock.nowUs())) return tooMany;
    const answer = encodeHoldingsAnswer(this.book.take(peer.id, page, this.#ports.clock.nowUs()));
    return { kind: "symbols", symbols: splitSymbols(answer) };
  }

  /** Tells until `signal` aborts, then rejects with its reason. */
  async run(signal: AbortSignal): Promise<never> {
    for (;;) {
      const sessions = new Map(
        this.#speakers().map((session) => [session.peer?.id ?? "", session]),
      );
      this.#teller.listeners(new Set(sessions.keys()));
      for (const { id } of this.book.peers) if (!sessions.has(id)) this.book.forget(id);
      this.#pages.keep(sessions);
      for (const id of this.#askedUs.keys()) if (!sessions.has(id)) this.#askedUs.delete(id);
      for (const { peer, page } of this.#teller.due(this.#ports.clock.nowUs())) {
        const session = sessions.get(peer);
        if (session !== undefined) void this.#tell(peer, session, page);
      }
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      await Promise.race([sleep(this.#ports.clock, this.#pauseUs(sessions.keys()), signal), woken]);
    }
  }

  #pauseUs(peers: Iterable<string>): number {
    let pauseUs = tellPatienceUs;
    for (const peer of peers) {
      if (this.#isKeen(peer)) return lookKeenUs;
      pauseUs = lookUs;
    }
    return pauseUs;
  }

  /** It gets music right now: what this speaker has of it, it need not ask the origin for. */
  #isKeen(peer: string): boolean {
    const nowUs = this.#ports.clock.nowUs();
    if (nowUs - this.#beganUs < atItUs) return true;
    const askedUs = this.#askedUs.get(peer);
    return (askedUs !== undefined && nowUs - askedUs < atItUs) || this.book.isActive(peer, nowUs);
  }

  /** Never rejects. */
  async #tell(peer: string, session: LinkSession, page: Uint8Array): Promise<void> {
    const { clock } = this.#ports;
    const outcome = await session.fetch({
      object: encodeObject({ kind: "holdings", page }),
      class: "prefetch",
      deadlineUs: clock.nowUs() + tellPatienceUs,
    }).done;
    const bytes = outcome.kind === "complete" ? outcome.symbols[0] : undefined;
    const answer: HoldingsAnswer | undefined = bytes && decodeHoldingsAnswer(bytes);
    this.#teller.told(peer, answer, clock.nowUs());
  }

  #speakers(): readonly LinkSession[] {
    return this.#ports.sessions().filter(({ peer }) => peer?.role === "speaker");
  }
}

const tooMany: ServedAnswer = {
  kind: "refused",
  code: linkRefusals.busy,
  message: "too many pages",
};
