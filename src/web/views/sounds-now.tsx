/** What is to be said of what plays beside its names: how it sounds, where it comes from, who took over, when it ends. */
import { useEffect, useState } from "preact/hooks";
import { everyMs } from "../browser/frames.ts";
import { sourceMs } from "../limits.ts";
import { RequestError } from "../link/remote-link.ts";
import { SoundSource } from "../model/sound-source.ts";
import { text } from "../text.ts";
import { lineInId, playStatus } from "../wire/messages.ts";
import { hostOf } from "./address.tsx";
import { useRemote } from "./context.ts";

export function Badges() {
  const remote = useRemote();
  const status = remote.status.value;
  const rung = remote.player.value?.rung ?? "";
  const { trouble = "", outputTrouble = "" } = remote.system.value ?? {};
  const source = useSource();
  const sleep = useSleep();
  const word = {
    [playStatus.buffering]: text.now.buffering,
    [playStatus.paused]: text.now.paused,
    [playStatus.stopped]: text.now.stopped,
  }[status];
  const { id = "", url = "" } = remote.track.value ?? {};
  const isLineIn = id === lineInId;
  const badges = [
    isLineIn && text.now.lineIn,
    url !== "" && text.now.web(hostOf(url)),
    !isLineIn && url === "" && source !== undefined && text.now.source[source],
    rung !== "" && text.units.rung(rung),
    sleep,
  ];
  const { taken } = remote;
  return (
    <>
      <p class="badges" aria-live="polite">
        {word !== undefined && <span class="badge strong">{word}</span>}
        {taken.value !== undefined && (
          <span class="badge strong">{text.now.takenBy(taken.value)}</span>
        )}
        {badges.map(
          (badge) =>
            badge && (
              <span key={badge} class="badge">
                {badge}
              </span>
            ),
        )}
      </p>
      {(outputTrouble || trouble) !== "" && (
        <p class="trouble" role="status">
          {outputTrouble || trouble}
        </p>
      )}
    </>
  );
}

/** Where the music came from lately; undefined while nobody knows. */
function useSource() {
  const remote = useRemote();
  const online = remote.online.value;
  const [seen] = useState(() => new SoundSource());
  const [source, setSource] = useState(seen.latest);
  useEffect(() => {
    if (!online) return undefined;
    const ask = async () => {
      try {
        const { status } = await remote.query({ status: {} });
        if (status?.totals != null) setSource(seen.add(status.totals));
      } catch (error) {
        // The connection says itself that it is gone.
        if (!(error instanceof RequestError)) throw error;
      }
    };
    void ask();
    return everyMs(sourceMs, () => void ask());
  }, [online]);
  return source;
}

/** When the sleep timer ends it, in words; undefined while none runs. */
function useSleep(): string | undefined {
  const remote = useRemote();
  const sleep = remote.state.value?.sound?.sleep;
  const [, draw] = useState(0);
  useEffect(() => everyMs(sourceMs, () => draw((n) => n + 1)), []);
  if (sleep == null) return undefined;
  if (sleep.endsMonoUs === null) return text.sleep.atTrackEnd;
  const leftMs = sleep.endsMonoUs / 1000 - remote.connection.offset.speakerMs(remote.nowMs());
  return text.sleep.left(Math.max(1, Math.ceil(leftMs / 60_000)));
}
