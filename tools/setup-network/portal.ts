/**
 * What a phone in the set-up network gets to see: every address of another host leads to the page, which takes the
 * settings. Pure: a request in, a reply out. No script, nothing from elsewhere.
 *
 * Invariants:
 *   I1  only a form of the page of this opening is taken: a page of the Internet, open on a phone that is in both
 *       networks, does not know its token
 *   I2  no reply has a passphrase or an invite in it
 */
import { SpeakerError } from "../../src/base/errors.ts";
import { type Provisioning, provisioningFile } from "../../src/household/provisioning.ts";
import type { Trouble } from "./course.ts";
import { type Draft, draftOf, settingsOf } from "./form.ts";
import type { Network } from "./networks.ts";
import { formPage, partingPage } from "./page.ts";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly languages: string;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PortalOptions {
  /** Of the page, in numbers: no name that a phone would look up elsewhere. */
  readonly address: string;
  /** Of this opening; of letters that need no escape. */
  readonly token: string;
  /** What our network is called. */
  readonly ssid: string;
  readonly networks: readonly Network[];
  readonly trouble: Trouble | undefined;
  /** Of the try before. */
  readonly draft: Draft | undefined;
  /** Whether they are taken. */
  readonly submit: (settings: Provisioning) => boolean;
}

/** Everything that a page may do: be shown, and send its form. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
const common = {
  "cache-control": "no-store",
  "content-security-policy": policy,
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

export class Portal {
  readonly #options: PortalOptions;
  #draft: Draft | undefined;
  #sent: string | undefined;

  constructor(options: PortalOptions) {
    this.#options = options;
    this.#draft = options.draft;
  }

  /** As far as it was filled in. */
  get draft(): Draft | undefined {
    return this.#draft;
  }

  answer(asked: Asked): Reply {
    const { address } = this.#options;
    const ours = asked.host === address || asked.host === `${address}:80`;
    if (ours && asked.method === "POST" && asked.path === "/join") return this.#take(asked);
    if (asked.method !== "GET" && asked.method !== "HEAD")
      return { status: 405, headers: { ...common, allow: "GET, HEAD, POST" }, body: "" };
    if (!ours || asked.path !== "/") return this.#lead();
    return this.#sent === undefined
      ? this.#form(200, asked.languages, undefined)
      : page(200, partingPage(this.#options.ssid, this.#sent));
  }

  /** Where phones look for the Internet, they find the page instead (RFC 8952 §2.1, as they did before it). */
  #lead(): Reply {
    const location = `http://${this.#options.address}/`;
    return { status: 302, headers: { ...common, location }, body: "" };
  }

  #take({ body, languages }: Asked): Reply {
    const fields = new URLSearchParams(body);
    if (fields.get("token") !== this.#options.token)
      return this.#form(403, languages, "This page was an old one. Please fill it in again.");
    if (this.#sent !== undefined) return page(200, partingPage(this.#options.ssid, this.#sent));
    this.#draft = draftOf(fields);
    let settings: Provisioning;
    try {
      settings = settingsOf(fields);
    } catch (error) {
      if (!(error instanceof SpeakerError)) throw error;
      return this.#form(400, languages, complaintOf(error));
    }
    if (!this.#options.submit(settings))
      return this.#form(409, languages, "The set-up network is closing.");
    this.#sent = this.#draft.ssid;
    return page(200, partingPage(this.#options.ssid, this.#sent));
  }

  #form(status: number, languages: string, complaint: string | undefined): Reply {
    const { ssid, token, networks, trouble } = this.#options;
    const draft = this.#draft ?? { ssid: "", country: regionOf(languages), name: "" };
    return page(status, formPage({ speaker: ssid, token, networks, trouble, complaint, draft }));
  }
}

function page(status: number, body: string): Reply {
  return { status, headers: { ...common, "content-type": "text/html; charset=utf-8" }, body };
}

/** For who has no such file before him. */
function complaintOf({ message }: SpeakerError): string {
  return message.replace(`${provisioningFile}: `, "");
}

/** Where somebody who reads that way probably lives: `de-AT,de;q=0.9` is AT. */
function regionOf(languages: string): string {
  return /^[a-z]{2,3}-([A-Z]{2})\b/.exec(languages)?.[1] ?? "";
}
