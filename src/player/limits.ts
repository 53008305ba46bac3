/** Bounds and constants of the player, each with its reason. */

/** Queue items: a year of an album a day; 24 bytes each in the saved state (docs/STORAGE.md §3). */
export const queueItemsMax = 10_000;

/** Encoded audio kept in the audio thread's ring: rides out a main thread that stalls for seconds, and a seek still throws little away. */
export const ringTargetUs = 5_000_000;

/** How often the ring is topped up while something plays: well inside what it holds. */
export const pumpIntervalUs = 100_000;

/** With so much in the ring it is topped up this seldom: a waking costs as much as decoding the sound of 70 ms. */
export const calmRingUs = 2_000_000;
export const calmPumpIntervalUs = 500_000;

/** Chunks (seconds) assembled ahead of the ring: an outage shorter than this is not heard. */
export const chunksAheadMax = 30;

/**
 * With so little missing of that, it is waited until there is more to ask for: each answer wakes a speaker up about a dozen times
 * (asking, its portions, their acknowledgements), however long it is.
 */
export const chunksTogether = 5;

/** Chunk requests under way for one track: enough to fill a long link, few enough that a skip wastes little. */
export const chunksInFlightMax = 6;

/** Chunks asked for before the manifest says how many there are: the first seconds of what someone waits for. */
export const urgentChunks = 3;

/** What is needed within this is urgent (DESIGN §5): three seconds from the start, and whenever little is at hand. */
export const urgentWithinUs = 3_000_000;

/** What follows by itself is fetched at leisure until it is needed within this (streaming facts A: ten seconds). */
export const soonUs = 10_000_000;

/** What was fetched on a guess moves into the cache so many seconds of music at a time: the 40 that a play has by then take one second. */
export const settledAtOnce = 2;
export const settleEveryUs = 50_000;

/** How often it is looked whether something cannot come in time any more. */
export const tendEveryUs = 100_000;

/** A new play sounds as soon as this much is in the ring: three frames, one more than a decoder needs to be ahead. */
export const prerollUs = 60_000;

/** The next track is opened when this much of the current one is left (streaming facts A: 30 s). */
export const nextTrackLeadUs = 30_000_000;

/**
 * Chunks of the next track that are fetched at first. People skip a quarter of all tracks in their first seconds:
 * what was fetched further is then never played.
 */
export const nextTrackChunks = 5;

/**
 * With so little of the current track left it is about to play (streaming facts A: 10 s): so many are fetched then.
 * Each more costs a percent of what is fetched ahead that nobody plays (docs/PREFETCH.md §5), of which a tenth may be.
 */
export const nextTrackNearUs = 10_000_000;
export const nextTrackNearChunks = 7;

/** `previous` restarts the track after this much of it, as players do. */
export const restartAfterMs = 3_000;

/** Position is saved on pause, on a track change and this often, never more (DESIGN §7). */
export const positionSaveUs = 60_000_000;

/** The least time that a request has: above most round trips. Twice as long at each further try, up to the most. */
export const patienceUs = 1_000_000;
export const patienceUsMax = 30_000_000;

/**
 * What comes later than it is needed by less than this is still played, for the music waits for it: no sender may
 * drop it. The same for all, so that they are served in the order in which they are played.
 */
export const lateUs = 10_000_000;

/** How long what belongs to no play may take (catalogue, events) before it is asked for anew. Far above any round trip. */
export const chunkPatienceUs = 10_000_000;

/** A frame still missing when the ring holds less than this, with later ones at hand, is given up and concealed (DESIGN §5). */
export const giveUpRingUs = 120_000;

/** … and on a longer way of which nothing is known yet, as much as the first symbols of a chunk hold: a good link brings it in one flight. */
export const farPrerollUs = 240_000;

/** What repair gets even when the ring is dry already, as after an outage: two round trips of a bad link. */
export const repairPatienceUs = 200_000;

/** Pause before a failed fetch is tried again while no origin is ready. */
export const retryDelayUs = 250_000;

/**
 * What an origin could not read is asked for again this often, and this many times: a card that stalls
 * or a disk that wakes up takes seconds, and what lies ahead in the ring outlasts them.
 */
export const unreadableRetryUs = 1_000_000;
export const unreadableRetriesMax = 8;

/**
 * The catalogue is asked for changes this often while an origin is there: while files are taken in one after the other people watch
 * them come; later each look wakes a speaker up four times.
 */
