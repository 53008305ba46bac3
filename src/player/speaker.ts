/**
 * The speaker program: everything between a data folder and a sound, without
 * the remotes, which are laid over its model (control/).
 *
 * Joins the parts and speaks for them; each decision is in a part.
 */
import type { Clip } from "../audio/clip.ts";
import { describeError } from "../base/errors.ts";
import { Owner } from "../base/owner.ts";
import { Rng } from "../base/rng.ts";
import { usPerS } from "../base/units.ts";
import { memberIdOf } from "../household/certificate.ts";
import type { HouseholdSettings } from "../household/settings.ts";
import type { TrackInfo } from "../media/track.ts";
import type { TrackId } from "../media/track-id.ts";
import type { Address } from "../ports/network.ts";
import { OriginClient } from "../stream/origin-client.ts";
import type { Actor } from "./actor.ts";
import { Adaptation } from "./adaptation.ts";
import type { Said } from "./announcer.ts";
import { CatalogueMirror } from "./catalogue-mirror.ts";
import type { CollectionCommands } from "./collection/collection-commands.ts";
import type { CollectionModel } from "./collection/model.ts";
import { speakerCollection } from "./collection/speaker-collection.ts";
import { CommandExecutor } from "./commands.ts";
import { CoverKeeper } from "./cover-keeper.ts";
import { EventCourier } from "./event-courier.ts";
import { firstSound } from "./first-sound.ts";
import { Introduction, type ReachedAt } from "./introduction.ts";
import { Leaving } from "./leaving.ts";
import { lineInTrack } from "./line-in.ts";
import type {
  BrowseList,
  CommandOutcome,
  Here,
  PinReport,
  PlayedTrack,
  PlayerCommand,
  QueueItem,
  QueueMeta,
  SeenSpeaker,
  SpeakerModel,
  SpeakerStatus,
  Topic,
} from "./model.ts";
import type { Pins } from "./pins.ts";
import { PlayGate } from "./play-gate.ts";
import { PlayLog } from "./play-log.ts";
import type { Player } from "./player.ts";
import type { SpeakerPrefetch } from "./prefetch/speaker-prefetch.ts";
import { restoreState } from "./restored.ts";
import { encodeState } from "./saved-state.ts";
import { speakerPrefetch } from "./speaker-ahead.ts";
import { SpeakerCatalogue } from "./speaker-catalogue.ts";
import { SpeakerCommands } from "./speaker-commands.ts";
import { SpeakerHouse } from "./speaker-house.ts";
import { SpeakerLibrary } from "./speaker-library.ts";
import { playerListener } from "./speaker-listener.ts";
import { trackLoader } from "./speaker-loader.ts";
import { speakerLoudness } from "./speaker-loudness.ts";
import { SpeakerMedia } from "./speaker-media.ts";
import { SpeakerMemory } from "./speaker-memory.ts";
import {
  figuresOfParts,
  openSpeakerParts,
  type SpeakerOptions,
  type SpeakerParts,
  type SpeakerPorts,
} from "./speaker-parts.ts";
import { speakerPins } from "./speaker-pins.ts";
import { speakerPlayer } from "./speaker-player.ts";
import { houseView, speakerRows } from "./speaker-rows.ts";
import { SpeakerSound } from "./speaker-sound.ts";
import { speakerStatus } from "./speaker-status.ts";
import { SpeakerWhere } from "./speaker-where.ts";
import { StateKeeper } from "./state-keeper.ts";
import { type LoadCounters, nothingLoaded, type TrackLoader } from "./track-loader.ts";
import { nameQueue, TrackNames } from "./track-names.ts";

