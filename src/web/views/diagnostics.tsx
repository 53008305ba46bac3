/** What happens inside: live plots and the numbers behind them. */
import { useState } from "preact/hooks";
import { sampleMs } from "../limits.ts";
import { rungHeight, type Sample, Samples } from "../model/samples.ts";
import { text } from "../text.ts";
import type { Status } from "../wire/messages.ts";
import { useRemote } from "./context.ts";
import { Head } from "./head.tsx";
import { Plot } from "./plot.tsx";
import { usePolled } from "./polled.ts";
import { RawDiagnostics } from "./raw-diagnostics.tsx";

const words = text.diagnostics;
const { units } = text;

export default function Diagnostics() {
  const remote = useRemote();
  const [samples] = useState(() => new Samples());
  const { value: status } = usePolled(sampleMs, async () => {
    const answer = (await remote.query({ status: {} })).status ?? undefined;
    if (answer !== undefined) samples.add(answer, remote.nowMs());
    return answer;
  });
  return (
    <section class="view diagnostics">
      <Head title={words.title} back="#/settings">
        {status !== undefined && (
          <span class={`badge ${status.trouble ? "" : "strong"}`} role="status">
            {status.trouble ?? words.fine}
          </span>
        )}
      </Head>
      {status !== undefined && (
        <>
          <Plots status={status} samples={samples} />
          <Shares status={status} />
          <Links status={status} />
          <Tables status={status} />
          <RawDiagnostics />
        </>
      )}
    </section>
  );
}

function Plots({ status, samples }: { readonly status: Status; readonly samples: Samples }) {
  const { all } = samples;
  const latest = all.at(-1);
  if (latest === undefined) return null;
  const of = (pick: (sample: Sample) => number) => all.map(pick);
  const rung = latest.rung === "" ? words.none : units.rung(latest.rung);
  const why = words.why[status.rungWhy];
  return (
    <div class="plots">
      <Plot
        title={words.buffer}
        hint={words.bufferHint}
        now={units.second(latest.bufferS)}
        lines={[{ name: words.buffer, class: "one", values: of((s) => s.bufferS) }]}
        top={10}
        scale={(v) => `${v} s`}
      />
      <Plot
        title={words.rate}
        hint={words.rateHint}
        now={`${units.bytes(latest.cacheBps + latest.peerBps + latest.originBps)}/s`}
        lines={[
          { name: words.origin, class: "one", values: of((s) => s.originBps) },
          { name: words.peer, class: "two-", values: of((s) => s.peerBps) },
          { name: words.cache, class: "three", values: of((s) => s.cacheBps) },
        ]}
        top={50_000}
        scale={(v) => `${units.bytes(v)}/s`}
      />
      <Plot
        title={words.rung}
        {...(why === undefined ? {} : { hint: why })}
        now={rung}
        lines={[{ name: words.rung, class: "two-", values: of((s) => rungHeight(s.rung)) }]}
        top={4}
        stepped
        scale={(v) => (v > 0 ? units.rung("flac") : words.none)}
      />
      <Plot
        title={words.losses}
        hint={words.lossesHint}
        now={`${latest.lost.toFixed(0)}/s`}
        lines={[
          { name: words.lost, class: "bad", values: of((s) => s.lost) },
          { name: words.repaired, class: "one", values: of((s) => s.repaired) },
        ]}
        top={10}
        scale={(v) => `${v}/s`}
      />
    </div>
  );
}

/** Where all of the music came from. */
function Shares({ status }: { readonly status: Status }) {
  const { cacheBytes = 0, peerBytes = 0, originBytes = 0 } = status.totals ?? {};
  const all = cacheBytes + peerBytes + originBytes;
  const parts = [
    { name: words.origin, class: "one", bytes: originBytes },
    { name: words.peer, class: "two-", bytes: peerBytes },
    { name: words.cache, class: "three", bytes: cacheBytes },
  ];
  return (
    <section class="card">
      <h2>{words.share}</h2>
      <div class="share" aria-hidden="true">
        {parts.map((part) => (
          <span
            key={part.name}
            class={part.class}
            style={`flex-grow:${all === 0 ? 0 : part.bytes / all}`}
          />
        ))}
      </div>
      <ul class="key">
        {parts.map((part) => (
          <li key={part.name} class={part.class}>
            {part.name}: {units.bytes(part.bytes)}
            {all > 0 && ` (${units.percent((100 * part.bytes) / all)})`}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Links({ status }: { readonly status: Status }) {
  return (
    <section class="card">
      <h2>{words.links}</h2>
      <div class="scroll-x">
        <table>
          <thead>
            <tr>
              {[words.linkTo, words.state, words.rtt, words.loss, words.linkRate].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {status.link.map((link) => (
              <tr key={link.to}>
                <td>{link.to}</td>
                <td>{link.state}</td>
                <td>{units.ms(link.rttMs)}</td>
                <td>{units.percent(link.lossPct)}</td>
                <td>{units.rate(link.rateBps)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Tables({ status }: { readonly status: Status }) {
  const remote = useRemote();
  const { cache, output, events, clock, totals, play } = status;
  const hits = (cache?.hitBytes ?? 0) + (cache?.missBytes ?? 0);
  const way = remote.connection.offset.wayMs;
  return (
    <div class="plots">
      <Facts
        title={words.storage}
        rows={[
          [
            words.used,
            words.of(units.bytes(cache?.usedBytes ?? 0), units.bytes(cache?.sizeBytes ?? 0)),
          ],
          [
            words.hits,
            hits === 0 ? words.none : units.percent((100 * (cache?.hitBytes ?? 0)) / hits),
          ],
          [words.written, units.bytes(cache?.deviceBytesWritten ?? 0)],
          [words.verify, String(totals?.verifyFailures ?? 0)],
        ]}
        trouble={cache?.trouble}
      />
      <Facts
        title={words.output}
        rows={[
          [words.device, output?.device ?? ""],
          [words.buffer, units.ms(output?.bufferMs ?? 0)],
          [words.delay, units.ms(output?.delayMs ?? 0)],
          [words.underruns, String(totals?.underruns ?? 0)],
        ]}
        trouble={output?.trouble}
      />
      <Facts
        title={words.plays}
        rows={[
          [words.starts, ms(play?.startMs)],
          [words.stalls, String(play?.stalls ?? 0)],
          [words.concealed, units.ms(play?.concealedMs ?? 0)],
          [words.pending, String(events?.pending ?? 0)],
          [words.acknowledged, String(events?.acknowledged ?? 0)],
        ]}
        trouble={events?.trouble}
      />
      <Facts
        title={words.clock}
        rows={[
          [words.state, words.clockSource[clock?.source ?? "none"] ?? ""],
          [words.ahead, ms(clock?.aheadMs)],
          [words.way, ms(way)],
        ]}
        trouble={null}
      />
    </div>
  );
}

function ms(value: number | null | undefined): string {
  return typeof value === "number" ? units.ms(value) : words.none;
}

interface FactsProps {
  readonly title: string;
  readonly rows: readonly (readonly [string, string])[];
  readonly trouble: string | null | undefined;
}

function Facts({ title, rows, trouble }: FactsProps) {
  return (
    <section class="card">
      <h2>{title}</h2>
      <dl>
        {rows.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      {trouble && <p class="trouble">{trouble}</p>}
    </section>
  );
}
