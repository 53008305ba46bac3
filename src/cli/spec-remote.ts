/** The remote's commands. Data only. */
import { type CommandSpec, ctl, ctlOptions } from "./spec-form.ts";

const item = "An ITEM is an id or a row number as `queue` prints them.";

const playlistItem = "An ITEM is an id or a row number as `playlist show` prints them.";

export const remoteCommands = {
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
    options: { source: { value: "origin|peer", about: "only of what comes from there (both)" } },
    notes: [
      "auto goes down when the network is too slow, and up again; the others stay what they are.",
      "It is heard once what is fetched already has played; lossless from the next track on.",
    ],
  }),
  "ctl pin": ctl("TRACK_ID|QUERY…", "keep tracks on the card, to be played without an origin", {
    options: { quality: { value: "96|160|320|lossless", about: "what they are kept in (320)" } },
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
  "ctl alarm": ctl("[set|skip|remove|stop|…]", "list alarms, or set and end them"),
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
  "ctl alarm skip": ctl("[ID]", "skip the next time only (of the next alarm)", {
    options: { undo: { about: "sound that time after all" } },
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
      role: { value: "guest|member|admin", about: "with --open: as what (member)" },
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
  "ctl rename": ctl("[NAME]", "show or set what the speaker is called", {
    notes: ["It stays so over restarts, whatever --name says. An empty word takes it back."],
  }),
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
