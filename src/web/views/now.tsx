/** What plays: the cover, its names, the place in it, and all that steers it. */
import { useState } from "preact/hooks";
import { text } from "../text.ts";
import { lineInId, type Track } from "../wire/messages.ts";
import { Art, artUrl, hueOf } from "./art.tsx";
import { useRemote } from "./context.ts";
import { Heart } from "./heart.tsx";
import { Icon } from "./icons.tsx";
import {
  PlayButton,
  RepeatButton,
  SeekBar,
  ShuffleButton,
  Skip,
  VolumeBar,
} from "./player-controls.tsx";
import { QueueList } from "./queue.tsx";
import { SleepButton } from "./sleep.tsx";
import { Badges } from "./sounds-now.tsx";
import { TrackSheet } from "./track-sheet.tsx";

export function Now() {
  const remote = useRemote();
  const track = remote.track.value;
  const queued = remote.queue.value?.length ?? 0;
  return (
    <section class="now" aria-label={text.nav.now}>
      {track?.artwork ? (
        <img class="glow" src={artUrl(track.artwork)} alt="" />
      ) : (
        <div class="glow plain" style={`--hue:${hueOf(track?.album ?? "")}`} />
      )}
      <div class="stage">
        {track === undefined ? <Nothing /> : <Playing />}
        <div class="deck">
          {track !== undefined && <SeekBar />}
          {track !== undefined && (
            <div class="controls">
              <ShuffleButton />
              <Skip to="previous" />
              <PlayButton big />
              <Skip to="next" />
              <RepeatButton />
            </div>
          )}
          <VolumeBar />
        </div>
      </div>
      {queued > 0 && (
        <aside class="beside scroll" aria-label={text.now.upNext}>
          <h2>{text.now.upNext}</h2>
          <QueueList />
        </aside>
      )}
    </section>
  );
}

function Playing() {
  const remote = useRemote();
  const [chosen, choose] = useState<Track>();
  const track = remote.track.value;
  if (track === undefined) return null;
  const { artwork, album, title, artist } = track;
  return (
    <>
      <Art class="cover" hash={artwork} seed={album || title} alt={text.now.artwork(album)} eager />
      <div class="names">
        <h1>{title}</h1>
        <p class="artist">{artist}</p>
        {album !== "" && <p class="album">{album}</p>}
        <Badges />
      </div>
      {track.id !== lineInId && (
        <div class="extras">
          <Heart id={track.id} title={title} />
          <SleepButton />
          <button
            type="button"
            class="round"
            aria-label={text.library.more(title)}
            onClick={() => choose(track)}
          >
            <Icon name="more" />
          </button>
        </div>
      )}
      {chosen !== undefined && <TrackSheet track={chosen} close={() => choose(undefined)} />}
    </>
  );
}

function Nothing() {
  return (
    <div class="nothing">
      <div class="moon" aria-hidden="true" />
      <h1>{text.now.nothing}</h1>
      <p>{text.now.nothingHint}</p>
      <a class="button" href="#/library">
        {text.now.openLibrary}
      </a>
    </div>
  );
}
