/** The checksums of a FLAC frame (RFC 9639 §9.1.8 and §9.3) and of a PNG chunk (ISO 15948 §5.5). */

const table8 = table((value) => ((value << 1) ^ (value & 0x80 ? 0x07 : 0)) & 0xff, 0);
const table16 = table((value) => ((value << 1) ^ (value & 0x8000 ? 0x8005 : 0)) & 0xffff, 8);
const table32 = table((value) => (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0), 0);

function table(step: (value: number) => number, shift: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte << shift;
    for (let i = 0; i < 8; i++) value = step(value);
    return value >>> 0;
  });
}

export function crc8(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = table8[crc ^ byte] ?? 0;
  return crc;
}

export function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (let i = 0; i < bytes.length; i++) {
    const entry = table16[(crc >> 8) ^ (bytes[i] as number)] as number; // an index of 8 bits
    crc = ((crc << 8) ^ entry) & 0xffff;
  }
  return crc;
}

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (table32[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}
