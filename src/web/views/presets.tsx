/** What a button of the speaker, or a tap here, plays: one of twenty places. */

import { roomsMs } from "../limits.ts";
import { text } from "../text.ts";
import type { Preset } from "../wire/messages.ts";
import { hueOf } from "./art.tsx";
import { useRemote } from "./context.ts";
import { Icon } from "./icons.tsx";
import { usePolled } from "./polled.ts";

/** As the speaker has them (docs/CONTROL.md). */
const presetsMax = 20;

export function Presets() {
  const remote = useRemote();
  const { value, again } = usePolled(
    roomsMs,
    async () => (await remote.query({ presets: {} })).presets?.presets ?? [],
  );
  if (value === undefined) return null;
  const taken = new Set(value.map(({ number }) => number));
  const free = Array.from({ length: presetsMax }, (_, i) => i + 1).find((n) => !taken.has(n));
  const mayEdit = remote.mayEdit.value && remote.online.value;
  return (
    <section aria-label={text.presets.title}>
      <ul class="presets">
        {value.map((preset) => (
          <PresetTile key={preset.number} preset={preset} mayEdit={mayEdit} again={again} />
        ))}
        {free !== undefined && mayEdit && remote.track.value !== undefined && (
          <li class="preset empty">
            <button
              type="button"
              onClick={() =>
                void remote.command({ presetSave: { number: free, now: {} } }).then(again)
              }
            >
              <Icon name="add" />
              {text.presets.save}
            </button>
          </li>
        )}
      </ul>
      {value.length === 0 && <p class="hint">{text.presets.hint}</p>}
    </section>
  );
}

interface PresetTileProps {
  readonly preset: Preset;
  readonly mayEdit: boolean;
  readonly again: () => void;
}

function PresetTile({ preset, mayEdit, again }: PresetTileProps) {
  const remote = useRemote();
  const { number, label, length, gone } = preset;
  return (
    <li class="preset" style={`--hue:${hueOf(label)}`}>
      <button
        type="button"
        disabled={!mayEdit}
        aria-label={text.presets.play(number, label)}
        onClick={() => void remote.command({ presetPlay: { number } })}
      >
        <span class="number">{number}</span>
        <b>{label}</b>
        <span>{gone || text.library.tracks(length)}</span>
      </button>
      {mayEdit && (
        <button
          type="button"
          class="round small"
          aria-label={text.presets.clear(number)}
          onClick={() => void remote.command({ presetClear: { number } }).then(again)}
        >
          <Icon name="close" size={18} />
        </button>
      )}
    </li>
  );
}
