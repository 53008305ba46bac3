/**
 * What the commands need of the machine: the ports, made by the root, and the
 * few facts and streams of the process that ports do not cover.
 */
import type { AudioSink } from "../audio/model.ts";
import type { AeadDriver } from "../ports/aead.ts";
import type { Clock } from "../ports/clock.ts";
import type { DatabaseDriver } from "../ports/database.ts";
import type { DecoderDriver } from "../ports/decoder.ts";
import type { Disk } from "../ports/disk.ts";
import type { Entropy } from "../ports/entropy.ts";
import type { GpioDriver } from "../ports/gpio.ts";
import type { HttpClient } from "../ports/http-client.ts";
import type { OpenHttp } from "../ports/http-server.ts";
import type { KeyInput } from "../ports/key-input.ts";
import type { Log } from "../ports/log.ts";
import type { MediaDecoderDriver } from "../ports/media-decoder.ts";
import type { MediaHttp } from "../ports/media-http.ts";
import type { OpenMulticast } from "../ports/multicast.ts";
import type { Network, OpenTls } from "../ports/network.ts";
import type { PcmTarget } from "../ports/pcm.ts";
import type { PcmInputTarget } from "../ports/pcm-input.ts";
import type { PipedPrograms, ProcessRunner } from "../ports/process.ts";
import type { SecretInput } from "../ports/secret-input.ts";
import type { ServiceManager } from "../ports/service-manager.ts";
import type { SoundCardLister } from "../ports/sound-cards.ts";
import type { TagReader } from "../ports/tags.ts";
import type { Terminal } from "../ports/terminal.ts";
import type { WallSource } from "../ports/wall-source.ts";
import type { Environment } from "./environment.ts";

export interface Machine {
  readonly network: Network;
  /** Multicast DNS's socket. */
  readonly openMulticast: OpenMulticast;
  readonly disk: Disk;
  readonly http: HttpClient;
  readonly openHttp: OpenHttp;
  /** TLS for programs of other makes. */
  readonly openTls: OpenTls;
  /** A new private RSA key: PEM, PKCS#8. */
  readonly makeRsaKey: (bits: number) => Promise<string>;
  /** Where the built web remote lies. */
  readonly webFolder: string;
  /** What plays URLs: loaded when the first one is wanted. */
  readonly openMedia: () => Promise<{
    readonly http: MediaHttp;
    readonly decoders: MediaDecoderDriver;
  }>;
  /** What decodes URLs for speakers, at an origin: loaded likewise. */
  readonly openRelays: () => Promise<{
    readonly http: MediaHttp;
    readonly programs: PipedPrograms;
  }>;
  /** What decodes sound that is sent as it happens; likewise. */
  readonly openDecoders: () => Promise<DecoderDriver>;
  readonly clock: Clock;
  readonly wallSource: WallSource;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly aead: AeadDriver;
  readonly processes: ProcessRunner;
  readonly tags: TagReader;
  readonly terminal: Terminal;
  readonly secrets: SecretInput;
  readonly keys: KeyInput;
  /** Throws DiskError `not-found` where SQLite is not installed. */
  readonly openDatabases: () => Promise<DatabaseDriver>;
  /** Undefined where none waits to hear of this daemon. */
  readonly openServiceManager: () => Promise<ServiceManager | undefined>;
  /** A sound output in a thread of its own; `pulse` changes while that moves, and wakes it. */
  readonly openSink: (
    output: {
      readonly target: PcmTarget;
      /** Line-in; undefined where there is none. */
      readonly input: PcmInputTarget | undefined;
      readonly flac: boolean;
    },
    signal: AbortSignal,
  ) => Promise<AudioSink & AsyncDisposable & { pulse(): number }>;
  /** Once, when a daemon with a sound output has come up: memory that only its start needed goes back. */
  readonly started: () => Promise<void>;
  /** Once for each speaker: what compiling its first play uses goes back, too. */
  readonly firstPlayBegins: () => void;
  readonly soundCards: SoundCardLister;
  /** Throws GpioError where lines cannot be had at all. */
  readonly openGpio: () => Promise<GpioDriver>;
  /** Where the profiles of boards lie. */
  readonly boardsFolder: string;
  readonly environment: Environment;
  readonly version: string;
  /** How to run a tool of this project: the command without its arguments. */
  readonly toolCommand: (name: string) => readonly string[];
}
