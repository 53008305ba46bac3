/** The page: navigation, the view that is open, the small player, notices, and how the connection is. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { onRoute, type Route, routeOf } from "../browser/route.ts";
import { text } from "../text.ts";
import { Alarms } from "./alarms.tsx";
import { Art } from "./art.tsx";
import { Audit } from "./audit.tsx";
import { useRemote } from "./context.ts";
import { History } from "./history.tsx";
import { Icon, type IconName } from "./icons.tsx";
import { Library } from "./library.tsx";
import { Now } from "./now.tsx";
import {
  PlayButton,
  RepeatButton,
  SeekBar,
  ShuffleButton,
  Skip,
  VolumeBar,
} from "./player-controls.tsx";
import { QueueView } from "./queue.tsx";
import { Rooms } from "./rooms.tsx";
import { Settings } from "./settings.tsx";

interface Place {
  readonly view: string;
  readonly icon: IconName;
  readonly label: string;
  readonly short: string;
}

const places: readonly Place[] = [
  { view: "now", icon: "note", label: text.nav.now, short: text.nav.nowShort },
  { view: "queue", icon: "queue", label: text.nav.queue, short: text.nav.queue },
  { view: "library", icon: "library", label: text.nav.library, short: text.nav.library },
  { view: "rooms", icon: "rooms", label: text.nav.rooms, short: text.nav.rooms },
  { view: "settings", icon: "settings", label: text.nav.settings, short: text.nav.settings },
];
/** These are opened from another place. */
const within: Readonly<Record<string, string>> = {
  diagnostics: "settings",
  alarms: "settings",
  audit: "settings",
  history: "queue",
};

export function App() {
  const remote = useRemote();
  const [route, setRoute] = useState(routeOf);
  useEffect(() => onRoute(setRoute), []);
  const link = remote.link.value;
  const name = remote.system.value?.name ?? remote.speaker.value?.name ?? text.app;
  useEffect(() => {
    const track = remote.track.value;
    document.title =
      track === undefined ? name : `${text.now.by(track.title, track.artist)} · ${name}`;
  });
  if (link.kind === "unpaired") return <Lazy load={() => import("./pairing.tsx")} />;
  return (
    <div class={`app at-${route.view}`}>
      <button type="button" class="skip" onClick={focusMain}>
        {text.skip}
      </button>
      <Navigation route={route} name={name} />
      <div class="banners">
        <Banner />
        <Ringing />
      </div>
      <main id="main" class="scroll" tabIndex={-1} key={route.view}>
        <View route={route} />
      </main>
      <PlayerBar />
      <Notices />
    </div>
  );
}

function View({ route }: { readonly route: Route }) {
  const remote = useRemote();
  if (remote.state.value === undefined) return <Waiting />;
  switch (route.view) {
    case "queue":
      return <QueueView />;
    case "library":
      return <Library path={route.path} title={route.title} />;
    case "history":
      return <History />;
    case "rooms":
      return <Rooms />;
    case "settings":
      return <Settings />;
    case "diagnostics":
      return <Lazy load={() => import("./diagnostics.tsx")} />;
    case "alarms":
      return <Alarms />;
    case "audit":
      return <Audit />;
    default:
      return <Now />;
  }
}

/** Before anything is known. */
function Waiting() {
  const remote = useRemote();
  const link = remote.link.value;
  return (
    <div class="nothing waiting" role="status">
      <div class="moon" aria-hidden="true" />
      <h1>{link.kind === "offline" ? text.link.offline[link.why] : text.link.connecting}</h1>
      {link.kind === "offline" && (
        <button type="button" class="button" onClick={() => remote.start()}>
          {text.link.retry}
        </button>
      )}
    </div>
  );
}

function Navigation({ route, name }: { readonly route: Route; readonly name: string }) {
  const open = within[route.view] ?? route.view;
  return (
    <nav class="nav" aria-label={text.nav.label}>
      <p class="brand">
        <span class="moon small" aria-hidden="true" />
        {name}
      </p>
      {places.map(({ view, icon, label, short }) => (
        <a
          key={view}
          href={`#/${view}`}
          aria-label={label}
          aria-current={view === open ? "page" : undefined}
        >
          <Icon name={icon} />
          <span>{short}</span>
        </a>
      ))}
    </nav>
  );
}

