/**
 * A packet as the model sees it: its size and where it goes. What is in it lies with whoever made
 * it and gets it back.
 */

/** A host by its place in the lab, or every host but the sender. */
export type Destination = number | "all";

export interface Packet {
  /** Of the whole IP packet. */
  readonly sizeBytes: number;
  /** Written by the lab: the sender, and who is to get it. */
  from: number;
  to: Destination;
  /** Written by the lab: places that it is held in (copies share it). 0: free again. */
  holders: number;
}
