/** Bounds of membership, each with its reason. */

/** An invite is carried by hand to a speaker nearby; a day covers "I'll do it tomorrow". */
export const inviteLifetimeMs = 24 * 60 * 60 * 1000;

/** Open invites: more are a mistake of a script, not of a household. */
export const openInvitesMax = 1_000;

/** Addresses in an invite: every interface of a home server, and no more than a QR code can hold. */
export const inviteAddressesMax = 8;

/** A clock that shows less was never set: nothing of this program is older than 2024. What shows 2100 is broken. */
export const wallMsMin = 1_704_067_200_000;
export const wallMsMax = 4_102_444_800_000;

/** Nodes whose word for the time is kept: a large house. */
export const timeVotesMax = 32;

/** Words for the time that differ by less agree: two clocks that follow time servers are nearer to each other. */
export const timeAgreeMs = 2_000;

/** An answer that took longer says too little of the moment. */
export const timeSpanUsMax = 2_000_000;

/** A speaker that was just started meets its neighbours one after the other: the first that is asked may be the one that is wrong. */
export const timeGatherUs = 15_000_000;

/** A time is passed on so often: a house has no more storeys than that, and a circle of hearsay ends. */
export const timeHopsMax = 3;

/** Between two looks a clock is slewed by less; what is more is a step, and somebody must vouch for it. */
export const timeSlewMs = 1_000;

/** Sessions are looked at so often for a roll that may be newer; one of them is asked at most so often without news (a revocation holds in the house within a minute). */
export const rollLookUs = 5_000_000;
export const rollAskUs = 30_000_000;

/** What an answer may take: 40 kB over a narrow link that plays music. */
export const rollAnswerUs = 20_000_000;

/** A speaker that reaches no origin knocks at one as a guest so often, to hear whether it was put out; and waits so long for a word. */
export const knockUs = 15_000_000;
export const knockAnswerUs = 5_000_000;

/** Pause before an origin that could not take a new member just then is asked again. */
export const joinRetryUs = 2_000_000;

/**
 * What the household keeps together: entries (an item of a playlist is one) that a speaker lets people make. A
 * household's lists of a life; some 4 MB of memory when it is full.
 */
export const commonsEntriesMax = 8_192;

/** Entries that are taken from others: two halves of a house that were apart may have filled up each for itself. */
export const commonsTakenMax = 2 * commonsEntriesMax;

/** Of them, by one writer: one that writes without end leaves the others half of the room. */
export const commonsOfOneMax = commonsTakenMax / 2;

/** Deletions that are remembered, in each of 128 buckets, for who was away: 8,192 in all. Beyond it the oldest go. */
export const commonsDeletedMax = 64;

/** A deletion that all members have heard of is remembered for another day: a session may still carry what was before. */
export const commonsDeletedMs = 24 * 60 * 60 * 1000;

/** Stamps that are further ahead of a time that is known come from a clock that is wrong. */
export const commonsAheadMs = 24 * 60 * 60 * 1000;

/** Changes of one gesture go out together; nobody notices the wait. */
export const commonsTellUs = 150_000;

/** Who heard of news passes them on after a pause of up to this: meanwhile most have heard it from where it came. */
export const commonsPassOnUs = 1_000_000;

/** … and to so many others: three each reach every one of fifty, and the next look those that it missed. */
export const commonsPassOnMax = 3;

/** One end is told, and asked for what differs, at most so often: an endless row of edits is a message a second. */
export const commonsPauseUs = 1_000_000;

/** Without news each end is asked whether it has the same so often: 50 speakers send one short question a second each. */
export const commonsAskUs = 60_000_000;

/** It is looked whether something is due so often. */
export const commonsLookUs = 5_000_000;

/** What an answer may take: 60 kB on a narrow link, behind the music. */
export const commonsAnswerUs = 20_000_000;

/** It is written to the card so long after a change, one write for a burst … */
export const commonsSaveUs = 2_000_000;
/** … and while changes do not end, at the latest so long after the first. */
export const commonsSaveLateUs = 10_000_000;
/** A card that takes nothing is tried again after this. */
export const commonsSaveAgainUs = 60_000_000;

/** How often deletions that all have heard of are let go, and what lost its list is. */
export const commonsSweepUs = 3_600_000_000;

/** The file that a card brings along: every field at its largest, and room for whoever lays it out by hand. */
export const provisioningBytesMax = 32_768;
/** A name is announced in one label of DNS and shown whole; as long as `--name` may be. */
export const deviceNameBytesMax = 64;
/** A key for each who looks after the house; the longest is RSA of 8192 bits with a comment. */
export const sshKeysMax = 8;
export const sshKeyCharsMax = 2_000;