export const cataloguePollMinUs = 2_000_000;
export const cataloguePollMaxUs = 16_000_000;

/** Tracks of the catalogue kept in memory: about 400 bytes each. */
export const catalogueTracksMax = 200_000;

/** A play counts from here on (the royalty convention; streaming facts G). */
export const countedPlayMs = 30_000;

/** Play events are sent this often, and at once after an append. */
export const eventCourierUs = 5_000_000;

/** 80 ms of Opus are decoded before the place of a seek, so that the decoder has settled (RFC 7845 §4.6). */
export const rollInFrames = 4;

/** A changed queue or volume is saved after this long without a further change: one write for a burst of them. */
export const saveDelayUs = 2_000_000;

/** Events looked at for one batch: more than fit its thousand bytes. */
export const eventBatchMax = 16;

/** Addresses of one origin that are taken from the LAN: its few interfaces. With so many inventions of an attacker the known ones still come within seconds. */
export const foundAddressesMax = 4;

/** Addresses at which an origin was met, kept for the next start. */
export const lastAddressesMax = 8;

/** Tracks named from their own manifests while the catalogue is away: some albums of a queue, each read from the cache at the start. */
export const tracksNamedMax = 200;

/** The least of a sample of the delivery trace: under it two datagrams in one turn would look like a fast link. */
export const sampleUs = 20_000;

/** Samples of the delivery trace: ten seconds and more of waiting, a quarter of an hour of a fast link. */
export const samplesMax = 500;

/** One silence counts as much as this: what is longer is an outage, which no buffer at the start would have bridged. */
export const silenceCountedUs = 500_000;

/** What was delivered longer ago says nothing of the link now (streaming facts A: fifteen minutes). */
export const traceAgeUs = 900_000_000;

/** The rung goes by what the link did in so much time: a collapse that is over must not be heard for minutes. */
export const rungMemoryUs = 30_000_000;
/** … or by so many samples, where there was little to wait for: half a second of them. */
export const rungSamplesMin = 25;

/** Samples that tell how fast the link is just now: a second of waiting. */
export const recentSamples = 50;

/** Bytes asked for at once are those of this time: enough for any round trip, and a narrow link stays open for a better choice. */
export const flightUs = 3_000_000;

/** A link that brings this many times what plays has room for parity, which urgent answers carry. */
export const parityRoom = 1.6;

/** A link that loses so much, per cent, loses something of every start. */
export const lossyPct = 1;

/** With fewer samples the link counts as unmeasured. */
export const samplesMin = 5;

/** Simulated runs; with a hundred, one in a hundred can be told (DESIGN §2). */
export const runsMax = 100;

/** Of so many simulated runs one may run dry after a start. */
export const stallOneIn = 100;

/** A start looks so far ahead, seconds: by then the rung has been chosen anew. */
export const startHorizonS = 10;

/** No start waits for more: the ring holds five seconds, and who waits longer has gone. */
export const startBufferUsMax = 4_000_000;

/** And none for longer once something is at hand, whatever the trace says. */
export const startWaitUsMax = 5_000_000;

/** What must be at hand after running dry, at the least: the next late packet comes within it. */
export const restartUs = 300_000;

/** What a repair takes beyond a round trip and a quarter: it is gathered, and found missing after an eighth. */
export const holeSlackUs = 30_000;

/** Share of simulated runs in which a rung must arrive in time (DESIGN §5). */
export const inTimeShare = 0.99;

/** So many seconds of a rung must arrive in time, not only the next one: a bad spell of Wi-Fi is shorter. */
export const rungHorizonS = 10;

/** Who waits for a chunk waits this long for its rung: beyond it a lower one sounds sooner. */
export const startSlackUs = 1_000_000;

/** A round trip as short as this is a network at home, which carries every rung until it is seen not to. */
export const lanRttUs = 20_000;

/** A link on which a full datagram takes longer than this, 190 kbit/s, does not carry the middle rung. */
export const narrowDatagramUs = 50_000;

/** … and sound over it begins with this much at hand: a repair behind a few datagrams takes a third of a second, and it is long before there is more. */
export const narrowStartUs = 600_000;

/** Room that the link must have beyond a rung before a rise to it. */
export const riseMargin = 1.2;

/** … and for a rung of its own beside the one that others in the house get: each speaker sees its share of the link alone. */
export const apartMargin = 2;

/** A rise needs this much at hand: if it was too soon nobody hears it. */
export const riseWithinUs = 4_000_000;

