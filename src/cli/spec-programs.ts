/** The commands that are no remote: daemons, what works beside them, the machine's own. Data only. */
import { type CommandSpec, json, type OptionSpec } from "./spec-form.ts";

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
const mpd = {
  mpd: { value: "HOST:PORT|off", about: "remotes of MPD, such as mpc; usually port 6600 (off)" },
  "mpd-role": { value: "ROLE", about: "what they may do: guest or member (member)" },
  "mpd-password-file": { value: "FILE", about: "first line is the password they must send" },
} as const;
const originData = { data: { ...data, about: "data folder of the origin" }, json };

export const programCommands = {
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
      ...mpd,
    },
    notes: ["--mpd is the port of the first speaker, the one that plays."],
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
      updates: { value: "DIR", about: "serve the update bundles and channels in DIR to devices" },
      "updates-listen": { value: "HOST:PORT", about: "where (0.0.0.0:7690)" },
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
      cast: { value: "HOST:PORT|off", about: "Cast receiver, for open senders (0.0.0.0:8009)" },
      "cast-role": {
        value: "ROLE",
        about: "what Cast senders may do: member, guest or off (member)",
      },
      ...mpd,
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
      board: {
        value: "FILE|NAME",
        about: "buttons, knob, lights and amplifier; nightjar boards lists them (none)",
      },
      metrics,
      quality,
    },
  },
  "cast-root": {
    args: "",
    about: "make a root of your own that Chromium believes a speaker's Cast by",
    options: {
      data: { ...data, about: "data folder of the speaker that is to have a key of it" },
      root: { value: "DIR", about: "folder of the root; it is made where there is none" },
    },
    notes: [
      "Start the speaker anew, and Chromium with --cast-developer-certificate-path=DIR/root.crt.",
      "For developers: Google's own apps believe Google's root alone, and no speaker of yours.",
    ],
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
  update: {
    args: "",
    about: "put a newer system on this device, and go back by itself where it does not live",
    options: {
      check: { about: "say what there is, and change nothing" },
      from: { value: "FILE|URL", about: "this bundle (what the channel names)" },
      channel: {
        value: "URL|none",
        about: "ask this channel from now on, such as http://nas:7690/stable",
      },
      "allow-downgrade": { about: "take an older version, too" },
      restart: { about: "start the new system at once, not at the next start" },
      json,
    },
    notes: [
      "For devices whose card starts through U-Boot; packages are updated by packages.",
      "An update that was interrupted goes on where it was, with the same command.",
    ],
  },
  "update status": {
    args: "",
    about: "show which system runs, and what is on the other slot",
    options: { json },
  },
  "update back": {
    args: "",
    about: "go back to the system on the other slot, at the next start",
    options: { restart: { about: "now" }, json },
  },
  "update trial": {
    args: "",
    about: "wait until a new system proves healthy, or restart into the old one",
    options: {},
    notes: ["A service of the image runs it (nightjar-update-trial)."],
  },
  "update look": {
    args: "",
    about: "fetch what the channel has newer; exit with 0 where there is something, or it waits",
    options: {},
    notes: ["A service of the image runs it at night (nightjar-update-look)."],
  },
  "update night": {
    args: "",
    about: "put what look fetched on this device, and start it while nothing plays",
    options: {},
    notes: ["A service of the image runs it where look found something (nightjar-update-night)."],
  },
  "sound-cards": {
    args: "",
    about: "list the sound cards and what --output and --input can name",
    options: { json },
  },
  boards: {
    args: "[BOARD]",
    about: "list what --board can name, or what is wired to a board",
    options: { json },
    notes: [
      "A BOARD is a name that it lists, or a file of your own.",
      "How to wire and write one: docs/HARDWARE.md.",
    ],
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
} satisfies Record<string, CommandSpec>;
