/** Reads files of a FAT32 file system in memory, as a boot loader does: no more than the tables and the folders say. */
const entryBytes = 32;
const attribute = { folder: 0x10, label: 0x08, longName: 0x0f };
const lastCluster = 0x0fff_fff8;

interface FatEntry {
  readonly name: string;
  readonly isFolder: boolean;
  readonly cluster: number;
  readonly bytes: number;
}

/** A piece of a file: where it lies in the file system. */
export interface Extent {
  readonly at: number;
  readonly bytes: number;
}

export class Fat {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #clusterBytes: number;
  readonly #tableAt: number;
  readonly #dataAt: number;
  readonly #rootCluster: number;
  readonly #clusters: number;

  /** Throws where it is none. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const sector = this.#view.getUint16(11, true);
    if (sector !== 512 || this.#view.getUint16(510, true) !== 0xaa55) throw new Error("no FAT");
    this.#clusterBytes = sector * this.#view.getUint8(13);
    this.#tableAt = sector * this.#view.getUint16(14, true);
    const tableBytes = sector * this.#view.getUint32(36, true);
    this.#dataAt = this.#tableAt + tableBytes * this.#view.getUint8(16);
    this.#rootCluster = this.#view.getUint32(44, true);
    this.#clusters = Math.floor((bytes.length - this.#dataAt) / this.#clusterBytes) + 2;
  }

  /** Where a file's bytes lie; undefined where it is not there, or its chain is broken. */
  extents(path: string): readonly Extent[] | undefined {
    let entry: FatEntry | undefined;
    let cluster = this.#rootCluster;
    for (const name of path.split("/")) {
      entry = this.#entries(cluster)?.find((one) => one.name.toLowerCase() === name.toLowerCase());
      if (entry === undefined) return undefined;
      cluster = entry.cluster;
    }
    if (entry === undefined || entry.isFolder) return undefined;
    const chain = this.#chain(entry.cluster);
    const wanted = Math.ceil(entry.bytes / this.#clusterBytes);
    return chain?.length === wanted ? this.#joined(chain, entry.bytes) : undefined;
  }

  read(extents: readonly Extent[]): Uint8Array {
    return Buffer.concat(extents.map(({ at, bytes }) => this.#bytes.subarray(at, at + bytes)));
  }

  #joined(chain: readonly number[], length: number): Extent[] {
    const extents: { at: number; bytes: number }[] = [];
    let left = length;
    for (const cluster of chain) {
      const at = this.#placeOf(cluster);
      const bytes = Math.min(left, this.#clusterBytes);
      const last = extents.at(-1);
      if (last !== undefined && last.at + last.bytes === at) last.bytes += bytes;
      else extents.push({ at, bytes });
      left -= bytes;
    }
    return extents;
  }

  #chain(first: number): number[] | undefined {
    const chain: number[] = [];
    let cluster = first;
    while (cluster < lastCluster) {
      if (cluster < 2 || cluster >= this.#clusters || chain.length > this.#clusters)
        return undefined;
      chain.push(cluster);
      cluster = this.#view.getUint32(this.#tableAt + 4 * cluster, true) & 0x0fff_ffff;
    }
    return chain;
  }

  #entries(cluster: number): FatEntry[] | undefined {
    const found: FatEntry[] = [];
    let long = "";
    for (const one of this.#chain(cluster) ?? []) {
      const from = this.#placeOf(one);
      for (let at = from; at < from + this.#clusterBytes; at += entryBytes) {
        const first = this.#view.getUint8(at);
        const kind = this.#view.getUint8(at + 11);
        if (first === 0) return found;
        if (first === 0xe5) long = "";
        else if (kind === attribute.longName) long = this.#longPart(at) + long;
        else if ((kind & attribute.label) === 0) {
          found.push(this.#entry(at, long));
          long = "";
        } else long = "";
      }
    }
    return found;
  }

  #entry(at: number, long: string): FatEntry {
    const text = (from: number, to: number) =>
      new TextDecoder("latin1").decode(this.#bytes.subarray(at + from, at + to)).trimEnd();
    const [stem, ending] = [text(0, 8), text(8, 11)];
    return {
      name: long === "" ? (ending === "" ? stem : `${stem}.${ending}`) : long,
      isFolder: (this.#view.getUint8(at + 11) & attribute.folder) !== 0,
      cluster: this.#view.getUint16(at + 20, true) * 0x1_0000 + this.#view.getUint16(at + 26, true),
      bytes: this.#view.getUint32(at + 28, true),
    };
  }

  /** 13 characters of UTF-16. */
  #longPart(at: number): string {
    const places = [1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30];
    const codes = places.map((place) => this.#view.getUint16(at + place, true));
    const end = codes.indexOf(0);
    return String.fromCharCode(...(end < 0 ? codes : codes.slice(0, end)));
  }

  #placeOf(cluster: number): number {
    return this.#dataAt + (cluster - 2) * this.#clusterBytes;
  }
}