/** After a fall no rise for this long, and twice as long each time that a rise was taken back. */
export const riseWaitUs = 10_000_000;
export const riseWaitUsMax = 160_000_000;

/** A chunk of which the rest comes in time in fewer runs than this is given up for a lower rung … */
export const hopelessShare = 0.5;
/** … where that is shorter than this share of the rest: the new request costs a round trip … */
export const abandonShare = 0.75;
/** … and so much later than needed still counts as in time, for a chunk plays while it comes. */
export const abandonGraceUs = 1_000_000;

/** How often the start rule is asked anew while frames come: it costs up to a millisecond on a small board. */
export const startNeedEveryUs = 20_000;

/** The own clock is looked at so often: a time server comes and goes in minutes, and slews by less than a second meanwhile. */
export const timeLookUs = 60_000_000;

/** While the time is not known, members are asked so often; else so often, for the drift of a crystal. */
export const timeSeekUs = 10_000_000;
export const timeAskUs = 600_000_000;

/** What an answer to "what time is it" may take: a later one says too little (household/limits.ts). */
export const timeAnswerUs = 2_000_000;

/** While the play log is full: how soon a play that waits notices that there is room again. */
export const playGateUs = 500_000;

/** Between two tries to save the state on a card that takes nothing: as for play events. */
export const saveRetryUsMax = 300_000_000;

/** Names are looked up once more this long after a try: before the next, which comes within a second. */
export const lookUpAgainUs = 300_000;

/** A look-up that takes longer has met a name server that is gone; another may begin beside it. */
export const lookUpSlowUs = 1_000_000;

/** Each blocks one of the four threads that files are read with. */
export const lookUpsMax = 2;

/** Pinned tracks: what half of an 18 GB cache holds in 320 kbit/s, and 17 bytes each in the saved state. */
export const pinsMax = 1_000;

/** Chunks of a pinned track under way: enough to keep a link at home busy, and more would only wait for the card. */
export const pinChunksInFlight = 4;

/** What nobody waits for is asked for anew after this. */
export const pinPatienceUs = 60_000_000;

/** Pinned tracks are looked through this often: what a bad block took is fetched again, and a budget has grown. */
export const pinLookUs = 600_000_000;

/** What came and did not reach the card is tried again after a pause in which a slow card writes a segment … */
export const pinPauseUs = 1_000_000;
/** … this often; then at the next look. */
export const pinPausesMax = 30;

/** Who waits for a sound hears after so many seconds that there is no card: opening one takes two at the most. */
export const cardPatienceS = 3;

/** How often that is looked at. */
export const deviceLookUs = 1_000_000;

/** With less than this in the ring a speaker that plays serves one at a time, and only who waits for sound (PROTOCOL.md §6.5). */
export const hungryRingUs = 3_000_000;

/** The copy of the catalogue is written so long after its last change: a day of taking in music costs one write. */
export const catalogueSaveUs = 600_000_000;

/** … and while changes do not end, at the latest so long after the first. */
export const catalogueSaveLateUs = 21_600_000_000;

/** A file of the catalogue that is longer is none: 200,000 tracks with long tags. */
export const catalogueFileBytesMax = 128 * 1024 * 1024;

/** Tracks of a page of that file: encoding or decoding one takes a small board some milliseconds, and sound goes on in between. */
export const cataloguePageTracks = 100;
/** Pause between two pages that are encoded. */
export const cataloguePauseUs = 1_000;

/** A page of it for a neighbour, as an origin's: 60 kB are 53 datagrams. Its tracks are looked at for so many. */
export const catalogueCopyBytes = 60_000;
export const catalogueCopyTracks = 500;

/** With no origin and no catalogue neighbours are asked this often for theirs; who has one, whether theirs is newer. */
export const catalogueCopyUs = 5_000_000;
export const catalogueCopyAgainUs = 300_000_000;

/** A copy begins anew this often, because another neighbour with another version answered; then it is left for later. */
export const catalogueCopyStartsMax = 3;

/** So long without an origin, and what nobody in the house has is not waited for any more: an origin that restarts is back within it. */
export const originAwayUs = 5_000_000;

/** After a start neighbours are found within so long, and have told what they hold. */
export const houseMetUs = 15_000_000;

/** Of a track that would be played without an origin each so-many-th second is looked for, the first and the last: a hole of a few seconds is not seen. */
export const whereSecondsStep = 16;

/** A cover that is asked for by a remote: longer nobody looks at an empty frame. */
export const artworkPatienceUs = 5_000_000;

