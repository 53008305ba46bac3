/** Carries out what the course orders, until it is over. Whatever goes wrong, the radio is left as it was found. */
import type { Provisioning, SetupNetwork } from "../../../src/household/provisioning.ts";
import { type Clock, sleep } from "../../../src/ports/clock.ts";
import { Course, type Order } from "../course.ts";
import type { Draft } from "../form.ts";
import { lookUs } from "../limits.ts";
import { Portal } from "../portal.ts";
import { type Device, ownAddress } from "./device.ts";
import { serve } from "./servers.ts";

export interface SetUpOptions {
  readonly device: Device;
  readonly clock: Clock;
  /** A new one each time, which cannot be guessed. */
  readonly token: () => string;
  /** For the journal; never a secret. */
  readonly say: (line: string) => void;
  readonly own: SetupNetwork;
  /** What the card said: of it holds what a phone does not say. */
  readonly card: Provisioning;
}

/** Resolves when it is over. Throws SetupNetworkError. */
export async function setUp(options: SetUpOptions, signal: AbortSignal): Promise<void> {
  const { device, clock } = options;
  const course = new Course(device.settled, clock.nowUs());
  const work = new Work(options, course);
  try {
    for (;;) {
      const order = course.next(await device.look(), clock.nowUs());
      if (order !== undefined && (await work.obey(order, signal))) return;
      await sleep(clock, lookUs, signal);
    }
  } finally {
    await work.close();
  }
}

class Work {
  readonly #options: SetUpOptions;
  readonly #course: Course;
  #servers: AsyncDisposable | undefined;
  #portal: Portal | undefined;
  #draft: Draft | undefined;
  #country: string | undefined;
  #touched = false;

  constructor(options: SetUpOptions, course: Course) {
    this.#options = options;
    this.#course = course;
    this.#country = options.card.country;
    this.#draft = draftOfCard(options.card);
  }

  /** Whether it is over. */
  async obey(order: Order, signal: AbortSignal): Promise<boolean> {
    const { device, say } = this.#options;
    switch (order.kind) {
      case "open":
        await this.#open(signal);
        return false;
      case "try":
        await this.#shut();
        this.#country = order.settings.country ?? this.#country;
        say("settings came: trying their network");
        await device.join(order.settings);
        return false;
      case "keep":
        await this.#keep(order.settings);
        return true;
      case "end":
        say(`no set-up network any more: ${reasons[order.why]}`);
        return true;
    }
  }

  /** Safe to call twice. */
  async close(): Promise<void> {
    await this.#shut();
    if (this.#touched) await this.#options.device.leave();
    this.#touched = false;
  }

  async #open(signal: AbortSignal): Promise<void> {
    const { device, say, own, card, clock, token } = this.#options;
    const { trouble } = this.#course;
    this.#touched = true;
    const networks = await device.open(own, this.#country, signal);
    const submit = (settings: Provisioning) =>
      this.#course.submit({ ...card, ...settings }, clock.nowUs());
    const view = { address: ownAddress, token: token(), ssid: own.ssid, networks, trouble };
    const portal = new Portal({ ...view, draft: this.#draft, submit });
    this.#portal = portal;
    const ports = { names: 53, page: 80 };
    this.#servers = await serve(ownAddress, ports, (asked) => portal.answer(asked));
    const after = trouble === undefined ? "" : ` after a try that failed (${trouble})`;
    say(`set-up network ${own.ssid} is open${after}; networks heard: ${networks.length}`);
  }

  async #keep(settings: Provisioning): Promise<void> {
    const { device, say } = this.#options;
    await device.keep(settings);
    say("the network is joined, its settings are kept");
    await this.close();
    if (settings.name !== undefined || settings.join !== undefined) await device.restartSpeaker();
  }

  async #shut(): Promise<void> {
    this.#draft = this.#portal?.draft ?? this.#draft;
    this.#portal = undefined;
    await this.#servers?.[Symbol.asyncDispose]();
    this.#servers = undefined;
  }
}

/** A country that is known need not be guessed. */
function draftOfCard({ country, name }: Provisioning): Draft | undefined {
  return country === undefined ? undefined : { ssid: "", country, name: name ?? "" };
}

const reasons = {
  cable: "a cable is in",
  network: "the device is in a network",
  time: "its time is over; the next start opens it again",
} as const;
