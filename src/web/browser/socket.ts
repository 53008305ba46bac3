/** The WebSocket to a speaker (docs/CONTROL.md §10). */
import type { WebSocketEvents, WebSocketPort } from "../link/ports.ts";

/** `host`: HOST:PORT; that of the page itself, or of another speaker of the household. */
export function connectSocket(host: string, events: WebSocketEvents): WebSocketPort {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(`${scheme}//${host}/control`, "nightjar.v1");
  socket.binaryType = "arraybuffer";
  socket.onopen = events.opened;
  socket.onmessage = ({ data }) => events.message(new Uint8Array(data as ArrayBuffer)); // binaryType says so
  socket.onclose = events.closed;
  return {
    send(bytes) {
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes as Uint8Array<ArrayBuffer>); // never shared memory
    },
    close() {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    },
  };
}
