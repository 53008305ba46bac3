/** Bounds of membership, each with its reason. */

/** An invite is carried by hand to a speaker nearby; a day covers "I'll do it tomorrow". */
export const inviteLifetimeMs = 24 * 60 * 60 * 1000;

/** Open invites: more are a mistake of a script, not of a household. */
export const openInvitesMax = 1_000;

/** Addresses in an invite: every interface of a home server, and no more than a QR code can hold. */
export const inviteAddressesMax = 8;
