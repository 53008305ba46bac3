/** Moves the music to another room; where that does not know this browser it is paired first. */
import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { afterMs } from "../browser/frames.ts";
import { moveMsMax } from "../limits.ts";
import { type Moved, moveMusic } from "../link/move-music.ts";
import { type LinkState, type RemoteLink, RequestError } from "../link/remote-link.ts";
import { text } from "../text.ts";
import { useRemote } from "./context.ts";
import { Sheet } from "./sheet.tsx";

export interface Target {
  readonly name: string;
  /** HOST:PORT of its web remote. */
  readonly address: string;
}

type Form = ComponentType<{ link: RemoteLink; host: string; paired: () => void }>;

/** With a signal that aborts after `moveMsMax`, too. A speaker here that is lost refuses. */
async function withPatience(
  gone: AbortSignal,
  move: (patience: AbortSignal) => Promise<Moved>,
): Promise<Moved> {
  const patience = new AbortController();
  const giveUp = () => patience.abort();
  gone.addEventListener("abort", giveUp);
  const cancel = afterMs(moveMsMax, giveUp);
  try {
    return await move(patience.signal);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return { refused: error.message || text.notice.lost };
  } finally {
    cancel();
    gone.removeEventListener("abort", giveUp);
  }
}

function noticeOf(moved: Exclude<Moved, "unpaired">, name: string): string {
  if (moved === "moved") return text.rooms.moved(name);
  if (moved === "unreachable") return text.rooms.unreachable(name);
  return moved.refused || text.notice.failed;
}

export function MoveSheet({
  target,
  close,
}: {
  readonly target: Target;
  readonly close: () => void;
}) {
  const remote = useRemote();
  const { name, address } = target;
  const [form, setForm] = useState<{ readonly Is: Form; readonly link: RemoteLink }>();
  const gone = useRef(new AbortController());
  const move = async () => {
    setForm(undefined);
    const { signal } = gone.current;
    const link = (state: (state: LinkState) => void) => remote.linkTo(address, state);
    const moved = await withPatience(signal, (patience) => moveMusic(remote, link, patience));
    if (signal.aborted && moved !== "moved") return;
    if (moved === "unpaired") {
      const { CodeForm } = await import("./pairing.tsx");
      if (!signal.aborted) setForm({ Is: CodeForm, link: remote.linkTo(address, () => undefined) });
      return;
    }
    remote.tell(noticeOf(moved, name));
    if (!signal.aborted) close();
  };
  useEffect(() => {
    void move();
    return () => gone.current.abort();
  }, []);
  useEffect(() => () => form?.link.stop(), [form]);
  return (
    <Sheet label={text.rooms.moveTo(name)} close={close}>
      <h2 class="sheet-title">
        {form === undefined ? text.rooms.moving(name) : text.rooms.pairFirst(name)}
      </h2>
      {form !== undefined && (
        <div class="pairing-form">
          <form.Is link={form.link} host={address} paired={() => void move()} />
        </div>
      )}
    </Sheet>
  );
}
