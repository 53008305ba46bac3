/** What a Chromium 156 sent of a tab with a tone of 440 Hz: its OFFER, and the first 110 datagrams of its stream. */
import { readFileSync } from "node:fs";

export const chromiumOffer = {
  type: "OFFER",
  seqNum: 1,
  offer: {
    castMode: "mirroring",
    supportedStreams: [
      {
        ...{ index: 0, type: "audio_source", codecName: "opus", codecParameter: "" },
        ...{ rtpProfile: "cast", rtpPayloadType: 127, ssrc: 15_080, targetDelay: 200 },
        ...{ timeBase: "1/48000", channels: 2, bitRate: 128_000, receiverRtcpEventLog: true },
        aesKey: "3ce691fdfbb0db77c10657e054046e02",
        aesIvMask: "921a3e47ba5e8315f5aa6a2d2fcfa5e0",
      },
    ],
  },
};

export interface Datagram {
  readonly atUs: number;
  readonly bytes: Uint8Array;
}

/** In the file each has its time in milliseconds (32 bits) and its length (16 bits) before it. */
export function chromiumDatagrams(): Datagram[] {
  const url = new URL("../../../fixtures/cast/chromium-tab.bin", import.meta.url);
  const file = readFileSync(url);
  const found: Datagram[] = [];
  for (let at = 0; at < file.length; ) {
    const length = file.readUInt16BE(at + 4);
    const bytes = Uint8Array.from(file.subarray(at + 6, at + 6 + length));
    found.push({ atUs: 1_000 * file.readUInt32BE(at), bytes });
    at += 6 + length;
  }
  return found;
}
