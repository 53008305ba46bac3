/**
 * What somebody did, in words: the codes of the list of who did what
 * (docs/CONTROL.md §3.5), as the command line and the web remote show them. Data only.
 */
export const deeds = {
  play: "Played",
  pause: "Paused",
  resume: "Played on",
  stop: "Stopped",
  next: "Next track",
  previous: "Previous track",
  seek: "Moved in the track",
  volume: "Volume",
  "volume-by": "Volume",
  mute: "Mute",
  "queue-add": "Added to the queue",
  "queue-remove": "Removed from the queue",
  "queue-move": "Moved in the queue",
  "queue-clear": "Cleared the queue",
  "queue-undo": "Undid a change of the queue",
  "queue-play": "Played from the queue",
  "history-clear": "Forgot what was played before",
  repeat: "Repeat",
  shuffle: "Shuffle",
  quality: "Sound quality",
  pin: "Kept on the speaker",
  unpin: "Kept no more on the speaker",
  rename: "Called the speaker",
  "volume-guard": "Volume limits",
  sleep: "Sleep timer",
  "alarm-set": "Set an alarm",
  "alarm-remove": "Removed an alarm",
  "alarm-skip": "Skipped an alarm",
  "alarm-snooze": "Snoozed an alarm",
  "alarm-stop": "Stopped an alarm",
  tone: "Tone",
  loudness: "Equally loud",
  announce: "Announcement",
  "resume-after-restart": "Play on after a restart",
  zone: "Time zone",
  "playlist-create": "Made a playlist",
  "playlist-rename": "Renamed a playlist",
  "playlist-delete": "Deleted a playlist",
  "playlist-add": "Added to a playlist",
  "playlist-remove": "Removed from a playlist",
  "playlist-move": "Moved in a playlist",
  "playlist-play": "Played a playlist",
  "favourite-add": "Made a favourite",
  "favourite-remove": "No favourite any more",
  "favourite-play": "Played the favourites",
  "preset-save": "Saved a preset",
  "preset-play": "Played a preset",
  "preset-clear": "Cleared a preset",
  "household-set": "Household settings",
  "pairing-opened": "Opened for pairing",
  "pairing-closed": "Closed for pairing",
  "pairing-wrong-code": "Wrong pairing code",
  "pairing-locked": "Locked pairing",
  paired: "Paired",
  revoked: "Removed a remote",
  "visit-ended": "The visit ended",
  "left-household": "Left the household",
} as const;

/** Who did it, where it was no remote with a name. */
const doers = {
  client: "a remote",
  owner: "on the speaker itself",
  stranger: "a stranger",
  button: "a button",
  cast: "cast",
  mpd: "MPD",
  alarm: "an alarm",
  speaker: "the speaker",
} as const;

const deedWords = new Map<string, string>(Object.entries(deeds));
const doerWords = new Map<string, string>(Object.entries(doers));

/** What a newer speaker may send is shown as it came. */
export function deedText(what: string): string {
  return deedWords.get(what) ?? what.replaceAll("-", " ");
}

export function doerText(actor: string): string {
  return doerWords.get(actor) ?? actor;
}
