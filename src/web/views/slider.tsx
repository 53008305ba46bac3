/**
 * A slider: a range input that says when a finger takes it and when it lets go.
 * Browsers do not always tell the end as "change" (not where the value was set by
 * script meanwhile), so the pointer's and the key's end count, too.
 */
import type { ComponentProps } from "preact";
import { useRef } from "preact/hooks";

interface SliderProps {
  readonly label: string;
  readonly value: number;
  /** 0 where it is absent. */
  readonly min?: number;
  readonly max: number;
  readonly step: number;
  /** What a screen reader says of the value. */
  readonly spoken?: string;
  readonly disabled: boolean;
  /** Moved, and still held. */
  readonly onDrag: (value: number) => void;
  /** Once after each movement. */
  readonly onDone: (value: number) => void;
  /** Takes the key over where it returns true. */
  readonly onKey?: (key: string) => boolean;
  readonly onWheel?: ComponentProps<"input">["onWheel"];
}

export function Slider(props: SliderProps) {
  const {
    label,
    value,
    min = 0,
    max,
    step,
    spoken,
    disabled,
    onDrag,
    onDone,
    onKey,
    onWheel,
  } = props;
  const moved = useRef(false);
  const done = (event: Event & { readonly currentTarget: HTMLInputElement }) => {
    if (!moved.current) return;
    moved.current = false;
    onDone(event.currentTarget.valueAsNumber);
  };
  return (
    <input
      type="range"
      min={String(min)}
      max={String(max)}
      step={String(step)}
      // As text: the browser has text, and would be set anew at each drawing.
      value={String(Math.round(value / step) * step)}
      style={`--at:${max > min ? (100 * (value - min)) / (max - min) : 0}%`}
      aria-label={label}
      aria-valuetext={spoken}
      disabled={disabled}
      onKeyDown={(event) => {
        if (onKey?.(event.key)) event.preventDefault();
      }}
      onInput={(event) => {
        moved.current = true;
        onDrag(event.currentTarget.valueAsNumber);
      }}
      onChange={done}
      onPointerUp={done}
      onPointerCancel={done}
      onTouchEnd={done}
      onKeyUp={done}
      onBlur={done}
      onWheel={onWheel}
    />
  );
}
