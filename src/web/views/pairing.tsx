/** First run: how this browser is let in, and the six digits that do it. */
import { useEffect, useRef, useState } from "preact/hooks";
import { pairWithCode } from "../browser/pair.ts";
import type { RemoteLink } from "../link/remote-link.ts";
import { text } from "../text.ts";
import { useRemote } from "./context.ts";

const digits = 6;

export default function Pairing() {
  const remote = useRemote();
  const link = remote.link.value;
  const revoked = link.kind === "unpaired" && link.revoked;
  const { name = "" } = remote.connection.welcome ?? {};
  return (
    <main class="pairing scroll">
      <div class="moon" aria-hidden="true" />
      <h1>{revoked ? text.pairing.revokedTitle : text.pairing.welcome(name || text.app)}</h1>
      <p>{revoked ? text.pairing.revoked : text.pairing.intro}</p>
      <p>
        {text.pairing.how} <code>{text.pairing.command}</code>
      </p>
      <CodeForm link={remote.connection} host={location.host} paired={() => remote.start()} />
    </main>
  );
}

interface CodeFormProps {
  /** To the speaker that is to be paired with, and where that is. */
  readonly link: RemoteLink;
  readonly host: string;
  readonly paired: () => void;
}

export function CodeForm({ link, host, paired }: CodeFormProps) {
  const remote = useRemote();
  const [code, setCode] = useState("");
  const [name, setName] = useState(remote.name);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const pair = async (entered: string) => {
    setBusy(true);
    setTrouble("");
    const outcome = await pairWithCode(link, { host, code: entered, name });
    setBusy(false);
    if (outcome === "paired") {
      paired();
      return;
    }
    setCode("");
    setTrouble(outcome);
    field.current?.focus();
  };
  return (
    <form
      aria-busy={busy}
      onSubmit={(event) => {
        event.preventDefault();
        void pair(code);
      }}
    >
      <label>
        {text.pairing.code}
        <input
          ref={field}
          class="digits"
          inputMode="numeric"
          autocomplete="one-time-code"
          maxLength={digits}
          value={code}
          disabled={busy}
          aria-describedby="code-hint"
          onInput={(event) => {
            const typed = event.currentTarget.value.replaceAll(/\D/g, "").slice(0, digits);
            setCode(typed);
            if (typed.length === digits) void pair(typed);
          }}
        />
      </label>
      <p id="code-hint" class={trouble === "" ? "hint" : "trouble"} role="status">
        {busy ? text.pairing.working : trouble || text.pairing.codeHint}
      </p>
      <label>
        {text.pairing.name}
        <input
          value={name}
          maxLength={40}
          disabled={busy}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button" disabled={busy || code.length !== digits}>
        {text.pairing.pair}
      </button>
    </form>
  );
}
