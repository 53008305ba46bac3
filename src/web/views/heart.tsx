/** Whether a track is one of the household's favourites, and the button that makes it one. */
import { useEffect, useState } from "preact/hooks";
import { RequestError } from "../link/remote-link.ts";
import { text } from "../text.ts";
import { useRemote } from "./context.ts";
import { Icon } from "./icons.tsx";

export function Heart({ id, title }: { readonly id: string; readonly title: string }) {
  const remote = useRemote();
  const meta = remote.state.value?.collection;
  const [liked, like] = useState<{ readonly id: string; readonly is: boolean }>();
  const online = remote.online.value;
  useEffect(() => {
    if (!online || meta == null) return;
    remote.query({ marks: { ids: [id] } }).then(
      ({ marks }) => like({ id, is: marks?.favourites.includes(id) ?? false }),
      (error: unknown) => {
        // Refused: not in that version. Lost: asked again when it is back.
        if (!(error instanceof RequestError)) throw error;
      },
    );
  }, [id, meta?.rev, online]);
  if (liked?.id !== id || !remote.mayEdit.value) return null;
  const { is } = liked;
  const toggle = async () => {
    like({ id, is: !is });
    const what = [id];
    const done = await remote.command(
      is ? { favouriteRemove: { what } } : { favouriteAdd: { what } },
    );
    if (!done) like({ id, is });
  };
  return (
    <button
      type="button"
      class={`round heart ${is ? "on" : ""}`}
      aria-label={text.collection.favourite(title)}
      aria-pressed={is}
      disabled={!online}
      onClick={() => void toggle()}
    >
      <Icon name="heart" />
    </button>
  );
}