/** Items of the queue that are looked at for one that can be had without an origin: some hours of music. */
export const lookedForMax = 100;

/** Messages that wait to be said, the one that is said among them: more come than anybody listens to. */
export const announcementsMax = 8;

/** All clips of one message together. */
export const announcementSecondsMax = 90;

/** What cannot be said so long after it was to be (there is no card, others are said) is no news any more. */
export const announcementPatienceUs = 60_000_000;

/** How often the ring of clips is topped up: it holds two seconds at the least. */
export const clipPumpUs = 200_000;

/** A message is at least this loud: who turned the music all the way down still hears a code or an alarm. */
export const announcementLevelMin = 35;

/** Steps that can be undone: nobody remembers more of an evening. */
export const undoStepsMax = 32;

/** Items that they hold together: two full queues, some 3 MB. */
export const undoEntriesMax = 20_000;

/** Plays that are remembered for people: two weeks of an evening each, 6 kB. */
export const historyMax = 200;

/** They are written this long after a change: 12 kB an hour, and a power cut loses half an hour of a list. */
export const historySaveUs = 1_800_000_000;

/** Comparisons of a sort, or rows that are looked through, between two looks at the clock: a few milliseconds of a slow core. */
export const sliceSteps = 2_000;
/** Names of artists, albums and genres, and covers, that rows of the catalogue share: those of the largest library. */
export const sharedTextsMax = 65_536;

/** Tracks that are folded or decoded between two looks: some 10 µs each on a fast core. */
export const sliceTracks = 100;
/** Of work in slices is done at once: an audio thread with 20 ms in hand, and a remote, do not notice. */
export const sliceUs = 3_000;

/** Searches in one command: each looks at all of the library, for 40 ms of a fast core where that has 100,000 tracks. */
export const searchesPerCommandMax = 32;

/** A library of so many tracks is put in order at once: within two slices. */
export const inOrderAtOnceMax = 1_000;

/** The pause between two slices: whatever else is due comes in between. */
export const slicePauseUs = 1_000;

/** Who added what, and steps that can be undone, as they are kept: the steps of an evening take a few kB. */
export const notesBytesMax = 512 * 1024;

/** They are written so long after an edit: ten edits in a row cost one write. */
export const notesSaveUs = 10_000_000;

/** How much louder it gets in a second, of 0 to 100: time enough to turn it down again (facts: what people complain of). */
export const volumeRisePerS = 10;

/** On its way the volume moves so often: half a step of the scale each time. */
export const volumeTickUs = 50_000;

/** Alarms of one speaker: two for every day of the week and person of a large family. */
export const alarmsMax = 32;

/** What one alarm plays, and how long its texts may be. */
export const alarmEntriesMax = 16;
export const alarmTextCharsMax = 128;

/** Of its one URL: all alarms are told in one frame. */
export const alarmUrlCharsMax = 1_024;

/** Grows louder over ten minutes at most; ends by itself after three hours at most. */
export const alarmRiseSecondsMax = 600;
export const alarmStopMinutesMax = 180;

/** An alarm that is late by more than this is missed: a restart takes less, and whoever sleeps on is not woken at a wrong time. */
export const alarmLateMs = 180_000;

/** What was decided further ahead than this was decided by a clock that was wrong; nearer, by one that was set back. */
export const clockBackMs = 26 * 3_600_000;

/** Bass and treble, decibels up or down: more is no tone control. */
export const toneDbMax = 12;
export const balanceMax = 100;

/** The last of a sleep timer fades: long enough that nobody notices, short enough that it was meant. */
export const sleepFadeUs = 45_000_000;
export const sleepTickUs = 500_000;

/** A sleep timer lasts a day at most. */
export const sleepMinutesMax = 1440;

/** An alarm's music has so long to sound before the tone does: a cached track takes milliseconds, an origin seconds. */
export const alarmToneUs = 8_000_000;
export const alarmTickUs = 1_000_000;

/** An alarm begins no louder than this. */
export const alarmLevelFirst = 10;

/** Snooze, unless said otherwise, and at most. */
export const snoozeMinutes = 9;
export const snoozeMinutesMax = 60;

/** So often it is looked whether an alarm is due or quiet hours begin: clocks are set meanwhile. */
export const dueLookUs = 20_000_000;

/** A sound to be announced: a minute of 16-bit mono at 48 kHz. Two senders at a time are one more than there ever are. */
export const uploadBytesMax = 6_000_000;
export const uploadsMax = 2;
