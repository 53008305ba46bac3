/** Play, skip, modes, seek and volume: the same on every view that has them. */
import { useEffect, useState } from "preact/hooks";
import { everyMs } from "../browser/frames.ts";
import { lengthText } from "../model/length.ts";
import { text } from "../text.ts";
import { playStatus, repeat } from "../wire/messages.ts";
import { useRemote } from "./context.ts";
import { Icon } from "./icons.tsx";
import { Slider } from "./slider.tsx";

export function PlayButton({ big = false }: { readonly big?: boolean }) {
  const remote = useRemote();
  const status = remote.status.value;
  const on = status === playStatus.playing || status === playStatus.buffering;
  const waiting = status === playStatus.buffering;
  return (
    <button
      type="button"
      class={`play ${big ? "big" : ""} ${waiting ? "waiting" : ""}`}
      aria-label={on ? text.now.pause : text.now.play}
      disabled={!remote.online.value || (remote.queue.value?.length ?? 0) === 0}
      onClick={() => remote.toggle()}
    >
      <Icon name={on ? "pause" : "play"} size={big ? 34 : 26} />
    </button>
  );
}

export function Skip({ to }: { readonly to: "next" | "previous" }) {
  const remote = useRemote();
  return (
    <button
      type="button"
      class="round"
      aria-label={text.now[to]}
      disabled={!remote.online.value || (remote.queue.value?.length ?? 0) === 0}
      onClick={() => remote[to]()}
    >
      <Icon name={to} size={30} />
    </button>
  );
}

export function RepeatButton() {
  const remote = useRemote();
  const mode = remote.repeat.value;
  const name = mode === repeat.one ? "one" : mode === repeat.all ? "all" : "off";
  const after = { off: repeat.all, all: repeat.one, one: repeat.off }[name];
  return (
    <button
      type="button"
      class={`round mode ${name === "off" ? "" : "on"}`}
      aria-label={text.now.repeat[name]}
      disabled={!remote.online.value || !remote.mayEdit.value}
      onClick={() => remote.setRepeat(after)}
    >
      <Icon name="repeat" size={22} />
      {name === "one" && <span class="badge-1">1</span>}
    </button>
  );
}

export function ShuffleButton() {
  const remote = useRemote();
  const on = remote.shuffle.value;
  return (
    <button
      type="button"
      class={`round mode ${on ? "on" : ""}`}
      aria-label={on ? text.now.shuffleOn : text.now.shuffleOff}
      aria-pressed={on}
      disabled={!remote.online.value || !remote.mayEdit.value}
      onClick={() => remote.setShuffle(!on)}
    >
      <Icon name="shuffle" size={22} />
    </button>
  );
}

/** Keys of arrows move by so much. */
const seekStepMs = 5_000;
const seekKeys: Readonly<Record<string, number>> = {
  ArrowLeft: -seekStepMs,
  ArrowDown: -seekStepMs,
  ArrowRight: seekStepMs,
  ArrowUp: seekStepMs,
};

/** While a finger is on it, it shows the finger's place; the seek goes out when the finger leaves. */
export function SeekBar() {
  const remote = useRemote();
  const track = remote.track.value;
  const [dragMs, setDrag] = useState<number>();
  const [, draw] = useState(0);
  useEffect(() => everyMs(250, () => draw((n) => n + 1)), []);
  // Read so that a change of the state draws at once.
  remote.state.value;
  remote.status.value;
  const endMs = track?.durationMs ?? 0;
  const atMs = Math.min(dragMs ?? remote.positionMs(), endMs || Number.POSITIVE_INFINITY);
  const commit = (ms: number) => {
    setDrag(undefined);
    remote.seek(ms);
  };
  const key = (name: string) => {
    const by = seekKeys[name];
    if (by === undefined) return false;
    remote.seek(Math.max(0, Math.min(endMs - 1000, remote.positionMs() + by)));
    return true;
  };
  const at = text.units.time(atMs);
  const end = text.units.time(endMs);
  return (
    <div class="seek">
      <Slider
        label={text.now.seek}
        value={atMs}
        max={Math.max(1, endMs)}
        step={100}
        spoken={text.now.of(at, end)}
        disabled={!remote.online.value || endMs === 0 || !remote.mayEdit.value}
        onDrag={setDrag}
        onDone={commit}
        onKey={key}
      />
      <div class="times" aria-hidden="true">
        <span>{at}</span>
        <span>{track === undefined ? "" : lengthText(track)}</span>
      </div>
    </div>
  );
}

export function VolumeBar() {
  const remote = useRemote();
  const level = Math.round(remote.volume.value);
  const muted = remote.muted.value;
  return (
    <div class={`volume ${muted ? "off" : ""}`}>
      <button
        type="button"
        class="round"
        aria-label={muted ? text.now.unmute : text.now.mute}
        aria-pressed={muted}
        disabled={!remote.online.value}
        onClick={() => remote.mute(!muted)}
      >
        <Icon name={muted ? "muted" : "volume"} size={22} />
      </button>
      <Slider
        label={text.now.volume}
        value={level}
        max={100}
        step={1}
        disabled={!remote.online.value}
        onDrag={(value) => remote.setVolume(value, true)}
        onDone={(value) => remote.setVolume(value, false)}
        onWheel={(event) => remote.nudgeVolume(event.deltaY < 0 ? 2 : -2)}
      />
      <output class="level">{level}</output>
    </div>
  );
}
