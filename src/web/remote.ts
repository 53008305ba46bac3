/**
 * What the views see and do: the state of the connection and of the speaker as
 * signals, and what people can ask for. Everything that is shown before the
 * speaker confirmed it goes through `Pending`, so nothing jumps back.
 */
import { batch, computed, signal } from "@preact/signals";
import { noticeButtonMs, noticeMs, volumeInflightMax } from "./limits.ts";
import type { WebPorts } from "./link/ports.ts";
import { type LinkState, RemoteLink, RequestError, type Speaker } from "./link/remote-link.ts";
import { Coalesce } from "./model/coalesce.ts";
import { Pending } from "./model/pending.ts";
import { positionMs, SteadyPlace } from "./model/position.ts";
import { text } from "./text.ts";
import type { FrameCodec } from "./wire/codec.ts";
import {
  type AdminOp,
  type CommandOp,
  code,
  type FrameIn,
  playStatus,
  type QueryOp,
  type Reply,
  role,
  type WireState,
} from "./wire/messages.ts";

export interface Notice {
  readonly text: string;
  readonly undo?: (() => void) | undefined;
}

type Result = NonNullable<FrameIn["result"]>;

/** One movement of the volume: all of its steps carry the same number. */
interface Gesture {
  readonly id: number;
  step: number;
}

interface VolumeStep {
  readonly level: number;
  readonly gesture: Gesture;
  readonly final: boolean;
}

export class Remote {
  readonly link = signal<LinkState>({ kind: "connecting", first: true });
  readonly speaker = signal<Speaker | undefined>(undefined);
  readonly state = signal<WireState | undefined>(undefined);
  readonly notice = signal<Notice | undefined>(undefined);
  /** Who put other music in the place of what played; undefined where nobody did, or this page did since. */
  readonly taken = signal<string | undefined>(undefined);
  /** The speaker knows shelves; false until it was asked. */
  browses = false;
  /** Grows with all that is shown before it is confirmed. */
  readonly #touched = signal(0);
  /** HOST:PORT of the speaker that served the page. */
  readonly host: string;
  /** A link to another speaker; who makes it starts and stops it. */
  readonly linkTo: (host: string, state: (state: LinkState) => void) => RemoteLink;
  readonly #link: RemoteLink;
  readonly #ports: WebPorts;
  readonly #volume = new Pending<number>();
  readonly #muted = new Pending<boolean>();
  readonly #place = new Pending<number>();
  readonly #steady = new SteadyPlace();
  readonly #status = new Pending<number>();
  readonly #modes = { repeat: new Pending<number>(), shuffle: new Pending<boolean>() };
  readonly #volumeOut = new Coalesce<VolumeStep>();
  /** Steps that the speaker has not answered. */
  #volumeBusy = 0;
  #gesture: Gesture | undefined;
  #cancelVolume: () => void = () => undefined;
  #cancelNotice: () => void = () => undefined;
  #epoch = "";
  #keys = 0;

  readonly player = computed(() => this.state.value?.player ?? undefined);
  readonly track = computed(() => this.player.value?.track ?? undefined);
  readonly queue = computed(() => this.state.value?.queue ?? undefined);
  readonly libraryRev = computed(() => this.state.value?.library?.rev ?? 0);
  readonly system = computed(() => this.state.value?.system ?? undefined);
  readonly online = computed(() => this.link.value.kind === "online");
  readonly role = computed(() => this.speaker.value?.role ?? role.none);
  readonly mayEdit = computed(() => this.role.value >= role.member);
  readonly isAdmin = computed(() => this.role.value === role.admin);
  readonly volume = computed(() => this.#shown(this.#volume, this.state.value?.volume?.level ?? 0));
  readonly muted = computed(() =>
    this.#shown(this.#muted, this.state.value?.volume?.muted ?? false),
  );
  readonly status = computed(() =>
    this.#shown(this.#status, this.player.value?.status ?? playStatus.stopped),
  );
  readonly repeat = computed(() => this.#shown(this.#modes.repeat, this.player.value?.repeat ?? 1));
  readonly shuffle = computed(() =>
    this.#shown(this.#modes.shuffle, this.player.value?.shuffle ?? false),
  );

  /** `portsOf` gives what reaches a HOST:PORT, `host` is that of the speaker which served the page. */
  constructor(portsOf: (host: string) => WebPorts, host: string, codec: FrameCodec) {
    const ports = portsOf(host);
    this.#ports = ports;
    this.host = host;
    this.linkTo = (other, state) =>
      new RemoteLink(portsOf(other), codec, { state, changed: () => undefined });
    this.#link = new RemoteLink(ports, codec, {
      state: (state) => this.#linkChanged(state),
      changed: (by) => this.#changed(by),
    });
  }

