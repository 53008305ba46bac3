/** The sleep timer: after how many minutes, or at the end of the track, the music ends. */
import { useState } from "preact/hooks";
import { text } from "../text.ts";
import type { CommandOp } from "../wire/messages.ts";
import { useRemote } from "./context.ts";
import { Icon } from "./icons.tsx";
import { Sheet, SheetButton } from "./sheet.tsx";

const minutesOffered = [15, 30, 45, 60];

export function SleepButton() {
  const remote = useRemote();
  const sound = remote.state.value?.sound;
  const [open, show] = useState(false);
  if (sound == null || !remote.mayEdit.value) return null;
  const isOn = sound.sleep !== null;
  const set = (sleep: NonNullable<CommandOp["sleep"]>) => () => {
    show(false);
    void remote.command({ sleep });
  };
  return (
    <>
      <button
        type="button"
        class={`round mode ${isOn ? "on" : ""}`}
        aria-label={text.sleep.title}
        aria-pressed={isOn}
        disabled={!remote.online.value}
        onClick={() => show(true)}
      >
        <Icon name="moon" />
      </button>
      {open && (
        <Sheet label={text.sleep.title} close={() => show(false)}>
          <h2 class="sheet-title">{text.sleep.title}</h2>
          {minutesOffered.map((minutes) => (
            <SheetButton
              key={minutes}
              icon="moon"
              label={text.sleep.minutes(minutes)}
              act={set({ minutes })}
            />
          ))}
          <SheetButton icon="note" label={text.sleep.trackEnd} act={set({ trackEnd: true })} />
          {isOn && <SheetButton icon="close" label={text.sleep.off} act={set({})} />}
        </Sheet>
      )}
    </>
  );
}