/** Says when what is shown is not what is. */
function Banner() {
  const remote = useRemote();
  const link = remote.link.value;
  if (remote.state.value === undefined || link.kind === "online" || link.kind === "unpaired")
    return <div class="banner" role="status" />;
  const words = {
    connecting: text.link.reconnecting,
    offline: link.kind === "offline" ? text.link.offline[link.why] : "",
    outdated: text.link.outdated,
  }[link.kind];
  return (
    <div class="banner shown" role="status">
      <span class="dot" aria-hidden="true" />
      {words}
      <span class="grow" />
      {link.kind === "offline" && (
        <button type="button" class="pill" onClick={() => remote.start()}>
          {text.link.retry}
        </button>
      )}
      {link.kind === "outdated" && (
        <button type="button" class="pill" onClick={() => location.reload()}>
          {text.link.reload}
        </button>
      )}
    </div>
  );
}

/** The alarm that sounds: whoever is near may quiet it. */
function Ringing() {
  const remote = useRemote();
  const sound = remote.state.value?.sound;
  if (sound == null || sound.ringing === "") return null;
  const alarm = sound.alarms.find(({ id }) => id === sound.ringing);
  return (
    <div class="banner shown" role="alert">
      <Icon name="alarm" />
      {alarm?.label || text.alarms.rings}
      <span class="grow" />
      <button
        type="button"
        class="pill"
        onClick={() => void remote.command({ alarmSnooze: { minutes: 0 } })}
      >
        {text.alarms.snooze}
      </button>
      <button type="button" class="pill" onClick={() => void remote.command({ alarmStop: {} })}>
        {text.alarms.stop}
      </button>
    </div>
  );
}

function PlayerBar() {
  const remote = useRemote();
  const track = remote.track.value;
  if (track === undefined) return null;
  return (
    <section class="bar" aria-label={text.nav.now}>
      <a
        class="bar-track"
        href="#/now"
        aria-label={`${text.now.open}: ${text.now.by(track.title, track.artist)}`}
      >
        <Art hash={track.artwork} seed={track.album || track.title} />
        <span class="two">
          <b>{track.title}</b>
          <span>{track.artist}</span>
        </span>
      </a>
      <div class="bar-middle">
        <div class="controls">
          <ShuffleButton />
          <Skip to="previous" />
          <PlayButton />
          <Skip to="next" />
          <RepeatButton />
        </div>
        <SeekBar />
      </div>
      <VolumeBar />
    </section>
  );
}

function Notices() {
  const remote = useRemote();
  const notice = remote.notice.value;
  return (
    <div class="notices" role="status" aria-live="polite">
      {notice !== undefined && (
        <div class="notice">
          <span>{notice.text}</span>
          {notice.undo !== undefined && (
            <button
              type="button"
              class="pill"
              onClick={() => {
                notice.undo?.();
                remote.hush();
              }}
            >
              {text.queue.undo}
            </button>
          )}
          <button
            type="button"
            class="round small"
            aria-label={text.notice.dismiss}
            onClick={() => remote.hush()}
          >
            <Icon name="close" size={18} />
          </button>
        </div>
      )}
    </div>
  );
}

/** A view that is fetched when it is first opened. */
function Lazy({ load }: { readonly load: () => Promise<{ default: ComponentType }> }) {
  const [loaded, setLoaded] = useState<{ readonly Is: ComponentType }>();
  useEffect(() => {
    // A file that does not come is a connection that is gone, which the banner says.
    load().then(
      ({ default: Is }) => setLoaded({ Is }),
      () => undefined,
    );
  }, []);
  return loaded === undefined ? <div class="nothing" /> : <loaded.Is />;
}

function focusMain(): void {
  document.querySelector<HTMLElement>("#main")?.focus();
}