export class Speaker implements SpeakerModel, AsyncDisposable {
  readonly id: string;
  readonly #ports: SpeakerPorts;
  readonly #options: SpeakerOptions;
  readonly #owner: Owner;
  readonly #parts: SpeakerParts;
  readonly #openedUs: number;
  readonly #counters: LoadCounters = nothingLoaded();
  /** Of pinned tracks that were fetched: no play's bytes. */
  readonly #pinned: LoadCounters = nothingLoaded();
  readonly #mirror = new CatalogueMirror();
  readonly #names = new TrackNames(this.#mirror, (id) => this.media.info(id));
  readonly #source: OriginClient;
  readonly #adaptation: Adaptation;
  readonly #pins: Pins;
  readonly media: SpeakerMedia;
  /** Undefined where this speaker has no part in its house. */
  readonly #house: SpeakerHouse | undefined;
  readonly #catalogue: SpeakerCatalogue;
  readonly #library: SpeakerLibrary;
  readonly #where: SpeakerWhere;
  readonly #player: Player;
  readonly #sound: SpeakerSound;
  readonly #introduction: Introduction;
  readonly #orders: SpeakerCommands;
  /** Undefined where nothing is guessed. */
  readonly #ahead: SpeakerPrefetch | undefined;
  readonly #commands: CommandExecutor;
  readonly #collecting: CollectionCommands;
  readonly #plays: PlayLog;
  readonly #memory: SpeakerMemory;
  readonly #gate: PlayGate;
  readonly #leaving = new Leaving();
  readonly #courier: EventCourier;
  readonly #keeper: StateKeeper;
  readonly #listeners = new Set<(topics: readonly Topic[]) => void>();
  readonly #lifetime = new AbortController();
  #closing: Promise<void> | undefined;

