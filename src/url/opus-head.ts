/** What Opus says of itself: its head (RFC 7845 §5.1), and how long a packet is (RFC 6716 §3.1). Pure. */
export interface OpusHead {
  readonly channels: number;
  /** Samples at 48 kHz to drop at the beginning. */
  readonly preSkip: number;
}

/** Undefined where it is none, or of more channels than two, which one decoder does not take. */
export function opusHeadOf(packet: Uint8Array): OpusHead | undefined {
  const name = String.fromCharCode(...packet.subarray(0, 8));
  const [channels = 0, low = 0, high = 0] = packet.subarray(9, 12);
  if (name !== "OpusHead" || packet.length < 19 || (packet[8] ?? 0xff) > 15) return undefined;
  return channels === 1 || channels === 2 ? { channels, preSkip: low | (high << 8) } : undefined;
}

export function isOpusTags(packet: Uint8Array): boolean {
  return String.fromCharCode(...packet.subarray(0, 8)) === "OpusTags";
}

const silk = [480, 960, 1_920, 2_880];
const hybrid = [480, 960];
const celt = [120, 240, 480, 960];

/** Samples at 48 kHz; 0 for one that is none, or longer than 120 ms. */
export function opusSamples(packet: Uint8Array): number {
  const [toc, count = 0] = packet;
  if (toc === undefined) return 0;
  const config = toc >> 3;
  const one = config < 12 ? silk[config & 3] : config < 16 ? hybrid[config & 1] : celt[config & 3];
  const code = toc & 3;
  const frames = code === 0 ? 1 : code === 3 ? (packet.length > 1 ? count & 63 : 0) : 2;
  const samples = (one ?? 0) * frames;
  return samples <= 5_760 ? samples : 0;
}
