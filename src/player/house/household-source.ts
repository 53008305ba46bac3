/**
 * The origin as a source, and in its place, while it is gone, the speakers of
 * the house: for what any of them can say of a track and whoever asks can check.
 *
 * Chunks go another way (house-chunks.ts): there a neighbour may be the better
 * choice also when there is an origin.
 */
import type { Clock } from "../../ports/clock.ts";
import type { ObjectRequest, ObjectSource } from "../../stream/origin-client.ts";
import type { ObjectName } from "../../wire/objects.ts";
import { houseLookUs } from "./limits.ts";

/** Neighbours as this sees them (peer/neighbours.ts). */
export interface TellingNeighbours {
  object(
    name: ObjectName,
    request: ObjectRequest,
    signal: AbortSignal,
  ): Promise<readonly Uint8Array[] | undefined>;
}

const checkable: ReadonlySet<ObjectName["kind"]> = new Set(["manifest", "leaves", "artwork"]);

export class HouseholdSource implements ObjectSource {
  readonly #origin: ObjectSource;
  readonly #neighbours: TellingNeighbours;
  readonly #clock: Clock;

  constructor(origin: ObjectSource, neighbours: TellingNeighbours, clock: Clock) {
    this.#origin = origin;
    this.#neighbours = neighbours;
    this.#clock = clock;
  }

  get ready(): boolean {
    return this.#origin.ready;
  }

  async fetch(
    name: ObjectName,
    request: ObjectRequest,
    signal: AbortSignal,
  ): Promise<readonly Uint8Array[]> {
    if (!checkable.has(name.kind)) return this.#origin.fetch(name, request, signal);
    if (!this.ready) {
      const near = await this.#neighbours.object(name, request, signal);
      if (near !== undefined) return near;
    }
    if (this.ready) return this.#origin.fetch(name, request, signal);
    // An origin that comes back is heard at once, a neighbour that comes at the next try.
    const lookUs = this.#clock.nowUs() + houseLookUs;
    const brief = {
      class: request.class,
      get deadlineUs() {
        return Math.min(request.deadlineUs, lookUs);
      },
      onSymbol: request.onSymbol,
    };
    return this.#origin.fetch(name, brief, signal);
  }
}
