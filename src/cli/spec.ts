/**
 * All commands with their options and words for people: parsing, suggestions
 * and help come from this one table. Data only.
 */

export interface OptionSpec {
  /** Name of the value; undefined for a switch. */
  readonly value?: string;
  /** May be given more than once. */
  readonly many?: boolean;
  readonly about: string;
}

export interface CommandSpec {
  readonly args: string;
  readonly about: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** What an argument may be, where `args` does not list it. */
  readonly words?: readonly string[];
  /** More to say, one paragraph a line. */
  readonly notes?: readonly string[];
}

const json: OptionSpec = { about: "print JSON" };
const quality: OptionSpec = {
  value: "KBPS",
  about: "auto, 96, 160, 320 or lossless (what was set before, auto)",
};
const output: OptionSpec = { value: "OUTPUT", about: "alsa[:DEVICE], wav:FILE or null (alsa)" };
const mdns: OptionSpec = { value: "on|off", about: "be found on the network (on)" };
const data: OptionSpec = { value: "DIR", about: "folder that this daemon keeps everything in" };
const metrics: OptionSpec = { value: "HOST:PORT", about: "not in this version" };
const passphraseFile: OptionSpec = {
  value: "FILE",
  about: "first line is the passphrase, - for stdin (asks on the terminal)",
};
const originData = { data: { ...data, about: "data folder of the origin" }, json };

export const ctlOptions: Readonly<Record<string, OptionSpec>> = {
  data: { value: "DIR", about: "the speaker with this data folder, over its Unix socket" },
  speaker: { value: "NAME|HOST:PORT", about: "a speaker on the network that was paired" },
  json,
};

const ctl = (args: string, about: string, extra: Partial<CommandSpec> = {}): CommandSpec => ({
  args,
  about,
  ...extra,
  options: { ...ctlOptions, ...extra.options },
});

const item = "An ITEM is an id or a row number as `queue` prints them.";

const playlistItem = "An ITEM is an id or a row number as `playlist show` prints them.";

