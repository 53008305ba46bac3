/** Moves the music to another room; where that does not know this browser it is paired first. */
import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { moveMusic } from "../link/move-music.ts";
import { type RemoteLink, RequestError } from "../link/remote-link.ts";
import { text } from "../text.ts";
import { useRemote } from "./context.ts";
import { Sheet } from "./sheet.tsx";

export interface Target {
  readonly name: string;
  /** HOST:PORT of its web remote. */
  readonly address: string;
}

type Form = ComponentType<{ link: RemoteLink; host: string; paired: () => void }>;

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
    try {
      const moved = await moveMusic(remote, (state) => remote.linkTo(address, state), signal);
      if (signal.aborted && moved !== "moved") return;
      if (moved === "unpaired") {
        const { CodeForm } = await import("./pairing.tsx");
        setForm({ Is: CodeForm, link: remote.linkTo(address, () => undefined) });
        return;
      }
      if (moved === "moved") remote.tell(text.rooms.moved(name));
      else
        remote.tell(
          moved === "unreachable"
            ? text.rooms.unreachable(name)
            : moved.refused || text.notice.failed,
        );
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      remote.tell(error.message || text.notice.lost);
    }
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
