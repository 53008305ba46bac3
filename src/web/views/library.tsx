/** The library: shelves to browse, and a search while you type. */
import { useEffect, useRef, useState } from "preact/hooks";
import { afterMs } from "../browser/frames.ts";
import { typingMs } from "../limits.ts";
import { isAddress } from "../model/web-address.ts";
import { text } from "../text.ts";
import { Address, AddressSheet } from "./address.tsx";
import { useRemote } from "./context.ts";
import { Head } from "./head.tsx";
import { Icon } from "./icons.tsx";
import { Playlist, Playlists, playlistPath } from "./playlists.tsx";
import { Presets } from "./presets.tsx";
import { Shelves } from "./shelves.tsx";
import { favourites, Tracks } from "./tracks.tsx";

const tabs = [
  ...(["albums", "added", "artists", "genres", "tracks"] as const),
  ...(["favourites", "playlists", "presets"] as const),
] as const;
type Tab = (typeof tabs)[number];
/** These are the household's own, and not there where the speaker is in none. */
const collected: ReadonlySet<Tab> = new Set(["favourites", "playlists", "presets"]);

/** `path` is what is open, "" or the ref of a shelf; `title` its name. */
export function Library({ path, title }: { readonly path: string; readonly title: string }) {
  const remote = useRemote();
  const [typed, setTyped] = useState("");
  const [query, setQuery] = useState("");
  const [tab, setTab] = useState<Tab>("albums");
  const [addressing, openAddress] = useState(false);
  const browses = useBrowses();
  useEffect(() => afterMs(typed === "" ? 0 : typingMs, () => setQuery(typed.trim())), [typed]);
  if (path.startsWith("album:")) return <Tracks title={title} path={path} query="" />;
  if (path.startsWith(playlistPath))
    return <Playlist key={path} id={path.slice(playlistPath.length)} name={title} />;
  if (path !== "") return <OpenShelf path={path} title={title} />;
  const shown: Tab = browses ? tab : "tracks";
  return (
    <section class="view">
      <header class="head sticky">
        <h1 class="phone-hidden">{text.library.title}</h1>
        <SearchField typed={typed} setTyped={setTyped} />
        {remote.mayEdit.value && (
          <button
            type="button"
            class="round"
            aria-label={text.address.title}
            onClick={() => openAddress(true)}
          >
            <Icon name="globe" />
          </button>
        )}
        {browses && typed === "" && <Tabs tab={tab} setTab={setTab} />}
      </header>
      {addressing && <AddressSheet close={() => openAddress(false)} />}
      <Below tab={shown} query={query} done={() => setTyped("")} />
    </section>
  );
}

interface SearchFieldProps {
  readonly typed: string;
  readonly setTyped: (typed: string) => void;
}

function SearchField({ typed, setTyped }: SearchFieldProps) {
  const remote = useRemote();
  const field = useRef<HTMLInputElement>(null);
  return (
    <search class="search">
      <Icon name="search" size={20} />
      <input
        ref={field}
        id="search"
        type="search"
        placeholder={text.library.search}
        aria-label={text.library.search}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        enterkeyhint="search"
        value={typed}
        disabled={remote.state.value === undefined}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      {typed !== "" && (
        <button
          type="button"
          class="round small"
          aria-label={text.library.clearSearch}
          onClick={() => {
            setTyped("");
            field.current?.focus();
          }}
        >
          <Icon name="close" size={18} />
        </button>
      )}
    </search>
  );
}

interface TabsProps {
  readonly tab: Tab;
  readonly setTab: (tab: Tab) => void;
}

function Tabs({ tab, setTab }: TabsProps) {
  const remote = useRemote();
  return (
    <div class="tabs" role="tablist" aria-label={text.library.title}>
      {tabs
        .filter((name) => !collected.has(name) || remote.state.value?.collection != null)
        .map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={name === tab}
            class="pill"
            onClick={() => setTab(name)}
          >
            {text.library.shelves[name]}
          </button>
        ))}
    </div>
  );
}

interface BelowProps {
  readonly tab: Tab;
  readonly query: string;
  /** Called once an address was taken. */
  readonly done: () => void;
}

/** What a search found; an address is no search. */
function Below({ tab, query, done }: BelowProps) {
  const remote = useRemote();
  if (query === "") return <Shown tab={tab} />;
  if (!isAddress(query) || !remote.mayEdit.value) return <Tracks title="" path="" query={query} />;
  return (
    <div class="card">
      <h2>{text.address.title}</h2>
      <Address key={query} url={query} done={done} />
    </div>
  );
}

function Shown({ tab }: { readonly tab: Tab }) {
  switch (tab) {
    case "presets":
      return <Presets />;
    case "playlists":
      return <Playlists />;
    case "favourites":
      return <Tracks key={tab} title="" path={favourites} query="" />;
    case "tracks":
      return <Tracks key={tab} title="" path="" query="" />;
    default:
      return <Shelves path={tab} />;
  }
}

/** The albums of an artist or a genre. */
function OpenShelf({ path, title }: { readonly path: string; readonly title: string }) {
  return (
    <section class="view">
      <Head title={title} back="#/library" />
      <Shelves path={path} />
    </section>
  );
}

/** Whether the speaker knows shelves: one of another version may not. */
function useBrowses(): boolean {
  const remote = useRemote();
  const [browses, setBrowses] = useState(remote.browses);
  const online = remote.online.value;
  useEffect(() => {
    if (!online || remote.browses) return;
    remote
      .query({ browse: { path: "albums", window: { offset: 0, limit: 1 } } })
      .then(() => {
        remote.browses = true;
        setBrowses(true);
      })
      .catch(() => setBrowses(false)); // refused: not in that version; lost: asked again when it is back
  }, [online]);
  return browses;
}
