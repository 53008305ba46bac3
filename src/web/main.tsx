/** Root of the web remote: joins the browser, the connection and the views. */
import { render } from "preact";
import { clientName } from "./browser/client-name.ts";
import { browserClock } from "./browser/clock.ts";
import { listenToKeys } from "./browser/keys.ts";
import { joinMediaSession } from "./browser/media-session.ts";
import { connectSocket } from "./browser/socket.ts";
import { Remote } from "./remote.ts";
import { App } from "./views/app.tsx";
import { RemoteContext } from "./views/context.ts";
import { FrameCodec } from "./wire/codec.ts";
import { readSchema } from "./wire/schema.ts";
import "./style.css";

/** Put in by the build (tools/web). */
declare const controlSchema: string;

// On its way while the socket opens.
const key = import("./browser/key.ts");
const remote = new Remote(
  (host) => ({
    clock: browserClock,
    connect: (events) => connectSocket(host, events),
    prove: async (welcome) => (await key).prove(host, welcome),
    name: clientName(navigator.userAgent),
    random31: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 1) >>> 1 || 1,
  }),
  location.host,
  new FrameCodec(readSchema(controlSchema)),
);
const root = document.getElementById("root");
if (root !== null) {
  render(
    <RemoteContext.Provider value={remote}>
      <App />
    </RemoteContext.Provider>,
    root,
  );
}
remote.start();
addEventListener("online", () => remote.wake());
addEventListener("offline", () => remote.wake());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") remote.wake();
});
listenToKeys(remote);
joinMediaSession(remote);
