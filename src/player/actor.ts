/** Who sent a command, as far as it decides what it may do. */
export interface Actor {
  readonly role: "guest" | "member" | "admin";
  /** It is the first that a new cast session says of the volume. */
  readonly firstVolume?: boolean | undefined;
  /** It asks from the speaker itself: a URL may lead there. */
  readonly local?: boolean | undefined;
}
