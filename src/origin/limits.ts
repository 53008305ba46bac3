/** Bounds and times of the origin, each with its reason. */
import { kib, mib, usPerS } from "../base/units.ts";

/** Folders below each other: a link that the system resolves for us may lead in a circle. */
export const scanDepthMax = 32;

/** Files of a library: their rows take about 100 MB of memory while a scan compares them. */
export const libraryFilesMax = 200_000;

/** A file that changed this recently may still be being copied. */
export const stableMs = 2_000;

/** How often files that are being copied are looked at again. */
export const unstablePollUs = 1 * usPerS;

/** Watching misses network mounts and overflows; a scan of 10,000 files takes about 0.3 s. */
export const scanPollUs = 30 * usPerS;

/** Between two scans at least, however many hints come: a copy makes a stream of them. */
export const scanGapUs = 1 * usPerS;

/** No ffmpeg, a full disk: it takes a person to mend, so a minute is soon enough to look. */
export const troubleRetryUs = 60 * usPerS;

/** Encoding yields to serving and to everything else on the machine. */
export const ingestNiceness = 10;

/** Data of a removed file are kept this long: folders get moved, disks unplugged, minds changed. */
export const keptAfterRemovalMs = 7 * 24 * 3_600_000;

/** Above, FLAC is resampled: frames of 20 ms then stay within the chunk format. */
export const flacRateMax = 192_000;

/** A file that decodes to less than this share of its own length is cut off, not just scratched. */
export const completeShareMin = 0.95;

/** Silence has no loudness and no peak: the values that EBU R128 meters stop at. */
export const silenceLufs = -70;
export const silencePeakDb = -120;

/** Covers are shown on phones; larger ones are scaled down to this edge, in pixels. */
export const artworkEdgeMax = 1_000;

/** A catalogue page is one answer of the link; 60 kB are 53 datagrams, half a second at 1 Mbit/s. */
export const cataloguePageBytesMax = 60_000;

/** Words of a search that count; more only narrow down further. */
export const searchWordsMax = 16;

/** Rows of a search or of the whole list, beyond what any remote shows. */
export const searchRowsMax = 100_000;

/** Rung files held open: two for each of some thirty streams, far below the usual 1024 of a process. */
export const openFilesMax = 64;

/** Chunks in memory: a house that plays the same album asks for each chunk several times. */
export const hotChunkBytes = 32 * mib;

/** Written at once while a rung is stored. */
export const writeBytes = 512 * kib;

/** Read at once from the encoder's output. */
export const readBytes = 256 * kib;

/** Rows of one report: tracks, or gaps. */
export const reportRowsMax = 100_000;

/** Plays that were heard this long count (the rule of the royalty bodies). */
export const countedPlayMs = 30_000;

/** A device that offers the same events past a gap this often has nothing older any more. */
export const gapOffersMax = 3;

/** Devices whose offers past a gap are remembered. */
export const gapDevicesMax = 1_024;

/** The figures of a running origin, as JSON: a list of failed files may be in it. */
export const statsBytesMax = 4 * mib;

/** Addresses an invite names when the origin listens everywhere: more than a home server has. */
export const inviteInterfacesMax = 6;

/** Events of one run of the ledger: a delivery has no more (PROTOCOL.md §6). */
export const runEventsMax = 64;

/** Runs read at a time for a report: half a megabyte of memory. */
export const runPageRows = 512;

/** Rows of an earlier version read at a time: half a megabyte. */
export const migrationPageRows = 5_000;

/** Streams of which the ledger remembers how far they came: some 300 bytes each. */
export const streamsRemembered = 20_000;

/** Plays of one device that a report holds: three years of 45 a day, 20 MB. */
export const playsHeldMax = 50_000;

/** Deliveries of play events wait so long for company: far below a round trip, far above the time between two of a crowd. */
export const groupUs = 2_000;

/** Half a megabyte of events; a commit of them takes some 40 ms on a slow disk. */
export const groupDeliveriesMax = 256;

/** Events of one boot that wait for a known time behind them in a report: weeks of a speaker without any clock, 1 MB. */
export const unplacedEventsMax = 4_096;

/** Plain bytes of a backup that are sealed together: a flipped bit is found within so much. */
export const backupChunkBytes = 64 * kib;

/** Of a backup that is read: what is held in memory at once stays small. */
export const backupChunkBytesMax = 1 * mib;

/** scrypt's N = 2^17, r = 8, p = 1: 128 MiB and a second or so on a board, the least that OWASP advises. */
export const scryptCost = { log2N: 17, r: 8, p: 1 } as const;

/** A file may ask for so much memory (128 N r bytes): a board of 1 GiB must survive it. */
export const scryptBytesMax = 256 * mib;

/** And for so many times the work of one of ours: half a minute on a board. */
export const scryptWorkMax = 16;

/** Fewer characters are guessed in an afternoon, whatever scrypt costs. */
export const passphraseCharsMin = 8;

/** The small part of a backup: keys, names, settings. */
export const backupAboutBytesMax = 64 * kib;

/** ListenBrainz: a track of at most so much is not listened to. */
export const listenTrackMs = 30_000;

/** ListenBrainz: heard for so long it counts, however long the track is. */
export const listenPlayedMs = 240_000;

/** ListenBrainz: MAX_LISTEN_SIZE is 10,240 bytes with the time and the braces; a track's text is a few hundred. */
export const listenBytesMax = 10_000;

/** ListenBrainz: MAX_LISTENS_PER_REQUEST. */
export const listensPerRequest = 1_000;

/** ListenBrainz: no client calls more often than once a second. */
export const listenGapUs = 1 * usPerS;

/** Answers that never came and servers in trouble: from two seconds up to an hour, doubling. */
export const listenRetryUs = 2 * usPerS;
export const listenRetryMaxUs = 3_600 * usPerS;

/** A server that does not answer for so long is away. */
export const listenPatienceUs = 30 * usPerS;

/** How often the settings are looked at, and the ledger for what is new: a listen may be that late. */
export const listenPollUs = 5 * usPerS;

/** Runs taken from the ledger in one commit: some 10 ms of the daemon's thread. */
export const collectRuns = 50;

/** Plays that wait to be sent, to be placed in time, or to end: two years of a household without a network. */
export const playsWaitingMax = 100_000;

/** Boots of devices whose clocks are remembered: late events of older ones are held for ever. */
export const bootsRemembered = 10_000;

/** Members and those who have gone, as they are shown to people: four times what a household has (wire/roll.ts). */
export const memberNotesMax = 1_024;

/** How soon the daemon finds that a command beside it has revoked someone, and that a member came or went. */
export const membersLookUs = 1_000_000;

/** An origin asks so often whether the household's key is handed to it. */
export const keyLookUs = 5_000_000;

/** Who leaves gets the answer before its sessions are closed. */
export const farewellUs = 1_000_000;

/** Who vouches for the machine's clock changes in minutes: when a time server comes or goes. */
export const timeLookUs = 60_000_000;
