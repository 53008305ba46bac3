/**
 * Long lists: only the rows that are seen are in the page, only the windows that
 * are looked at are fetched. Answers to an older question are not shown.
 */
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { RequestError } from "../link/remote-link.ts";
import { type Page, PagedList } from "../model/paged-list.ts";
import { visibleRows } from "../model/window.ts";

export interface Listing<T> {
  readonly list: PagedList<T>;
  /** Undefined while the first page is on its way. */
  readonly total: number | undefined;
  /** What the speaker said instead of an answer. */
  readonly refusal: string | undefined;
  /** Fetches what of [first, last) is not here. */
  readonly want: (first: number, last: number) => void;
  /** Draws again after a change of `list`. */
  readonly draw: () => void;
  readonly reload: () => void;
}

interface Source<T> {
  /** What is listed: with another key it is another list. */
  readonly key: string;
  /** Of the list as the shared state has it, and whether there is a connection. */
  readonly rev: number;
  readonly online: boolean;
  readonly page: (offset: number, limit: number) => Promise<Page<T>>;
}

export function useListing<T>({ key, rev, online, page }: Source<T>): Listing<T> {
  const [list] = useState(() => new PagedList<T>());
  const [, redraw] = useState(0);
  const [refusal, refuse] = useState<string>();
  const asked = useRef({ key, shownKey: "", busy: "", first: 0, last: 12 });
  const draw = () => redraw((n) => n + 1);
  const latest = useRef({ page, online });
  latest.current = { page, online };
  const want = (first: number, last: number) => {
    const state = asked.current;
    state.first = first;
    state.last = last;
    if (!latest.current.online || state.busy === state.key) return;
    const missing =
      state.shownKey === state.key ? list.missing(first, last) : { offset: 0, limit: 50 };
    if (missing !== undefined) void fetch(state.key, missing.offset, missing.limit);
  };
  const fetch = async (forKey: string, offset: number, limit: number) => {
    const state = asked.current;
    state.busy = forKey;
    try {
      const got = await latest.current.page(offset, limit);
      if (state.key !== forKey) return;
      if (state.shownKey !== forKey) list.clear();
      state.shownKey = forKey;
      list.add(got);
      refuse(undefined);
      draw();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (state.key !== forKey || error.code === "lost") return;
      state.shownKey = forKey;
      refuse(error.message);
      return;
    } finally {
      if (state.busy === forKey) state.busy = "";
    }
    want(state.first, state.last);
  };
  const reload = () => {
    list.invalidate();
    want(asked.current.first, asked.current.last);
  };
  useEffect(() => {
    const state = asked.current;
    if (state.key !== key) Object.assign(state, { key, first: 0, last: 12 });
    list.invalidate();
    want(state.first, state.last);
  }, [key, rev, online]);
  const total =
    asked.current.shownKey === key || asked.current.shownKey !== "" ? list.total : undefined;
  return { list, total, refusal, want, draw, reload };
}

interface LongListProps<T> {
  readonly listing: Listing<T>;
  readonly rowPx: number;
  readonly label: string;
  /** Scrolls to the top when it changes. */
  readonly topOn?: string;
  /** Scrolls there once, when the list is first drawn. */
  readonly startAt?: number;
  readonly row: (item: T | undefined, index: number) => ComponentChildren;
}

export function LongList<T>({ listing, rowPx, label, topOn, startAt, row }: LongListProps<T>) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ topPx: 0, heightPx: 900 });
  const total = listing.total ?? 0;
  useLayoutEffect(() => {
    const scroller = box.current?.closest<HTMLElement>(".scroll");
    const element = box.current;
    if (!scroller || !element) return undefined;
    const look = () => {
      const top = scroller.getBoundingClientRect().top - element.getBoundingClientRect().top;
      setView({ topPx: top, heightPx: scroller.clientHeight });
    };
    look();
    scroller.addEventListener("scroll", look, { passive: true });
    addEventListener("resize", look);
    return () => {
      scroller.removeEventListener("scroll", look);
      removeEventListener("resize", look);
    };
  }, [total > 0]);
  useLayoutEffect(() => {
    const scroller = box.current?.closest<HTMLElement>(".scroll");
    if (topOn !== undefined && scroller) scroller.scrollTop = 0;
  }, [topOn]);
  useLayoutEffect(() => {
    const scroller = box.current?.closest<HTMLElement>(".scroll");
    if (startAt !== undefined && startAt > 4 && scroller)
      scroller.scrollTop = (startAt - 2) * rowPx;
  }, [total > 0]);
  const { first, last } = visibleRows({ ...view, rowPx, total });
  useEffect(() => listing.want(first, last));
  const rows = [];
  for (let index = first; index < last; index++) rows.push(row(listing.list.at(index), index));
  return (
    <div ref={box} class="long-list" style={`height:${total * rowPx}px`}>
      <ul aria-label={label} style={`transform:translateY(${first * rowPx}px)`}>
        {rows}
      </ul>
    </div>
  );
}