export const commands = {
  start: {
    args: "",
    about: "a household in a box: an origin and its speakers, playing at once",
    options: {
      library: { value: "DIR", about: "folder of music (a small library of its own)" },
      speakers: { value: "N", about: "how many speakers, 1 to 8 (2)" },
      data: { value: "DIR", about: "where all is kept (NIGHTJAR_DATA, ~/.local/share/nightjar)" },
      output,
      quality,
      mdns,
    },
  },
  origin: {
    args: "",
    about: "serve a folder of music to the speakers of a household",
    options: {
      data,
      library: { value: "DIR", about: "folder of music" },
      listen: { value: "HOST:PORT", about: "UDP address (0.0.0.0:41800)" },
      name: { value: "NAME", about: "name for people" },
      mdns,
      upstream: { value: "HOST:PORT", about: "not in this version" },
      join: { value: "URI", about: "invite (--origin) of the household to join, not to make one" },
      metrics,
    },
  },
  "origin invite": {
    args: "",
    about: "print an invite that admits one speaker",
    options: {
      ...originData,
      origin: { about: "it admits an origin, which can be handed the household later" },
    },
    notes: [
      "It is good for a day and for one member. Whoever reads it can join with it: it is a secret.",
      "On a terminal it is shown as a QR code, too.",
    ],
  },
  "origin members": {
    args: "",
    about: "list who is a member of the household, and who was",
    options: originData,
  },
  "origin revoke": {
    args: "ID|NAME",
    about: "put a member out of the household",
    options: originData,
    notes: [
      "Works beside the running origin. Speakers that hear of it tell each other, with the origin off, too.",
      "The member comes back with a new invite only.",
    ],
  },
  "origin hand-over": {
    args: "ID|NAME",
    about: "give the household's key to another origin, a member already",
    options: originData,
    notes: [
      "The other one takes it when both run. Then this one is an origin like any other:",
      "it serves on, and can be revoked at the other one. Speakers know both and play on.",
    ],
  },
  "origin library": {
    args: "[QUERY]",
    about: "list the tracks of the library",
    options: originData,
  },
  "origin events": {
    args: "",
    about: "report the ledger of plays",
    options: {
      ...originData,
      by: { value: "track|device", about: "plays of each track, or of each speaker" },
      export: { value: "csv|jsonl", about: "print every event, one a line" },
    },
  },
  "origin stats": {
    args: "",
    about: "show sessions, traffic and ingest",
    options: originData,
  },
  "origin scrobble": {
    args: "[on|off]",
    about: "forward plays to ListenBrainz, or show whether they are (off)",
    options: {
      ...originData,
      "token-file": {
        value: "FILE",
        about: "first line is your token, - for stdin (asks on the terminal)",
      },
      "base-url": { value: "URL", about: "a server of your own (https://api.listenbrainz.org)" },
      all: { about: "send the plays of before, too" },
    },
    notes: [
      "Forwarded are plays of tracks longer than 30 s, of which half or four minutes were heard.",
      "Works beside the running origin. `off` forgets the token and what was not sent yet.",
    ],
  },
  "origin backup": {
    args: "FILE",
    about: "put keys, settings, catalogue and ledger into one encrypted file",
    options: { ...originData, "passphrase-file": passphraseFile },
    notes: [
      "Works while the origin runs. The music is not in it: keep that as you keep your files.",
      "Without the passphrase nobody opens it again, you neither.",
    ],
  },
  "origin restore": {
    args: "FILE",
    about: "make an origin's data folder of a backup",
    options: {
      data: { value: "DIR", about: "data folder to make; it must be empty or not there" },
      json,
      "passphrase-file": passphraseFile,
    },
    notes: [
      "It is the same origin to every speaker, on whatever machine and address it is started.",
      "The origin that the backup was made of must not run any more.",
    ],
  },
  speaker: {
    args: "",
    about: "be a speaker",
    options: {
      data,
      name: { value: "NAME", about: "name for people (the host's name)" },
      output,
      input: { value: "INPUT", about: "line-in: alsa:DEVICE, or wav:FILE over and over (none)" },
      mixer: {
        value: "auto|off|CONTROL",
        about: "use the card's own volume where it has one, no, or this control (auto)",
      },
      "dac-ppm": { value: "N", about: "rate error of the model DAC of wav: and null (0)" },
      "adc-ppm": { value: "N", about: "rate error of the model ADC of --input wav: (0)" },
      origin: {
        value: "HOST:PORT",
        many: true,
        about: "an origin, where it is not found by itself",
      },
      peer: {
        value: "HOST:PORT",
        many: true,
        about: "another speaker of the household, likewise",
      },
      join: { value: "URI", about: "invite of the household to join" },
      listen: { value: "HOST:PORT", about: "UDP address (0.0.0.0:41000)" },
      control: { value: "HOST:PORT|off", about: "remote control over TLS (0.0.0.0:7646)" },
      http: { value: "HOST:PORT|off", about: "web remote, for browsers (0.0.0.0:7680)" },
      "http-name": {
        value: "NAME",
        many: true,
        about: "a name of this machine that browsers use, beside its own and NAME.local",
      },
      cast: { value: "HOST:PORT|off", about: "not in this version" },
      mdns,
      "cache-size": { value: "SIZE", about: "chunk cache, for example 2GiB" },
      "cache-eco": { about: "cache what comes a second time: a quarter of the flash writes" },
      metered: {
        about: "the line costs by the byte: fetch hardly anything ahead",
      },
      "cache-write-budget": {
        value: "SIZE",
        about: "what the cache may write to the card a day; 0 for nothing new (1GiB)",
      },
      "mirror-events": { about: "keep each play event twice, against flash that rots" },
      board: { value: "FILE", about: "not in this version" },
      metrics,
      quality,
    },
  },
  "factory-reset": {
    args: "",
    about: "make a speaker forget its household, queue, remotes and cache",
    options: {
      data: { ...data, about: "data folder of a speaker that is not running" },
      yes: { about: "really do it" },
      "lose-plays": { about: "even if plays were not counted yet" },
    },
    notes: [
      "Its keys are destroyed: what is left of the cache on the card is noise.",
      "Files in the folder that are not the speaker's stay.",
    ],
  },
  "sound-cards": {
    args: "",
    about: "list the sound cards and what --output and --input can name",
    options: { json },
  },
  completion: {
    args: "bash|zsh|fish",
    about: "print a script that completes these command lines",
    options: {},
    notes: [
      "bash: source <(nightjar completion bash), in ~/.bashrc",
      "zsh: nightjar completion zsh > ~/.zfunc/_nightjar, where ~/.zfunc is in $fpath",
      "fish: nightjar completion fish > ~/.config/fish/completions/nightjar.fish",
    ],
  },
  ctl: {
    args: "COMMAND",
    about: "control a speaker",
    options: ctlOptions,
    notes: [
      "Without --data and --speaker it is the speaker in NIGHTJAR_DATA, else in ~/.local/share/nightjar;",
      "of a household in a box the first one (DIR/speaker-1).",
    ],
  },
  "ctl status": ctl("", "what plays, and how it goes"),
  "ctl watch": ctl("", "print the status at each change, until Ctrl-C"),
  "ctl remote": ctl("", "the whole terminal as a remote: keys, queue, search"),
  "ctl library": ctl("[QUERY]", "list tracks, all or those that match"),
  "ctl play": ctl("[TRACK_ID|QUERY]…", "play these now; resume without any", {
    options: { wait: { about: "return when the first sample is out" } },
  }),
  "ctl pause": ctl("", "pause"),
  "ctl resume": ctl("", "go on"),
  "ctl stop": ctl("", "stop and go back to the start of the track"),
  "ctl next": ctl("", "next track"),
  "ctl previous": ctl("", "previous track"),
  "ctl seek": ctl("TIME", "go to a place in the track: 95, 1:35, +10, -10"),
  "ctl volume": ctl("[0-100|+N|-N]", "show or set the volume"),
  "ctl mute": ctl("", "be silent, keep the volume"),
  "ctl unmute": ctl("", "sound again"),
  "ctl queue": ctl("[COMMAND …]", "show or change the queue"),
  "ctl queue add": ctl("TRACK_ID|QUERY…", "put tracks into the queue, at its end", {
    options: {
      next: { about: "behind the current track" },
      now: { about: "behind the current track, and play it; the queue stays" },
      after: { value: "ITEM", about: "behind this item" },
    },
    notes: [item],
  }),
  "ctl queue remove": ctl("ITEM…", "take items out of the queue", { notes: [item] }),
  "ctl queue move": ctl("ITEM…", "move items within the queue", {
    options: {
      after: { value: "ITEM", about: "to behind this item" },
      first: { about: "to the front" },
    },
    notes: [item],
  }),
  "ctl queue clear": ctl("", "empty the queue"),
  "ctl queue play": ctl("ITEM", "play an item of the queue, which stays as it is", {
    notes: [item],
  }),
  "ctl queue undo": ctl("[STEP]", "undo the latest change of the queue, whoever made it", {
    notes: [
      "What it would undo is in each line of `watch --json`, as `undo`, with its STEP.",
      "What is added, removed or moved can be undone after later changes; play, clear and shuffle cannot.",
    ],
  }),
  "ctl history": ctl("", "list what was played lately, the latest first"),
  "ctl history clear": ctl("", "forget what was played"),
  "ctl browse": ctl("[SHELF] [WORD…]", "list shelves of the library, or what is on one", {
    words: ["artists", "albums", "genres", "added", "played"],
    notes: [
      "A SHELF is artists (the default), albums, genres, added, played or a REF:",
      "what it prints for an artist, an album or a genre, or artist:NAME, album:NAME, genre:NAME.",
      "REF/tracks lists all tracks of an artist or genre. `play`, `queue add`, `pin` take a REF, too.",
      "WORDs leave only the rows that have all of them.",
    ],
  }),
  "ctl repeat": ctl("off|one|all", "repeat nothing, the track or the queue"),
  "ctl shuffle": ctl("on|off", "play in random order"),
  "ctl quality": ctl("[auto|96|160|320|lossless]", "show or set what music is fetched in", {
    options: { source: { value: "KIND", about: "only of what comes from origin or peer (both)" } },
    notes: [
      "auto goes down when the network is too slow, and up again; the others stay what they are.",
      "It is heard once what is fetched already has played; lossless from the next track on.",
    ],
  }),
  "ctl pin": ctl("TRACK_ID|QUERY…", "keep tracks on the card, to be played without an origin", {
    options: { quality: { value: "KBPS", about: "96, 160, 320 or lossless (320)" } },
    notes: [
      "They are fetched when nobody needs the network, and stay whatever is played meanwhile,",
      "over restarts. All pinned tracks together may take half of the cache.",
    ],
  }),
  "ctl unpin": ctl("TRACK_ID|QUERY…", "let pinned tracks go like all others"),
  "ctl pins": ctl("", "list pinned tracks, and how much of each is on the card"),
  "ctl playlist": ctl("[list|show|create|…]", "playlists of the household", {
    notes: [
      "They are the same on all speakers of the household, and can be changed at any of them.",
    ],
  }),
  "ctl playlist list": ctl("", "list the playlists"),
  "ctl playlist show": ctl("NAME", "list what is in a playlist"),
  "ctl playlist create": ctl("NAME [TRACK_ID|QUERY…]", "make a playlist"),
  "ctl playlist export": ctl("NAME", "print a playlist as M3U8, for other players"),
  "ctl playlist import": ctl("NAME FILE", "make a playlist of an M3U8 file", {
    notes: [
      "Entries are found by artist and title, or by the title in the file's name.",
      "Those that are not in the library are listed and left out.",
    ],
  }),
  "ctl playlist rename": ctl("NAME NEW", "give a playlist another name"),
  "ctl playlist delete": ctl("NAME", "delete a playlist"),
  "ctl playlist add": ctl("NAME TRACK_ID|QUERY…", "put tracks into a playlist, at its end", {
    options: {
      after: { value: "ITEM", about: "behind this item" },
      first: { about: "to the front" },
    },
    notes: [playlistItem],
  }),
  "ctl playlist remove": ctl("NAME ITEM…", "take items out of a playlist", {
    notes: [playlistItem],
  }),
  "ctl playlist move": ctl("NAME ITEM…", "move items within a playlist", {
    options: {
      after: { value: "ITEM", about: "to behind this item" },
      first: { about: "to the front" },
    },
    notes: [playlistItem],
  }),
  "ctl playlist play": ctl("NAME", "play a playlist now", {
    options: { from: { value: "ITEM", about: "from this item on" } },
    notes: [playlistItem],
  }),
  "ctl favourite": ctl("[list|add|remove|play]", "favourites of the household"),
  "ctl favourite list": ctl("", "list the favourites"),
  "ctl favourite add": ctl("[TRACK_ID|QUERY…]", "make tracks favourites; what plays without any"),
  "ctl favourite remove": ctl(
    "[TRACK_ID|QUERY…]",
    "no favourites any more; what plays without any",
  ),
  "ctl favourite play": ctl("", "play the favourites now"),
  "ctl preset": ctl("[list|save|play|clear]", "presets of the household, 1 to 20"),
  "ctl preset list": ctl("", "list the presets"),
  "ctl preset save": ctl("N [TRACK_ID|QUERY…]", "save what plays, or these, as a preset", {
    options: {
      playlist: { value: "NAME", about: "this playlist" },
      favourites: { about: "the favourites" },
    },
  }),
  "ctl preset play": ctl("N", "play a preset now", {
    notes: ["Where its music is gone the nearest to it is played, and that is said."],
  }),
  "ctl preset clear": ctl("N", "empty a preset"),
  "ctl household": ctl("[zone|name]", "show the household's settings"),
  "ctl household zone": ctl("[ZONE]", "show or set the time zone, such as Europe/Oslo", {
    notes: ["Daylight saving is part of it. An empty word takes it back."],
  }),
  "ctl household name": ctl("[NAME]", "show or set the household's name"),
  "ctl sleep": ctl("MINUTES|+MINUTES|track|off", "end the music softly after a while"),
  "ctl alarm": ctl("[set|remove|stop|snooze …]", "list alarms, or set and end them"),
  "ctl alarm set": ctl("TIME [TRACK_ID|QUERY]…", "be woken by music, or by a tone", {
    options: {
      days: { value: "DAYS", about: "some of mo,tu,we,th,fr,sa,su (once, at the next such time)" },
      volume: { value: "N", about: "1 to 100 (40)" },
      rise: { value: "SECONDS", about: "until it is that loud (60)" },
      "stop-after": { value: "MINUTES", about: "it ends by itself (60)" },
      label: { value: "TEXT", about: "for people" },
      id: { value: "ID", about: "the alarm whose place it takes (a new one)" },
      off: { about: "keep it, and be silent" },
    },
    notes: [
      "It sounds without any network: where the music does not sound within seconds, a tone does.",
      "One that was due while the speaker was off, or did not know the time, is listed as missed.",
    ],
  }),
  "ctl alarm remove": ctl("ID", "remove an alarm"),
  "ctl alarm stop": ctl("", "end the alarm that sounds; what was missed is seen"),
  "ctl alarm snooze": ctl("[MINUTES]", "silence the alarm for a while (9)"),
  "ctl volume-guard": ctl("", "hold the volume down", {
    options: {
      cap: { value: "N", about: "nobody can set more, 1 to 100" },
      quiet: { value: "FROM-TO|off", about: "quiet hours, for example 22:00-07:00" },
      "quiet-cap": { value: "N", about: "the most in quiet hours (25)" },
    },
  }),
  "ctl tone": ctl("[flat]", "show or set bass, treble, balance and mono", {
    words: ["flat"],
    options: {
      bass: { value: "DB", about: "-12 to 12" },
      treble: { value: "DB", about: "-12 to 12" },
      balance: { value: "N", about: "-100 (left alone) to 100 (right alone)" },
      mono: { value: "on|off", about: "both sides on both sides" },
    },
    notes: ["What is not given stays as it is, or with flat as it was made."],
  }),
  "ctl loudness": ctl("[off|track|album]", "show or set what is made equally loud", {
    notes: ["track: all tracks; album: all albums, and within one nothing is changed (off)."],
  }),
  "ctl announce": ctl("[FILE]", "play a sound over the music; two notes without one", {
    notes: [
      "Any sound file of up to a minute that ffmpeg reads; WAV and Opus of up to 2 MB also without it.",
    ],
  }),
  "ctl resume-after-restart": ctl("on|off", "play on after a restart what played before (off)"),
  "ctl group": ctl("[NAME…]", "not in this version"),
  "ctl ungroup": ctl("", "not in this version"),
  "ctl speakers": ctl("", "list the speakers on the network"),
  "ctl pair": ctl("", "let this user control the speaker, or with --open another", {
    options: {
      name: { value: "NAME", about: "how the speaker lists you (user@host)" },
      code: {
        value: "CODE",
        about: "with --speaker: the six digits that it speaks (asks for them)",
      },
      open: { about: "let one remote in by a code, spoken and printed, good for two minutes" },
      role: { value: "ROLE", about: "with --open: guest, member or admin (member)" },
      until: { value: "TIME", about: "with --open: a guest's visit ends then: 3h, 2d, 2:00" },
      close: { about: "the code that --open gave is good no more" },
    },
    notes: [
      "Run on the speaker, with --data, it lets this user in; afterwards `ctl --speaker NAME` works.",
      "With --speaker NAME or HOST:PORT it does that from elsewhere, by a code: somebody runs",
      "`ctl pair --open` on the speaker, or presses its button, and the speaker says six digits.",
    ],
  }),
  "ctl clients": ctl("", "list who may control the speaker"),
  "ctl audit": ctl("", "who did what, the last 200 actions"),
  "ctl revoke": ctl("ID", "put a client out"),
  "ctl leave": ctl("", "take the speaker out of its household", {
    options: { yes: { about: "do not ask" } },
    notes: [
      "Its plays are handed in first. Then it forgets its household, queue and cached music,",
      "and can join another household.",
    ],
  }),
  "ctl events": ctl("", "play events that wait for the ledger"),
  "ctl diag": ctl("", "internals, for engineers"),
} satisfies Record<string, CommandSpec>;

export type CommandName = keyof typeof commands;

export const commandNames = Object.keys(commands) as CommandName[]; // the keys of the table

export function specOf(name: CommandName): CommandSpec {
  return commands[name];
}
