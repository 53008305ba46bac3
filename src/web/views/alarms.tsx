/** Alarms: when the speaker wakes with music; the one that sounds; what a new one is. */
import { useState } from "preact/hooks";
import { nameCharsMax } from "../limits.ts";
import { text } from "../text.ts";
import type { Alarm } from "../wire/messages.ts";
import { useRemote } from "./context.ts";
import { Head } from "./head.tsx";
import { Icon } from "./icons.tsx";
import { Sheet } from "./sheet.tsx";

/** What people say of an alarm; the rest is the speaker's word. */
type Draft = Omit<Alarm, "date" | "nextMs" | "missedMs" | "skippedMs">;

/** As `nightjar ctl alarm set` has them. */
const fresh: Draft = {
  ...{ id: "", label: "", time: "07:00", days: [0, 1, 2, 3, 4], what: [] },
  ...{ volume: 40, riseS: 60, stopMin: 60, enabled: true },
};

export function Alarms() {
  const remote = useRemote();
  const sound = remote.state.value?.sound;
  const [open, edit] = useState<Draft>();
  const alarms = sound?.alarms ?? [];
  const mayEdit = remote.mayEdit.value && remote.online.value;
  const missed = alarms.some(({ missedMs }) => missedMs !== null);
  return (
    <section class="view">
      <Head title={text.nav.alarms} back="#/settings">
        {mayEdit && (
          <button type="button" class="pill strong" onClick={() => edit(fresh)}>
            <Icon name="add" size={18} />
            {text.alarms.add}
          </button>
        )}
      </Head>
      {sound?.zone && <p class="hint">{text.alarms.zone(sound.zone)}</p>}
      {missed && (
        <p class="trouble">
          {text.alarms.missed}{" "}
          {mayEdit && (
            <button
              type="button"
              class="pill"
              onClick={() => void remote.command({ alarmStop: {} })}
            >
              {text.alarms.seen}
            </button>
          )}
        </p>
      )}
      {alarms.length === 0 && (
        <div class="nothing">
          <h2>{text.alarms.none}</h2>
          <p>{text.alarms.noneHint}</p>
        </div>
      )}
      <ul class="cards">
        {alarms.map((alarm) => (
          <AlarmCard key={alarm.id} alarm={alarm} mayEdit={mayEdit} edit={edit} />
        ))}
      </ul>
      {open !== undefined && <AlarmForm alarm={open} close={() => edit(undefined)} />}
    </section>
  );
}

interface AlarmCardProps {
  readonly alarm: Alarm;
  readonly mayEdit: boolean;
  readonly edit: (alarm: Draft) => void;
}

function AlarmCard({ alarm, mayEdit, edit }: AlarmCardProps) {
  const remote = useRemote();
  const zone = remote.state.value?.sound?.zone;
  const { id, time, label, days, enabled, nextMs, skippedMs } = alarm;
  const when = [
    daysOf(days),
    label,
    skippedMs !== null && text.alarms.skipped(text.units.when(skippedMs, zone)),
    nextMs !== null && text.alarms.next(text.units.when(nextMs, zone)),
  ].filter(Boolean);
  return (
    <li class={`card alarm ${enabled ? "" : "away"}`}>
      <button
        type="button"
        class="names-button"
        disabled={!mayEdit}
        aria-label={text.alarms.edit(time)}
        onClick={() => edit(alarm)}
      >
        <span class="two">
          <b class="clock">{time}</b>
          <span>{when.join(" · ")}</span>
        </span>
      </button>
      <input
        type="checkbox"
        class="switch"
        aria-label={text.alarms.on(time)}
        checked={enabled}
        disabled={!mayEdit}
        onChange={() => void remote.command({ alarmSet: sent({ ...alarm, enabled: !enabled }) })}
      />
      {mayEdit && days.length > 0 && (nextMs ?? skippedMs) !== null && (
        <button
          type="button"
          class="pill"
          aria-label={skippedMs === null ? text.alarms.skipOf(time) : text.alarms.skipUndoOf(time)}
          onClick={() => void remote.command({ alarmSkip: { id, undo: skippedMs !== null } })}
        >
          {skippedMs === null ? text.alarms.skip : text.alarms.skipUndo}
        </button>
      )}
    </li>
  );
}

