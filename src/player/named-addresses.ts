/**
 * Addresses of which some are names: what they were when they were last looked
 * up. While somebody asks again and again, because nobody answers at them, they
 * are looked up in between too, so that a name that moved is known at the next try.
 *
 * A name server that is gone is waited for by nobody: the old addresses stay.
 *
 * Bounds: `lookUpsMax` look-ups at once.
 */
import { describeError } from "../base/errors.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Address, Network } from "../ports/network.ts";
import { lookUpAgainUs, lookUpSlowUs, lookUpsMax } from "./limits.ts";

export interface NamedAddressesPorts {
  readonly clock: Clock;
  readonly network: Pick<Network, "resolve">;
  readonly log: Log;
}

export class NamedAddresses {
  readonly #ports: NamedAddressesPorts;
  readonly #named: readonly Address[];
  readonly #signal: AbortSignal;
  readonly #hasNames: boolean;
  #known: readonly Address[];
  #looking = 0;
  #lookedUs = Number.NEGATIVE_INFINITY;
  #timer: Cancel | undefined;

  /** `signal` ends all look-ups. */
  constructor(ports: NamedAddressesPorts, named: readonly Address[], signal: AbortSignal) {
    this.#ports = ports;
    this.#named = named;
    this.#signal = signal;
    this.#known = named.filter(({ host }) => isLiteral(host));
    this.#hasNames = this.#known.length < named.length;
    signal.addEventListener("abort", () => this.#timer?.(), { once: true });
  }

  /** As last resolved; the names are looked up again meanwhile. */
  addresses(): readonly Address[] {
    this.#timer?.();
    this.#look();
    return this.#known;
  }

  #look(): void {
    if (!this.#hasNames || this.#signal.aborted) return;
    const nowUs = this.#ports.clock.nowUs();
    // One may hang for as long as a name server that is gone is waited for; a second does not stand behind it.
    const waits = this.#looking > 0 && nowUs - this.#lookedUs < lookUpSlowUs;
    if (!waits && this.#looking < lookUpsMax) void this.#lookUpAll(nowUs);
    // Once more before the next try; not for ever, since nobody may ask again.
    this.#timer = this.#ports.clock.after(lookUpAgainUs, () => void this.#lookUpAll(nowUs));
  }

  async #lookUpAll(nowUs: number): Promise<void> {
    if (this.#looking >= lookUpsMax) return;
    this.#lookedUs = nowUs;
    this.#looking += 1;
    const found = await Promise.all(this.#named.map((address) => this.#lookUp(address)));
    this.#looking -= 1;
    if (found.flat().length > 0) this.#known = found.flat();
  }

  async #lookUp({ host, port }: Address): Promise<readonly Address[]> {
    if (isLiteral(host)) return [{ host, port }];
    try {
      const hosts = await this.#ports.network.resolve(host, this.#signal);
      return hosts.map((found) => ({ host: found, port }));
    } catch (error) {
      this.#ports.log.debug("name-not-found", { host, why: describeError(error) });
      return [];
    }
  }
}

function isLiteral(host: string): boolean {
  return host.includes(":") || /^[0-9.]+$/.test(host);
}
