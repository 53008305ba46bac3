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