  /** Ready when it resolves: it waits for no origin, network or card. Throws what openSpeakerParts throws. */
  static async open(
    ports: SpeakerPorts,
    options: SpeakerOptions,
    signal: AbortSignal,
  ): Promise<Speaker> {
    const owner = new Owner();
    try {
      const parts = await openSpeakerParts(ports, options, owner, signal);
      return new Speaker(ports, options, parts, owner);
    } catch (error) {
      await owner[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(
    ports: SpeakerPorts,
    options: SpeakerOptions,
    parts: SpeakerParts,
    owner: Owner,
  ) {
    const { clock, entropy } = ports;
    this.id = memberIdOf(parts.link.publicKey);
    this.#ports = ports;
    this.#options = options;
    this.#owner = owner;
    this.#parts = parts;
    this.#openedUs = clock.nowUs();
    const hedges = options.mechanisms?.hedging !== false;
    this.#source = new OriginClient(() => parts.links.sessions, hedges ? clock : undefined);
    const { quality = "auto", abr } = options;
    const adapting = { quality: { origin: quality, peer: quality }, abr };
    this.#adaptation = new Adaptation({ clock, source: this.#source }, adapting);
    this.#courier = new EventCourier({ ...ports, source: this.#source }, parts.spool);
    this.#plays = new PlayLog({
      ...ports,
      spool: parts.spool,
      counters: this.#counters,
      sound: () => parts.sink.status(),
      written: () => this.#courier.wake(),
      time: parts.time,
    });
    this.#memory = new SpeakerMemory({
      ...{ ...ports, dataFolder: options.dataFolder, shown: (track) => this.#names.shown(track) },
      ...{ time: parts.time, queue: () => this.#commands.queue },
      changed: (topic) => this.#changed([topic]),
    });
    this.#gate = new PlayGate({
      ...{ ...ports, room: parts.spool, playing: () => this.#plays.track },
      held: () => this.#leaving.refusal,
    });
    this.#house = options.peers === false ? undefined : this.#makeHouse();
    this.#pins = this.#makePins();
    const changed = (topics: readonly Topic[]): void => this.#changed(topics);
    const whole = { player: () => this.#player, commands: () => this.#commands, gate: this.#gate };
    this.media = new SpeakerMedia({ ...ports, origin: this.#source, changed }, parts, whole);
    this.#catalogue = this.#makeCatalogue();
    this.#library = new SpeakerLibrary({
      ...{ catalogue: this.#catalogue, memory: this.#memory },
      hasLineIn: () => this.#player.hasLineIn,
      looked: (tracks) => this.#ahead?.looked(tracks),
    });
    const known = { adaptation: this.#adaptation, names: this.#names, pins: this.#pins };
    const knowing = { ...known, house: this.#house, cache: parts.cache };
    this.#where = new SpeakerWhere({ ...knowing, clock, origin: this.#source });
    this.#player = this.#makePlayer();
    this.#ahead = options.prefetch === false ? undefined : this.#makePrefetch();
    this.#keeper = new StateKeeper(ports, parts.state, () =>
      encodeState({ ...this.#player.save(), pins: this.#pins.save() }),
    );
    const track = (id: TrackId) =>
      this.#mirror.get(id) ?? this.#pins.get(id) ?? this.media.info(id);
    this.#commands = new CommandExecutor(this.#player, {
      ...{ entropy, track, url: (text) => this.media.urls.named(text) },
      rng: new Rng(new DataView(entropy.bytes(4).buffer).getUint32(0)),
      search: (query) => this.#catalogue.search(query),
      ...{ shelf: (ref) => this.#catalogue.shelf(ref), pins: this.#pins },
      clearHistory: () => this.#memory.clearHistory(),
      ...{ libraryTrouble: () => this.#catalogue.emptiness, refusal: () => this.#gate.refusal },
      isMissing: (id) => this.#where.isMissing(id, 0),
    });
    this.#collecting = speakerCollection({
      ...{ id: this.id, entropy, replica: parts.commons, player: this.#player },
      ...{ commands: this.#commands, track, urls: this.media.urls },
      shown: (id) => this.#names.shown(id),
      search: (query) => this.#catalogue.search(query),
    });
    this.#sound = new SpeakerSound(ports, parts, {
      ...{ player: this.#player, music: this.#commands, changed },
      zone: () => this.household.zone,
    });
    this.#introduction = this.#makeIntroduction();
    this.#orders = new SpeakerCommands({
      ...{ introduction: this.#introduction, catalogue: this.#catalogue },
      ...{ collecting: this.#collecting, sound: this.#sound },
    });
    this.#sound.start(restoreState(parts.state, options, this.#player, this.#pins));
    this.#start();
  }

  get name(): string {
    return this.#parts.name.current;
  }

  /** Of the household that it is a member of; empty for none. */
  get householdTag(): string {
    return this.#parts.links.householdTag;
  }

  get collection(): CollectionModel {
    return this.#collecting.collection;
  }
  get household(): HouseholdSettings {
    return this.collection.settings();
  }

  /** Where the link listens. */
  get udp(): Address {
    return this.#parts.endpoint.local;
  }

  status(): SpeakerStatus {
    const uptimeS = Math.floor((this.#ports.clock.nowUs() - this.#openedUs) / usPerS);
    const current = this.#player.queue.current;
    return speakerStatus({
      speaker: { id: this.id, name: this.name, version: this.#options.version, uptimeS },
      ...{ player: this.#player, parts: this.#parts, counters: this.#counters },
      refusal: this.#gate.refusal,
      track: this.#player.isLineIn ? lineInTrack : current && this.#names.shown(current.track),
      pinned: this.#pins.sums(),
      sound: this.#sound.report(),
    });
  }

  queue(): readonly QueueItem[] {
    return this.queueWindow(0, this.#player.queue.entries.length);
  }

  queueWindow(from: number, count: number): readonly QueueItem[] {
    const entries = this.#player.queue.entries.slice(from, from + count);
    return entries.map(({ id, track, by = null }) => {
      return { id, track: this.#names.shown(track), addedBy: by };
    });
  }

  queueMeta(): QueueMeta {
    return { revision: this.#player.queue.revision, undo: this.#commands.queue.undoable };
  }

  history(): readonly PlayedTrack[] {
    return this.#memory.history;
  }

  library(query: string): readonly TrackInfo[] {
    return this.#library.list(query);
  }

  search(query: string): Promise<readonly TrackInfo[]> {
    return this.#library.search(query);
  }

  browse(path: string, query: string): Promise<BrowseList | undefined> {
    return this.#library.browse(path, query);
  }

  whereIs(track: TrackInfo): Here | null {
    return this.#where.of(track);
  }

  artwork(hash: string, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const source = this.#house?.source(this.#source) ?? this.#source;
    return new CoverKeeper({ ...this.#ports, cache: this.#parts.cache, source }).get(hash, signal);
  }
  pins(): readonly PinReport[] {
    return this.#pins.report();
  }
  speakers(): readonly SeenSpeaker[] {
    return speakerRows(houseView(this, this.#ports.directory, this.#parts, this.#house));
  }

  diagnostics(): Readonly<Record<string, unknown>> {
    return {
      status: this.status(),
      ...figuresOfParts(this.#ports, this.#parts),
      pins: { ...this.#pins.sums(), fetched: this.#pinned },
      hedging: this.#source.figures,
      live: this.media.live.figures,
      house: this.#house?.figures ?? null,
      prefetch: this.#ahead?.figures ?? null,
      catalogue: this.#catalogue.figures,
    };
  }

  execute(command: PlayerCommand, by = "", actor?: Actor): Promise<CommandOutcome> {
    const { signal } = this.#lifetime;
    return this.media.execute(command, actor, signal, (named) =>
      this.#orders.execute(named, by, actor),
    );
  }

  prepare(command: PlayerCommand, actor: Actor | undefined, signal: AbortSignal) {
    const { collection } = this.#collecting;
    return this.media.urls.prepare(command, actor, signal, collection.firstOf(command));
  }

  say(clips: readonly Clip[]): Said | undefined {
    return this.#sound.desk.say(clips);
  }
  readonly time = () => this.#parts.time.now();
  /** Where the remotes' listeners are: the household is told. */
  reachedAt(places: ReachedAt): void {
    this.#introduction.reachedAt(places);
  }

  leave(): Promise<CommandOutcome> {
    const ports = {
      ...{ ...this.#ports, ...this.#parts, dataFolder: this.#options.dataFolder },
      silence: () => this.#player.stop(),
      deliver: () => this.#courier.wake(),
      forgetMusic: () => this.#forgetMusic(),
    };
    return this.#leaving.leave(ports, this.#lifetime.signal);
  }

  firstSample(signal: AbortSignal): Promise<boolean> {
    return firstSound(this.#ports.clock, this, signal);
  }

  subscribe(changed: (topics: readonly Topic[]) => void): () => void {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  }

  /** Ends the music, saves the state, says good-bye. Safe to call twice. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.media.close();
    const saved = this.#keeper.flush();
    this.#keeper.close();
    await saved;
    await this.#sound.close();
    this.#player.close();
    await this.#memory.close();
    await this.#ahead?.close();
    await this.#catalogue.close();
    await this.#house?.close();
    this.#lifetime.abort(new Error("the speaker stops"));
    await this.#owner[Symbol.asyncDispose]();
  }

  #makeHouse(): SpeakerHouse {
    return new SpeakerHouse(this.#ports, this.#parts, {
      origin: this.#source,
      dataFolder: this.#options.dataFolder,
      peers: this.#options.peerPlaces ?? [],
      player: () => this.#player,
    });
  }

  #makeCatalogue(): SpeakerCatalogue {
    const ports = {
      ...this.#ports,
      dataFolder: this.#options.dataFolder,
      source: this.#source,
      near: this.#house?.near,
      householdTag: () => this.householdTag,
      searchPins: (query: string) => this.#pins.search(query),
      trouble: () => this.#parts.links.trouble,
    };
    const changed = (): void => this.#changed(["library", "queue"]);
    const catalogue = new SpeakerCatalogue(ports, this.#mirror, changed);
    this.#parts.services.catalogue = catalogue;
    return catalogue;
  }

  async #forgetMusic(): Promise<void> {
    this.#player.queue.clear();
    this.#player.queueChanged("end");
    this.#commands.queue.forget();
    this.#pins.forget();
    const kept = [this.#memory, this.#catalogue, this.#house, this.#parts.commons, this.media];
    for (const part of [...kept, this.#ahead]) await part?.forget();
    this.#changed(["library", "queue", "system"]);
  }

  #makePlayer(): Player {
    const listener = playerListener({
      ...{ plays: this.#plays, memory: this.#memory, ahead: () => this.#ahead },
      changed: (topics) => this.#changed(topics),
      positionMs: () => this.#player.positionMs,
      save: (when) => this.#keeper.save(when),
    });
    const known = { adaptation: this.#adaptation, names: this.#names, where: this.#where };
    const one = (track: TrackId): TrackLoader => this.#loader(track);
    const load = (track: TrackId): TrackLoader => {
      this.#ahead?.opening(track);
      return one(track);
    };
    const levelsOf = speakerLoudness(this.#ports, this.#parts, this.#mirror, one, this.#lifetime);
    const parts = { ...known, media: this.media, sink: this.#parts.sink, load, levelsOf };
    return speakerPlayer(this.#ports, parts, listener);
  }

  #makeIntroduction(): Introduction {
    const { name, commons: replica } = this.#parts;
    const renamed = (): void => this.#changed(["system"]);
    return new Introduction({ id: this.id, name, replica, renamed });
  }

  #makePins(): Pins {
    const knowing = { source: this.#source, house: this.#house, names: this.#names };
    return speakerPins(this.#ports, this.#parts, {
      ...{ ...knowing, counters: this.#pinned },
      save: () => this.#keeper.save("now"),
      changed: () => this.#changed(["system"]),
    });
  }

  #makePrefetch(): SpeakerPrefetch {
    const [player, adaptation, source] = [this.#player, this.#adaptation, this.#source];
    const known = { player, adaptation, source, names: this.#names, catalogue: this.#mirror };
    return speakerPrefetch(this.#ports, this.#options, this.#parts, {
      ...known,
      heldNearby: (key) => this.#house?.chunks.has(key) === true,
    });
  }

  #loader(track: TrackId): TrackLoader {
    const mine = { adaptation: this.#adaptation, names: this.#names, pins: this.#pins };
    const rest = { house: this.#house, gate: this.#gate, counters: this.#counters };
    return trackLoader(track, this.#ports, this.#parts, { ...mine, ...rest });
  }

  #start(): void {
    const { signal } = this.#lifetime;
    const ended = (error: unknown): void => {
      if (!signal.aborted) this.#ports.log.error("task-died", { why: describeError(error) });
    };
    this.#catalogue.run(signal).catch(ended);
    this.#courier.run(signal).catch(ended);
    this.#parts.time.run(() => this.#plays.date(), signal).catch(ended);
    nameQueue(this.#player.queue, (track) => this.#loader(track).cachedManifest(), signal)
      .then((named) => named > 0 && this.#changed(["player", "queue"]))
      .catch(ended);
    this.#pins.run(signal).catch(ended);
    this.#ahead?.open().catch(ended);
    this.#memory.load().then(this.media.restore).catch(ended);
    this.#house?.run(signal).catch(ended);
    this.#parts.links.start(this.#parts.endpoint, () => this.#linkChanged());
    this.#parts.rolls.wake();
    this.#parts.commons.start(() => this.#changed(["collection", "household"]));
    this.#introduction.tell();
  }

  #linkChanged(): void {
    this.#where.linkChanged();
    if (this.#source.ready) {
      this.#player.originCame();
      this.#courier.wake();
      this.#parts.time.wake();
      this.#parts.rolls.wake();
      this.#parts.commons.wake();
    }
    this.#pins.wake();
    this.#introduction.tell();
    this.#changed(["system"]);
  }

  /** Its own undoing is nobody's news: the place is saved, and is where it was. */
  #changed(topics: readonly Topic[]): void {
    if (this.#closing !== undefined) return;
    this.media.changed(topics);
    for (const listener of [...this.#listeners]) listener(topics);
  }
}
