/** One row of the queue, and the gestures on it. */
import { useRef, useState } from "preact/hooks";
import { lengthText } from "../model/length.ts";
import { text } from "../text.ts";
import type { QueueItem } from "../wire/messages.ts";
import { Art } from "./art.tsx";
import { Icon } from "./icons.tsx";

interface QueueRowProps {
  readonly item: QueueItem | undefined;
  readonly index: number;
  readonly total: number;
  readonly current: boolean;
  readonly playing: boolean;
  readonly mayEdit: boolean;
  /** The speaker can play an item of its queue. */
  readonly mayPlay: boolean;
  /** How far it stands from its place while one is dragged. */
  readonly shiftPx: number;
  readonly held: boolean;
  readonly drag: (byPx: number, done: boolean) => void;
  readonly move: (to: number) => void;
  readonly play: () => void;
  readonly remove: () => void;
}

/** A swipe that goes so far removes the row; what goes less far comes back. */
const swipePx = 96;
/** Of movement before a touch is a swipe and not a scroll. */
const slackPx = 12;
/** Near the edge of the list a drag scrolls it by so much. */
const edgePx = 56;
const scrollPx = 14;

export function QueueRow(props: QueueRowProps) {
  const { item, index, total, current, mayEdit, mayPlay, shiftPx, held, move, play, remove } =
    props;
  const swipe = useSwipe(remove, mayEdit && !held);
  const grip = useGrip(props.drag);
  if (item === undefined) return <li class="row skeleton" aria-hidden="true" />;
  const track = item.track;
  const title = track?.title ?? "";
  const keys = (event: KeyboardEvent) => {
    const to = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: total - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(to);
  };
  return (
    <li
      class={`row queue-row ${current ? "current" : ""} ${held ? "held" : ""}`}
      aria-current={current ? "true" : undefined}
      style={shiftPx === 0 ? undefined : `transform:translateY(${shiftPx}px)`}
      onKeyDown={(event) => {
        if (event.key === "Delete" && mayEdit) remove();
      }}
    >
      <div
        class="swiped"
        style={swipe.byPx === 0 ? undefined : `transform:translateX(${swipe.byPx}px)`}
        {...swipe.on}
      >
        {mayPlay && mayEdit ? (
          <button
            type="button"
            class="names-button"
            aria-label={text.queue.play(text.now.by(title, track?.artist ?? ""))}
            onClick={play}
          >
            <Names {...props} item={item} />
          </button>
        ) : (
          <div class="names-button">
            <Names {...props} item={item} />
          </div>
        )}
        <span class="time">{track == null ? "" : lengthText(track)}</span>
        {mayEdit && (
          <>
            <button
              type="button"
              class="round small remove"
              aria-label={text.queue.remove(title)}
              onClick={remove}
            >
              <Icon name="close" size={18} />
            </button>
            <button
              type="button"
              class="round small grip"
              aria-label={text.queue.move(title, index + 1, total)}
              onKeyDown={keys}
              {...grip}
            >
              <Icon name="grip" size={20} />
            </button>
          </>
        )}
      </div>
    </li>
  );
}

type NamesProps = Pick<QueueRowProps, "current" | "playing"> & { readonly item: QueueItem };

function Names({ item, current, playing }: NamesProps) {
  const { track } = item;
  return (
    <>
      <span class="thumb">
        <Art hash={track?.artwork ?? ""} seed={track?.album ?? track?.title ?? ""} />
        {current && <span class={`bars ${playing ? "" : "still"}`} aria-hidden="true" />}
      </span>
      <span class="two">
        <b>{track?.title ?? ""}</b>
        <span>
          {[track?.artist, item.addedBy && text.queue.addedBy(item.addedBy)]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
    </>
  );
}

/** Drags a row by its handle; near the edges of the list the list scrolls. */
function useGrip(drag: (byPx: number, done: boolean) => void) {
  const start = useRef<{ y: number; scrolled: number; scroller: HTMLElement | null } | undefined>(
    undefined,
  );
  const byPx = (event: PointerEvent) => {
    const from = start.current;
    if (from === undefined) return 0;
    return event.clientY - from.y + (from.scroller?.scrollTop ?? 0) - from.scrolled;
  };
  const end = (event: PointerEvent) => {
    if (start.current === undefined) return;
    const by = event.type === "pointercancel" ? 0 : byPx(event);
    start.current = undefined;
    drag(by, true);
  };
  return {
    onPointerDown: (event: PointerEvent & { currentTarget: HTMLElement }) => {
      if (event.button !== 0) return;
      const scroller = event.currentTarget.closest<HTMLElement>(".scroll");
      start.current = { y: event.clientY, scrolled: scroller?.scrollTop ?? 0, scroller };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      if (start.current === undefined) return;
      scrollAtEdge(start.current.scroller, event.clientY);
      drag(byPx(event), false);
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}

function scrollAtEdge(scroller: HTMLElement | null, y: number): void {
  if (scroller === null) return;
  const { top, bottom } = scroller.getBoundingClientRect();
  if (y < top + edgePx) scroller.scrollTop -= scrollPx;
  if (y > bottom - edgePx) scroller.scrollTop += scrollPx;
}

/** To the left, by touch: a mouse has the button. */
function useSwipe(remove: () => void, enabled: boolean) {
  const [byPx, setBy] = useState(0);
  const start = useRef<{ x: number; y: number; swiping: boolean } | undefined>(undefined);
  const on = {
    onTouchStart: (event: TouchEvent) => {
      const touch = event.touches[0];
      if (touch && enabled) start.current = { x: touch.clientX, y: touch.clientY, swiping: false };
    },
    onTouchMove: (event: TouchEvent) => {
      const touch = event.touches[0];
      const from = start.current;
      if (!touch || from === undefined) return;
      const x = touch.clientX - from.x;
      const y = Math.abs(touch.clientY - from.y);
      if (!from.swiping && y > slackPx) start.current = undefined;
      else if (from.swiping || x < -slackPx) {
        from.swiping = true;
        setBy(Math.min(0, x));
      }
    },
    onTouchEnd: () => {
      start.current = undefined;
      if (byPx < -swipePx) remove();
      setBy(0);
    },
    onTouchCancel: () => setBy(0),
  };
  return { byPx, on };
}