function AlarmForm({ alarm, close }: { readonly alarm: Draft; readonly close: () => void }) {
  const remote = useRemote();
  const [draft, setDraft] = useState(alarm);
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const { time, days, what, label } = draft;
  return (
    <Sheet label={alarm.id === "" ? text.alarms.add : text.alarms.edit(alarm.time)} close={close}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void remote
            .command({ alarmSet: sent({ ...draft, enabled: true, label: label.trim() }) })
            .then((done) => done && close());
        }}
      >
        <label>
          {text.alarms.time}
          <input
            class="field clock"
            type="time"
            required
            value={time}
            onInput={(event) => set({ time: event.currentTarget.value })}
          />
        </label>
        <DaysField days={days} set={set} />
        <label>
          {text.alarms.what}
          <input
            class="field"
            value={what.join(", ")}
            placeholder={text.alarms.tone}
            maxLength={nameCharsMax}
            onInput={(event) => {
              const words = event.currentTarget.value;
              set({ what: words.trim() === "" ? [] : [words] });
            }}
          />
        </label>
        <label>
          {text.settings.name}
          <input
            class="field"
            value={label}
            maxLength={nameCharsMax}
            onInput={(event) => set({ label: event.currentTarget.value })}
          />
        </label>
        <AlarmNumbers draft={draft} set={set} />
        <button type="submit" class="button">
          {text.collection.save}
        </button>
        {alarm.id !== "" && (
          <button
            type="button"
            class="row-button quiet"
            onClick={() =>
              void remote.command({ alarmRemove: { id: alarm.id } }).then((done) => done && close())
            }
          >
            {text.alarms.remove}
          </button>
        )}
      </form>
    </Sheet>
  );
}

interface DaysProps {
  readonly days: readonly number[];
  readonly set: (part: Partial<Draft>) => void;
}

function DaysField({ days, set }: DaysProps) {
  const day = (index: number) =>
    set({ days: days.includes(index) ? days.filter((each) => each !== index) : [...days, index] });
  return (
    <>
      <fieldset class="days">
        <legend>{text.alarms.days}</legend>
        {text.alarms.dayNames.map((name, index) => (
          <button
            key={name}
            type="button"
            class="pill"
            aria-pressed={days.includes(index)}
            aria-label={name}
            onClick={() => day(index)}
          >
            {name.slice(0, 2)}
          </button>
        ))}
      </fieldset>
      <p class="hint">{days.length === 0 ? text.alarms.once : daysOf(days)}</p>
    </>
  );
}

interface AlarmNumbersProps {
  readonly draft: Draft;
  readonly set: (part: Partial<Draft>) => void;
}

function AlarmNumbers({ draft, set }: AlarmNumbersProps) {
  const { volume, riseS, stopMin } = draft;
  return (
    <div class="numbers">
      <NumberField
        label={text.now.volume}
        value={volume}
        min={1}
        max={100}
        set={(n) => set({ volume: n })}
      />
      <NumberField
        label={text.alarms.rise}
        value={riseS}
        min={0}
        max={600}
        set={(n) => set({ riseS: n })}
      />
      <NumberField
        label={text.alarms.stopAfter}
        value={stopMin}
        min={1}
        max={180}
        set={(n) => set({ stopMin: n })}
      />
    </div>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly set: (value: number) => void;
}

function NumberField({ label, value, min, max, set }: NumberFieldProps) {
  return (
    <label>
      {label}
      <input
        class="field"
        type="number"
        required
        min={min}
        max={max}
        value={value}
        onInput={(event) => set(event.currentTarget.valueAsNumber)}
      />
    </label>
  );
}

/** As it goes out: days in order, and lists of its own. */
function sent(alarm: Draft) {
  const { id, label, time, days, what, volume, riseS, stopMin, enabled } = alarm;
  const rest = { volume, riseS, stopMin, enabled };
  return { id, label, time, days: [...days].sort((a, b) => a - b), what: [...what], ...rest };
}

function daysOf(days: readonly number[]): string {
  const key = [...days].sort((a, b) => a - b).join("");
  const known = {
    "": text.alarms.onceShort,
    "0123456": text.alarms.daily,
    "01234": text.alarms.weekdays,
  };
  return (
    known[key as keyof typeof known] ??
    [...key].map((each) => text.alarms.dayNames[Number(each)]?.slice(0, 2)).join(", ")
  );
}
