/** Settings of how loud it may be, of what outlives a restart, and of the household. */
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
  const [held, hold] = useState<{ readonly cap?: number; readonly quiet?: number }>({});
  if (sound == null) return null;
  const disabled = !remote.online.value;
  const cap = held.cap ?? sound.cap;
  const quiet = sound.quiet;
  const setQuiet = (part: Partial<typeof quietFirst>) =>
    remote.command({ volumeGuard: { quiet: { ...quietFirst, ...quiet, ...part } } });
  const quietCap = held.quiet ?? quiet?.cap ?? quietFirst.cap;
  return (
    <section class="card">
      <h2>{text.guard.title}</h2>
      <p class="hint">{text.guard.hint}</p>
      <div class="line">
        <span class="two">
          <b>{text.guard.cap}</b>
        </span>
        <output class="level">{cap}</output>
      </div>
      <Slider
        label={text.guard.cap}
        value={cap}
        max={100}
        step={1}
        disabled={disabled}
        onDrag={(value) => hold({ cap: Math.max(1, value) })}
        onDone={(value) =>
          void remote.command({ volumeGuard: { cap: Math.max(1, value) } }).then(() => hold({}))
        }
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
      {quiet !== null && (
        <>
          <div class="numbers">
            {(["from", "to"] as const).map((end) => (
              <label key={end}>
                {text.guard[end]}
                <input
                  class="field"
                  type="time"
                  required
                  disabled={disabled}
                  value={quiet[end]}
                  onChange={({ currentTarget }) => {
                    if (currentTarget.value !== "") void setQuiet({ [end]: currentTarget.value });
                  }}
                />
              </label>
            ))}
          </div>
          <div class="line">
            <span class="two">
              <b>{text.guard.quietCap}</b>
            </span>
            <output class="level">{quietCap}</output>
          </div>
          <Slider
            label={text.guard.quietCap}
            value={quietCap}
            max={100}
            step={1}
            disabled={disabled}
            onDrag={(value) => hold({ quiet: Math.max(1, value) })}
            onDone={(value) => void setQuiet({ cap: Math.max(1, value) }).then(() => hold({}))}
          />
        </>
      )}
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
