/** Scratch memory for packets, shared by all sessions of an endpoint: calls do not overlap. */
import type { AeadDriver, PacketBuffer } from "../ports/aead.ts";
import { datagramBytesLargest, packetHeaderBytes, tagBytes } from "../wire/link-datagram.ts";
import { FrameWriter } from "../wire/link-frames.ts";
import { parityBytesMax } from "./fec/limits.ts";

export class PacketBuffers {
  /** A datagram that came, opened in place. */
  readonly incoming: PacketBuffer;
  /** Its frames. */
  readonly opened: Uint8Array;
  /** What `nextDatagram` made, until it is called again; sealed in place. */
  readonly outgoing: PacketBuffer;
  /** Writes where the frames of `outgoing` are. */
  readonly frames: FrameWriter;
  /** A parity symbol on its way into the frames. */
  readonly parity = new Uint8Array(parityBytesMax);

  constructor(driver: AeadDriver) {
    this.incoming = driver.packetBuffer(datagramBytesLargest);
    this.opened = this.incoming.bytes.subarray(packetHeaderBytes);
    this.outgoing = driver.packetBuffer(datagramBytesLargest);
    const framesEnd = datagramBytesLargest - tagBytes;
    this.frames = new FrameWriter(this.outgoing.bytes.subarray(packetHeaderBytes, framesEnd));
  }
}
