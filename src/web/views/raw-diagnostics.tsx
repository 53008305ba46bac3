/** The whole diagnostics text, for whoever has to mend something. */
import { useState } from "preact/hooks";
import { RequestError } from "../link/remote-link.ts";
import { text } from "../text.ts";
import { useRemote } from "./context.ts";

/** The speaker keeps no more (docs/CONTROL.md §8). */
const bytesMax = 1024 * 1024;

export function RawDiagnostics() {
  const remote = useRemote();
  const [raw, setRaw] = useState("");
  const load = async () => {
    try {
      setRaw(await readDiagnostics(remote));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      remote.tell(error.message || text.notice.lost);
    }
  };
  return (
    <details class="card" onToggle={(event) => void (event.currentTarget.open && load())}>
      <summary>{text.diagnostics.raw}</summary>
      <a
        class="button"
        download="nightjar-diagnostics.json"
        href={`data:application/json,${encodeURIComponent(raw)}`}
      >
        {text.diagnostics.download}
      </a>
      <pre>{raw}</pre>
    </details>
  );
}

async function readDiagnostics(remote: ReturnType<typeof useRemote>): Promise<string> {
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (;;) {
    const { diag } = await remote.query({ diag: { offset } });
    if (diag === null || diag.text.length === 0) break;
    parts.push(diag.text);
    offset += diag.text.length;
    if (offset >= Math.min(diag.total, bytesMax)) break;
  }
  const decoder = new TextDecoder();
  return parts.map((part) => decoder.decode(part, { stream: true })).join("") + decoder.decode();
}
