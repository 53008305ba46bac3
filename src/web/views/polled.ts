/** What is not in the shared state and is asked for while somebody looks at it. */
import { useEffect, useState } from "preact/hooks";
import { everyMs } from "../browser/frames.ts";
import { RequestError } from "../link/remote-link.ts";
import { useRemote } from "./context.ts";

/** The latest answer; undefined before the first, and where the speaker refuses. */
export function usePolled<T>(
  ms: number,
  ask: () => Promise<T>,
): { readonly value: T | undefined; readonly again: () => void } {
  const remote = useRemote();
  const online = remote.online.value;
  const [value, setValue] = useState<T>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!online) return undefined;
    let busy = false;
    let gone = false;
    const poll = async () => {
      if (busy) return;
      busy = true;
      try {
        const answer = await ask();
        if (!gone) setValue(answer);
      } catch (error) {
        // Refused: not for this role or version. Lost: the connection says so itself.
        if (!(error instanceof RequestError)) throw error;
      } finally {
        busy = false;
      }
    };
    void poll();
    const stop = everyMs(ms, () => void poll());
    return () => {
      gone = true;
      stop();
    };
  }, [online, round]);
  return { value, again: () => setRound((n) => n + 1) };
}
