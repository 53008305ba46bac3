/** Settings of how it sounds, how loud it may be, of what outlives a restart, and of the household. */
import { useState } from "preact/hooks";
import { nameCharsMax } from "../limits.ts";
import { text } from "../text.ts";
import { useRemote } from "./context.ts";
import { Slider } from "./slider.tsx";

/** Offered where there are no quiet hours yet. */
const quietFirst = { from: "22:00", to: "07:00", cap: 30 };

/** For admins. */
export function VolumeGuard() {
  const remote = useRemote();
  const sound = remote.state.value?.sound;
  if (sound == null) return null;
  const disabled = !remote.online.value;
  const quiet = sound.quiet;
  const setQuiet = (part: Partial<typeof quietFirst>) =>
    remote.command({ volumeGuard: { quiet: { ...quietFirst, ...quiet, ...part } } });
  return (
    <section class="card">
      <h2>{text.guard.title}</h2>
      <p class="hint">{text.guard.hint}</p>
      <Level
        label={text.guard.cap}
        min={1}
        max={100}
        value={sound.cap}
        set={(cap) => remote.command({ volumeGuard: { cap } })}
      />
      <label class="line">
        <span class="two">
          <b>{text.guard.quiet}</b>
          <span>{text.guard.quietHint}</span>
        </span>
        <input
          type="checkbox"
          class="switch"
          checked={quiet !== null}
          disabled={disabled}
          onChange={() =>
            void (quiet === null
              ? setQuiet({})
              : remote.command({ volumeGuard: { quietOff: true } }))
          }
        />
      </label>
      {quiet !== null && <QuietHours quiet={quiet} set={setQuiet} />}
      <label class="line">
        <span class="two">
          <b>{text.guard.resume}</b>
        </span>
        <input
          type="checkbox"
          class="switch"
          checked={sound.resume}
          disabled={disabled}
          onChange={() => void remote.command({ resumeAfterRestart: { on: !sound.resume } })}
        />
      </label>
    </section>
  );
}

interface QuietHoursProps {
  readonly quiet: typeof quietFirst;
  readonly set: (part: Partial<typeof quietFirst>) => Promise<boolean>;
}

function QuietHours({ quiet, set }: QuietHoursProps) {
  const remote = useRemote();
  return (
    <>
      <div class="numbers">
        {(["from", "to"] as const).map((end) => (
          <label key={end}>
            {text.guard[end]}
            <input
              class="field"
              type="time"
              required
              disabled={!remote.online.value}
              value={quiet[end]}
              onChange={({ currentTarget }) => {
                if (currentTarget.value !== "") void set({ [end]: currentTarget.value });
              }}
            />
          </label>
        ))}
      </div>
      <Level
        label={text.guard.quietCap}
        min={1}
        max={100}
        value={quiet.cap}
        set={(quietCap) => set({ cap: quietCap })}
      />
    </>
  );
}

interface LevelProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly set: (value: number) => Promise<boolean>;
}

/** What was set last is shown until the speaker has answered that. */
function Level({ label, value, min, max, set }: LevelProps) {
  const remote = useRemote();
  const [held, hold] = useState<number>();
  const done = async (wanted: number) => {
    hold(wanted);
    await set(wanted);
    hold((now) => (now === wanted ? undefined : now));
  };
  return (
    <>
      <div class="line level-line">
        <span class="two">
          <b>{label}</b>
        </span>
        <output class="level">{held ?? value}</output>
      </div>
      <Slider
        label={label}
        value={held ?? value}
        min={min}
        max={max}
        step={1}
        disabled={!remote.online.value}
        onDrag={hold}
        onDone={(level) => void done(level)}
      />
    </>
  );
}

/** As the speaker takes them: decibels, and per cent to the left or to the right. */
const toneDbMax = 12;
const balanceMax = 100;

/** For members. */
export function Tone() {
  const remote = useRemote();
  const { tone, loudness } = remote.state.value?.sound ?? {};
  if (tone == null) return null;
  const disabled = !remote.online.value;
  return (
    <section class="card">
      <h2>{text.tone.title}</h2>
      {(["bass", "treble", "balance"] as const).map((part) => (
        <Level
          key={part}
          label={text.tone[part]}
          value={tone[part]}
          min={part === "balance" ? -balanceMax : -toneDbMax}
          max={part === "balance" ? balanceMax : toneDbMax}
          set={(value) => remote.command({ tone: { [part]: value } })}
        />
      ))}
      <label class="line">
        <span class="two">
          <b>{text.tone.mono}</b>
        </span>
        <input
          type="checkbox"
          class="switch"
          checked={tone.mono}
          disabled={disabled}
          onChange={() => void remote.command({ tone: { mono: !tone.mono } })}
        />
      </label>
      <fieldset class="days" disabled={disabled}>
        <legend>{text.tone.loudness}</legend>
        {(["off", "track", "album"] as const).map((mode) => (
          <button
            key={mode}
            type="button"
            class="pill"
            aria-pressed={mode === (loudness || "off")}
            onClick={() => void remote.command({ loudness: { mode } })}
          >
            {text.tone.loudnesses[mode]}
          </button>
        ))}
      </fieldset>
    </section>
  );
}

/** For members: the same on all speakers. */
export function Household() {
  const remote = useRemote();
  const household = remote.state.value?.household;
  if (household == null) return null;
  return (
    <section class="card">
      <h2>{text.household.title}</h2>
      <p class="hint">{text.household.hint}</p>
      <div class="form">
        <HouseholdField label={text.settings.name} part="name" value={household.name} />
        <HouseholdField
          label={text.household.zone}
          part="zone"
          value={household.zone}
          offered={Intl.supportedValuesOf("timeZone")}
        />
      </div>
    </section>
  );
}

interface HouseholdFieldProps {
  readonly label: string;
  readonly part: "name" | "zone";
  readonly value: string;
  readonly offered?: readonly string[];
}

function HouseholdField({ label, part, value, offered }: HouseholdFieldProps) {
  const remote = useRemote();
  return (
    <label>
      {label}
      <input
        key={value}
        class="field"
        defaultValue={value}
        maxLength={nameCharsMax}
        list={offered === undefined ? undefined : `${part}-list`}
        placeholder={text.household.unset}
        disabled={!remote.online.value || !remote.mayEdit.value}
        onChange={({ currentTarget }) => {
          const typed = currentTarget.value.trim();
          void remote.command({ household: { [part]: typed } }).then((done) => {
            if (!done) currentTarget.value = value;
          });
        }}
      />
      {offered !== undefined && (
        <datalist id={`${part}-list`}>
          {offered.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
    </label>
  );
}
