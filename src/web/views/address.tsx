/** Plays a station or a sound file of the web: an address is typed or pasted, here or in the search. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { addressCharsMax } from "../limits.ts";
import { addressOf } from "../model/web-address.ts";
import { text } from "../text.ts";
import type { CommandOp } from "../wire/messages.ts";
import { useRemote } from "./context.ts";
import { Icon, type IconName } from "./icons.tsx";
import { Sheet } from "./sheet.tsx";

export function AddressSheet({ close }: { readonly close: () => void }) {
  const [typed, setTyped] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <Sheet label={text.address.title} close={close}>
      <Address url={addressOf(typed)} done={close}>
        <label>
          {text.address.label}
          <input
            ref={field}
            class="field"
            type="text"
            inputMode="url"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            maxLength={addressCharsMax}
            placeholder="https://"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
      </Address>
    </Sheet>
  );
}

type Ask = "play" | "next" | "end";

const asks: readonly { readonly ask: Ask; readonly icon: IconName; readonly label: string }[] = [
  { ask: "play", icon: "play", label: text.library.playNow },
  { ask: "next", icon: "next", label: text.library.playNext },
  { ask: "end", icon: "add", label: text.library.addEnd },
];

interface AddressProps {
  /** Undefined while there is none that can be asked for. */
  readonly url: string | undefined;
  /** Called once it was played or added. */
  readonly done: () => void;
  /** Where it is typed. */
  readonly children?: ComponentChildren;
}

/** What can be done with an address, and why the speaker does not do it. */
export function Address({ url, done, children }: AddressProps) {
  const remote = useRemote();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  useEffect(() => setFault(""), [url]);
  const mayAsk = url !== undefined && !busy && remote.online.value;
  const tell = async (ask: Ask) => {
    if (url === undefined) return;
    setBusy(true);
    setFault("");
    const why = await remote.attempt(opOf(ask, url));
    setBusy(false);
    if (why !== undefined) return setFault(why);
    done();
    if (ask !== "play") remote.tell(text.address.added[ask](hostOf(url)));
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (mayAsk) void tell("play");
      }}
    >
      {children}
      <div class="asks">
        {asks.map(({ ask, icon, label }) => (
          <button
            key={ask}
            type={ask === "play" ? "submit" : "button"}
            class={`pill ${ask === "play" ? "strong" : ""}`}
            disabled={!mayAsk}
            onClick={ask === "play" ? undefined : () => void tell(ask)}
          >
            <Icon name={icon} size={16} /> {label}
          </button>
        ))}
      </div>
      <p class={fault === "" ? "quiet" : "trouble"} role="status">
        {busy ? text.address.looking : fault || text.address.hint}
      </p>
    </form>
  );
}

function opOf(ask: Ask, url: string): CommandOp {
  const what = [url];
  if (ask === "play") return { play: { what } };
  return { queueAdd: ask === "next" ? { what, next: {} } : { what, end: {} } };
}

/** For people: "radio.example". */
export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url; // The speaker's own words for it, then.
  }
}