  start(): void {
    this.#link.start();
  }
  wake(): void {
    this.#link.wake();
  }
  nowMs(): number {
    return this.#ports.clock.nowMs();
  }
  /** What this browser calls itself. */
  get name(): string {
    return this.#ports.name;
  }
  get connection(): RemoteLink {
    return this.#link;
  }

  /** The place in the track now, in milliseconds. */
  positionMs(): number {
    const now = this.#ports.clock.nowMs();
    const chosen = this.#place.shown(this.#link.replica.seq, now)?.is;
    const player = this.player.peek();
    const track = player?.track?.id ?? "";
    // A place that was chosen stands until music is there: if it moved before, it would have to go back.
    if (chosen !== undefined) return this.#steady.shown(track, chosen);
    if (player === undefined) return 0;
    return this.#steady.shown(track, positionMs(player, this.#link.offset.speakerMs(now)));
  }

  toggle(): void {
    const playing =
      this.status.peek() === playStatus.playing || this.status.peek() === playStatus.buffering;
    this.#optimistic(
      this.#status,
      playing ? playStatus.paused : playStatus.playing,
      playing ? { pause: {} } : { resume: {} },
    );
  }
  next(): void {
    void this.command({ next: {} });
  }
  previous(): void {
    void this.command({ previous: {} });
  }
  seek(posMs: number): void {
    const rounded = Math.max(0, Math.round(posMs));
    this.#steady.forget();
    this.#optimistic(this.#place, rounded, { seek: { positionMs: rounded } });
  }
  mute(muted: boolean): void {
    this.#optimistic(this.#muted, muted, { mute: { muted } });
  }
  setRepeat(mode: number): void {
    this.#optimistic(this.#modes.repeat, mode, { repeat: { mode } });
  }
  setShuffle(on: boolean): void {
    this.#optimistic(this.#modes.shuffle, on, { shuffle: { on } });
  }

  /** `held`: a finger is still on the slider. */
  setVolume(level: number, held: boolean): void {
    const now = this.#ports.clock.nowMs();
    this.#gesture ??= { id: this.#ports.random31(), step: 0 };
    this.#volume.set(level, held, now);
    this.#volumeOut.push({ level, gesture: this.#gesture, final: !held });
    if (!held) this.#gesture = undefined;
    this.#touch();
    this.#pumpVolume();
  }
  nudgeVolume(by: number): void {
    this.setVolume(Math.max(0, Math.min(100, Math.round(this.volume.peek() + by))), false);
  }

  /** True where it was done. Says so where it was not. */
  async command(op: CommandOp): Promise<boolean> {
    return (await this.perform(op)) !== undefined;
  }

  /** The Result where it was done, else undefined. Says what went wrong. */
  async perform(op: CommandOp): Promise<Result | undefined> {
    const answer = await this.#ask(op);
    if (typeof answer !== "string") return answer;
    this.tell(answer);
    return undefined;
  }

  /** Why it was not done, for who says so in a place of its own; undefined where it was. */
  async attempt(op: CommandOp): Promise<string | undefined> {
    const answer = await this.#ask(op);
    return typeof answer === "string" ? answer : undefined;
  }

  /** What went wrong in words where it was not done. */
  async #ask(op: CommandOp): Promise<Result | string> {
    this.#keys += 1;
    const idempotencyKey = `${this.#ports.clock.nowMs().toFixed(3)}-${this.#keys}`;
    try {
      const { result } = await this.#link.request({ command: { ...op, idempotencyKey } });
      if (result?.code === code.ok || result?.code === code.volumeLimited) return result;
      return refused(result);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      return text.notice.lost;
    }
  }

  /** Throws RequestError: "refused" with the speaker's words, "lost" without. */
  async query(query: QueryOp): Promise<Reply> {
    const answer = await this.#link.request({ query });
    if (answer.queryReply !== null) return answer.queryReply;
    throw new RequestError("refused", refused(answer.result));
  }

  /** The answer where it was done, else undefined. Says what went wrong. */
  async administer(admin: AdminOp): Promise<FrameIn["adminReply"] | undefined> {
    try {
      const answer = await this.#link.request({ admin });
      if (answer.adminReply !== null) return answer.adminReply;
      this.tell(refused(answer.result));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.tell(text.notice.lost);
    }
    return undefined;
  }

  tell(message: string, undo?: () => void): void {
    this.#cancelNotice();
    this.notice.value = { text: message, undo };
    const cancel = this.#ports.clock.after(undo === undefined ? noticeMs : noticeButtonMs, () => {
      this.notice.value = undefined;
    });
    this.#cancelNotice = cancel;
  }
  hush(): void {
    this.#cancelNotice();
    this.notice.value = undefined;
  }

  #shown<T>(pending: Pending<T>, own: T): T {
    this.#touched.value;
    this.state.value;
    return pending.shown(this.#link.replica.seq, this.#ports.clock.nowMs())?.is ?? own;
  }

  #optimistic<T>(pending: Pending<T>, value: T, op: CommandOp): void {
    pending.set(value, false, this.#ports.clock.nowMs());
    this.#touch();
    void this.#confirm(pending, op);
  }

  async #confirm<T>(pending: Pending<T>, op: CommandOp): Promise<void> {
    pending.sent();
    pending.answered((await this.perform(op))?.seq);
    this.#touch();
  }

  /** Sends what is due; comes again when more is, or when the speaker has answered. */
  #pumpVolume(): void {
    this.#cancelVolume();
    if (this.#volumeBusy >= volumeInflightMax) return;
    const now = this.#ports.clock.nowMs();
    const due = this.#volumeOut.take(now);
    if (due !== undefined) {
      void this.#sendVolume(due.value);
      return;
    }
    const dueMs = this.#volumeOut.dueMs(now);
    if (dueMs === undefined) return;
    this.#cancelVolume = this.#ports.clock.after(dueMs - now, () => this.#pumpVolume());
  }

  async #sendVolume({ level, gesture, final }: VolumeStep): Promise<void> {
    gesture.step += 1;
    this.#volumeBusy += 1;
    const { id, step } = gesture;
    await this.#confirm(this.#volume, { volume: { level, gesture: id, step, final } });
    this.#volumeBusy -= 1;
    this.#pumpVolume();
  }

  #touch(): void {
    this.#touched.value += 1;
  }

  #linkChanged(state: LinkState): void {
    batch(() => {
      this.link.value = state;
      this.speaker.value = this.#link.speaker;
    });
  }

  #changed(by: "own" | "others" | "all"): void {
    const { epoch, state } = this.#link.replica;
    if (by !== "all") this.#noteTaken(by, state);
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      for (const pending of [
        this.#volume,
        this.#muted,
        this.#place,
        this.#status,
        ...Object.values(this.#modes),
      ])
        pending.forget();
    }
    this.state.value = state;
  }

  /** An undo step tells that a queue was replaced, and by whom. */
  #noteTaken(by: "own" | "others", after: WireState | undefined): void {
    const [before, undo] = [this.queue.peek()?.undo, after?.queue?.undo];
    if (undo?.what !== "replace" || undo.step === before?.step) return;
    this.taken.value = by === "own" ? undefined : undo.by || text.now.somebody;
  }
}

function refused(result: FrameIn["result"]): string {
  if (result?.code === code.permissionDenied) return text.notice.notAllowed;
  const { message = "" } = result ?? {};
  // The speaker's words are half a line of a terminal.
  return message === "" ? text.notice.failed : message.charAt(0).toUpperCase() + message.slice(1);
}
