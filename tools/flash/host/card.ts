/**
 * A card as the work on it sees one: bytes at places. host/disk-card.ts is the
 * real one, test/tools/flash/sim-card.ts one that lies, wears out or is pulled.
 */
export interface Card extends AsyncDisposable {
  readonly sizeBytes: number;
  /**
   * Fills `into`, from the card itself and no cache of the system; fewer bytes at the end of the card. Place and
   * length are multiples of `blockBytes`, and `into` begins where `alignedBytes` let it. Throws FlashError.
   */
  read(into: Uint8Array, at: number): Promise<number>;
  /** As `read`; kept for certain after `sync`. Throws FlashError. */
  write(bytes: Uint8Array, at: number): Promise<void>;
  /** Resolves when the card says that it keeps what was written. Throws FlashError. */
  sync(): Promise<void>;
}

/** WebAssembly's page: what its memory comes in. */
const pageBytes = 65_536;

/** The types of Node 20 leave it out, those of browsers are not taken here. */
const { WebAssembly: wasm } = globalThis as unknown as {
  WebAssembly: { Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer } };
};

/** Memory that O_DIRECT takes: WebAssembly's begins at a page, which Node promises of no buffer. */
export function alignedBytes(length: number): Uint8Array {
  const memory = new wasm.Memory({ initial: Math.ceil(length / pageBytes) });
  return new Uint8Array(memory.buffer, 0, length);
}
