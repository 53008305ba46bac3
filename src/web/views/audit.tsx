/** Who did what, newest first (docs/CONTROL.md §3.5). */
import { deedText, doerText } from "../../base/deeds.ts";
import { text } from "../text.ts";
import type { AuditEntry } from "../wire/messages.ts";
import { useRemote } from "./context.ts";
import { Head } from "./head.tsx";
import { LongList, useListing } from "./long-list.tsx";

const rowPx = 64;

export function Audit() {
  const remote = useRemote();
  const listing = useListing<AuditEntry>({
    key: "audit",
    // What is done comes as a change of the state, too.
    rev: remote.connection.replica.seq,
    online: remote.online.value,
    page: async (offset, limit) => {
      const { audit: page } = await remote.query({ audit: { offset, limit } });
      return {
        rev: 0,
        offset: page?.offset ?? 0,
        total: page?.total ?? 0,
        rows: page?.entries ?? [],
      };
    },
  });
  return (
    <section class="view">
      <Head title={text.nav.audit} back="#/settings" />
      {listing.refusal !== undefined && <p class="trouble">{listing.refusal}</p>}
      <LongList
        listing={listing}
        rowPx={rowPx}
        label={text.nav.audit}
        row={(entry, index) => <Entry key={index} entry={entry} />}
      />
    </section>
  );
}

function Entry({ entry }: { readonly entry: AuditEntry | undefined }) {
  if (entry === undefined) return <li class="row skeleton" aria-hidden="true" />;
  const { name, actor, what, detail, times, wallMs } = entry;
  return (
    <li class="row audit">
      <span class="two">
        <b>{[deedText(what), detail].filter(Boolean).join(": ")}</b>
        <span>
          {[name || doerText(actor), times > 1 && text.audit.times(times)]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
      <span class="time">{wallMs > 0 ? text.units.when(wallMs) : ""}</span>
    </li>
  );
}
