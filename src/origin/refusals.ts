/** Codes of an origin's refusals (PROTOCOL.md §6.1); that of who was put out is in household/member-words.ts. */
export const refusal = {
  notFound: 16,
  notMember: 17,
  malformed: 18,
  inviteRefused: 19,
  unavailable: 20,
} as const;
