/** A speaker's part in what the household keeps together: joins it to the library and the player. Decides nothing. */
import { Rng } from "../../base/rng.ts";
import type { CommonsReplica } from "../../household/commons-replica.ts";
import type { TrackInfo } from "../../media/track.ts";
import type { TrackId } from "../../media/track-id.ts";
import type { Entropy } from "../../ports/entropy.ts";
import type { CommandExecutor } from "../commands.ts";
import { lineInId } from "../line-in.ts";
import type { Player } from "../player.ts";
import type { SpeakerUrls } from "../url/speaker-urls.ts";
import { Collection } from "./collection.ts";
import { CollectionCommands } from "./collection-commands.ts";

export interface SpeakerCollectionPorts {
  readonly id: string;
  readonly entropy: Entropy;
  readonly replica: CommonsReplica;
  readonly player: Player;
  readonly commands: CommandExecutor;
  /** What can be played by its id. */
  readonly track: (id: TrackId) => TrackInfo | undefined;
  readonly shown: (id: TrackId) => TrackInfo;
  readonly urls: Pick<SpeakerUrls, "kept">;
  readonly search: (query: string) => readonly TrackInfo[];
}

export function speakerCollection(ports: SpeakerCollectionPorts): CollectionCommands {
  const { replica, player, commands, track, shown, urls } = ports;
  const following = (): readonly TrackInfo[] => {
    const { entries, index } = player.queue;
    return entries.slice(Math.max(0, index)).map((entry) => urls.kept(shown(entry.track)));
  };
  return new CollectionCommands(new Collection(replica.commons, { get: track, shown }), {
    ...ports,
    // Where things stand in a list need not be secret, but differ from speaker to speaker.
    rng: new Rng(Number.parseInt(ports.id.slice(0, 8), 16)),
    find: (what) => {
      const found = commands.find(what);
      return Array.isArray(found) ? found.map((each: TrackInfo) => urls.kept(each)) : found;
    },
    play: (what, by) => commands.execute({ kind: "play", what }, by),
    playing: () => (player.isLineIn ? lineInId : following()),
  });
}
