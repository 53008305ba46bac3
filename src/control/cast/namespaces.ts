/** Names and values of the Cast channel that senders know (docs/CAST.md §3). */
const prefix = "urn:x-cast:com.google.cast.";

export const ns = {
  connection: `${prefix}tp.connection`,
  heartbeat: `${prefix}tp.heartbeat`,
  deviceauth: `${prefix}tp.deviceauth`,
  receiver: `${prefix}receiver`,
  media: `${prefix}media`,
  multizone: `${prefix}multizone`,
  setup: `${prefix}setup`,
  discovery: `${prefix}receiver.discovery`,
} as const;

/** The platform's end of virtual connections; apps have ends of their own. */
export const platformId = "receiver-0";
/** All who have a virtual connection to the source. */
export const everybody = "*";
