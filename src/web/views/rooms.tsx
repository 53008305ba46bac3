/** All speakers of the household: which one this is, how the others are reached. */
import { useState } from "preact/hooks";
import { roomsMs } from "../limits.ts";
import { roomAddress } from "../model/room-address.ts";
import { text } from "../text.ts";
import type { SeenSpeaker } from "../wire/messages.ts";
import { useRemote } from "./context.ts";
import { Head } from "./head.tsx";
import { Icon } from "./icons.tsx";
import { MoveSheet, type Target } from "./move-sheet.tsx";
import { usePolled } from "./polled.ts";

export function Rooms() {
  const remote = useRemote();
  const { value } = usePolled(
    roomsMs,
    async () => (await remote.query({ speakers: {} })).speakers?.speakers ?? [],
  );
  const [target, move] = useState<Target>();
  const speakers = value ?? [];
  const own = remote.speaker.value?.id;
  const members = speakers.filter(({ member, id }) => member || id === own);
  const others = speakers.filter(({ member, id }) => !member && id !== own);
  return (
    <section class="view">
      <Head title={text.rooms.title} />
      <p class="hint">{text.rooms.hint}</p>
      <ul class="cards">
        {members.map((speaker) => (
          <Room key={speaker.id} speaker={speaker} own={speaker.id === own} move={move} />
        ))}
      </ul>
      {value !== undefined && members.length < 2 && <p class="hint">{text.rooms.alone}</p>}
      {others.length > 0 && (
        <>
          <h2 class="sub">{text.rooms.others}</h2>
          <ul class="cards">
            {others.map((speaker) => (
              <Room key={speaker.id} speaker={speaker} own={false} move={move} />
            ))}
          </ul>
        </>
      )}
      {target !== undefined && <MoveSheet target={target} close={() => move(undefined)} />}
    </section>
  );
}

interface RoomProps {
  readonly speaker: SeenSpeaker;
  readonly own: boolean;
  readonly move: (target: Target) => void;
}

function Room({ speaker, own, move }: RoomProps) {
  const remote = useRemote();
  const { name, id, open, blocked, seen } = speaker;
  const shown = name || id.slice(0, 8);
  const address = own ? undefined : roomAddress(speaker.web, remote.host);
  const track = remote.track.value;
  return (
    <li class={`card room ${own ? "own" : ""}`}>
      <span class={`lamp ${own || open ? "lit" : ""}`} aria-hidden="true">
        <Icon name="speaker" size={28} />
      </span>
      <span class="two">
        <b>{shown}</b>
        <span>
          {own
            ? track === undefined
              ? text.rooms.here
              : `${text.rooms.here} · ${track.title}`
            : (blocked ?? seen.map((how) => text.rooms.seen[how] ?? how).join(", "))}
        </span>
      </span>
      {address !== undefined && track !== undefined && remote.mayEdit.value && (
        <button
          type="button"
          class="button small"
          aria-label={text.rooms.moveTo(shown)}
          disabled={!remote.online.value}
          onClick={() => move({ name: shown, address })}
        >
          <Icon name="moveTo" size={20} />
        </button>
      )}
      {address !== undefined && (
        <a class="button small" href={`http://${address}/`} aria-label={text.rooms.switchTo(shown)}>
          <Icon name="forward" size={20} />
        </a>
      )}
    </li>
  );
}
