/**
 * The set-up page, in the web remote's colours. Pure, of one piece: a phone's sign-in window runs little, and has
 * nowhere else to fetch from.
 */
import type { Trouble } from "./course.ts";
import { type Draft, otherChoice } from "./form.ts";
import type { Network } from "./networks.ts";

export interface FormView {
  /** What the set-up network is called. */
  readonly speaker: string;
  readonly token: string;
  readonly networks: readonly Network[];
  readonly trouble: Trouble | undefined;
  /** What is wrong with what was sent. */
  readonly complaint: string | undefined;
  readonly draft: Draft;
}

const style = `
:root { color-scheme: dark light; --bg: #0e1116; --surface: #171c23; --line: #2b333f; --text: #f1f3f5;
  --soft: #a9b3bf; --accent: #f2b661; --on-accent: #241704; --bad: #ff9d8a;
  font: 400 16px / 1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
@media (prefers-color-scheme: light) { :root { --bg: #f7f4ee; --surface: #fffdf9; --line: #e0d9cc; --text: #1c1e22;
  --soft: #5b626b; --accent: #8f4e00; --on-accent: #fff8ee; --bad: #a32613; } }
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--text); }
main { max-width: 30rem; margin: 0 auto; padding: 24px 16px 48px; }
h1 { margin: 0 0 4px; font-size: 1.5rem; overflow-wrap: anywhere; }
p { margin: 0 0 16px; color: var(--soft); overflow-wrap: anywhere; }
fieldset { margin: 0 0 20px; padding: 0; border: 0; min-width: 0; }
legend { padding: 0; margin-bottom: 6px; font-weight: 600; }
.list { border: 1px solid var(--line); border-radius: 14px; background: var(--surface); }
.net { display: flex; align-items: center; gap: 12px; min-height: 48px; padding: 4px 14px; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.net:first-child { border-top: 0; }
.net small { margin-left: auto; color: var(--soft); white-space: nowrap; }
input[type="radio"] { flex: none; width: 20px; height: 20px; margin: 0; accent-color: var(--accent); }
label.field { display: block; margin: 0 0 16px; font-weight: 600; }
label.field small { display: block; color: var(--soft); font-weight: 400; }
input:not([type="radio"]) { font: inherit; font-weight: 400; color: inherit; width: 100%; min-height: 48px; margin-top: 4px; padding: 8px 14px;
  border: 1px solid var(--line); border-radius: 12px; background: var(--surface); }
.net input:not([type="radio"]) { flex: 1; min-width: 0; margin: 0; }
button { font: inherit; font-weight: 600; width: 100%; min-height: 52px; border: 0; border-radius: 26px; background: var(--accent); color: var(--on-accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
[role="alert"] { padding: 12px 14px; border: 1px solid var(--bad); border-radius: 14px; color: var(--bad); }
`;

/** All that people read there. */
const text = {
  title: "Set up your speaker",
  lead: "Choose the Wi-Fi that it is to be in.",
  network: "Wi-Fi",
  other: "Another network",
  open: "no passphrase",
  passphrase: "Passphrase of that Wi-Fi",
  country: "Country",
  countryHint: "Two letters, such as DE: which channels the radio may use",
  name: "Name of the speaker",
  nameHint: "Such as Kitchen; may be left empty",
  join: "Invite",
  joinHint: "nightjar://… of your household; may come later",
  submit: "Connect",
  trying: "The speaker connects now",
};

const troubles: Readonly<Record<Trouble, (ssid: string) => string>> = {
  "not-found": (ssid) =>
    `“${ssid}” was not found. Is its name right, and is the speaker near enough to it?`,
  refused: (ssid) => `“${ssid}” did not let the speaker in. The passphrase is probably wrong.`,
  "no-address": (ssid) => `“${ssid}” let the speaker in, but gave it no address (DHCP).`,
};

export function formPage({ trouble, complaint, networks, draft, token }: FormView): string {
  const said = complaint ?? (trouble === undefined ? undefined : troubles[trouble](draft.ssid));
  return documentOf(`
<h1>${text.title}</h1>
<p>${text.lead}</p>
${said === undefined ? "" : `<p role="alert">${escaped(said)}</p>`}
<form method="post" action="/join" autocomplete="off" accept-charset="utf-8">
<input type="hidden" name="token" value="${escaped(token)}">
<fieldset><legend>${text.network}</legend><div class="list">${choices(networks, draft.ssid)}</div></fieldset>
${field("passphrase", text.passphrase, "", 'type="password" maxlength="63" autocapitalize="none" spellcheck="false"')}
${field("country", text.country, text.countryHint, `maxlength="2" pattern="[A-Za-z]{2}" autocapitalize="characters" value="${escaped(draft.country)}"`)}
${field("name", text.name, text.nameHint, `maxlength="64" value="${escaped(draft.name)}"`)}
${field("join", text.join, text.joinHint, 'autocapitalize="none" spellcheck="false"')}
<button>${text.submit}</button>
</form>`);
}

/** The last that a phone sees: the network under it goes away. */
export function partingPage(own: string, ssid: string): string {
  return documentOf(`
<h1>${text.trying}</h1>
<p>It leaves this network and joins “${escaped(ssid)}”. Let your phone go back there, too: the speaker will be in Nightjar’s remotes within a minute.</p>
<p>If it cannot, “${escaped(own)}” is there again within two minutes: join it once more, and this page says what was wrong.</p>`);
}

function choices(networks: readonly Network[], chosen: string): string {
  const isListed = networks.some(({ ssid }) => ssid === chosen);
  const rows = networks.map(({ ssid, open }) => {
    const mark = ssid === chosen ? " checked" : "";
    const note = open ? `<small>${text.open}</small>` : "";
    return `<label class="net"><input type="radio" name="ssid" value="${escaped(ssid)}"${mark}>${escaped(ssid)}${note}</label>`;
  });
  const typed = isListed ? "" : escaped(chosen);
  const mark = isListed || (networks.length > 0 && chosen === "") ? "" : " checked";
  const other = `<label class="net"><input type="radio" name="ssid" value="${otherChoice}"${mark} aria-label="${text.other}"><input name="other" maxlength="32" placeholder="${text.other}" aria-label="${text.other}" value="${typed}" autocapitalize="none" spellcheck="false"></label>`;
  return [...rows, other].join("\n");
}

function field(name: string, label: string, hint: string, attributes: string): string {
  const note = hint === "" ? "" : `<small>${hint}</small>`;
  return `<label class="field">${label}${note}<input name="${name}" ${attributes}></label>`;
}

function documentOf(body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light"><title>Nightjar</title><style>${style}</style></head>
<body><main>${body}
</main></body></html>
`;
}

function escaped(raw: string): string {
  return raw.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
