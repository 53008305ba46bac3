/**
 * Restores missing symbols of one answer from parity symbols (PROTOCOL.md §5.4).
 *
 * Pure state: it keeps what parities came and looks, at each call, whether those of some first part
 * of the answer are as many as the symbols missing there. It does not know what was asked for, nor
 * what is done with a restored symbol.
 *
 * Invariants:
 *   I1  a parity that covers nothing missing is forgotten
 *   I2  what it returns satisfies every parity it was computed from
 * Bounds: `paritiesHeldMax` parities of `parityBytesMax` bytes; `unknownsMax` symbols solved at once,
 * `solvesMax` times in a call.
 */
import { addProduct, divide, multiply } from "./gf256.ts";
import {
  coveredMax,
  paritiesHeldMax,
  paritiesMax,
  parityBytesMax,
  parityLengthBytes,
  solvesMax,
  unknownsMax,
} from "./limits.ts";
import { addSymbol, type ParityName, parityFactor } from "./parity-code.ts";

interface Equation extends ParityName {
  readonly bytes: Uint8Array;
}

export interface Restored {
  readonly index: number;
  readonly symbol: Uint8Array;
}

/** The symbols at hand; undefined where one is missing. */
export type SymbolsSoFar = (index: number) => Uint8Array | undefined;

const nothing: readonly Restored[] = [];

export class Restorer {
  /** By where their windows end, then by how they came. */
  #equations: Equation[] = [];

  get isEmpty(): boolean {
    return this.#equations.length === 0;
  }

  /** Copies `bytes`. False where it was there already, or is no parity symbol. */
  add(name: ParityName, bytes: Uint8Array): boolean {
    if (bytes.length < parityLengthBytes || bytes.length > parityBytesMax) return false;
    const { first, length, parity } = name;
    if (length > coveredMax || parity >= paritiesMax) return false;
    const same = (other: Equation): boolean =>
      other.parity === parity && other.first === first && other.length === length;
    if (this.#equations.length >= paritiesHeldMax || this.#equations.some(same)) return false;
    const at = this.#equations.findIndex((other) => endOf(other) > endOf(name));
    const equation = { first, length, parity, bytes: bytes.slice() };
    this.#equations.splice(at < 0 ? this.#equations.length : at, 0, equation);
    return true;
  }

  /** What can be restored by now; empty for nothing. The symbols are the caller's. */
  restore(symbolAt: SymbolsSoFar): readonly Restored[] {
    this.#equations = this.#equations.filter((equation) => missingOf(equation, symbolAt) > 0);
    const used: Equation[] = [];
    const unknowns: number[] = [];
    let solves = 0;
    for (const equation of this.#equations) {
      used.push(equation);
      collect(equation, symbolAt, unknowns);
      if (unknowns.length > unknownsMax) return nothing;
      if (used.length < unknowns.length) continue;
      const restored = solve(used, unknowns, symbolAt);
      if (restored === "contradiction") this.#equations = [];
      if (typeof restored !== "string") return restored;
      solves += 1;
      if (solves === solvesMax || restored === "contradiction") return nothing;
    }
    return nothing;
  }
}

function endOf({ first, length }: ParityName): number {
  return first + length;
}

function missingOf({ first, length }: ParityName, symbolAt: SymbolsSoFar): number {
  let missing = 0;
  for (let index = first; index < first + length; index++) {
    if (symbolAt(index) === undefined) missing += 1;
  }
  return missing;
}

function collect(equation: ParityName, symbolAt: SymbolsSoFar, unknowns: number[]): void {
  for (let index = equation.first; index < endOf(equation); index++) {
    if (symbolAt(index) === undefined && !unknowns.includes(index)) unknowns.push(index);
  }
}

/** `undetermined`: more parities may help. `contradiction`: of what a symbol can be; the parities are none. */
function solve(
  equations: readonly Equation[],
  unknowns: readonly number[],
  symbolAt: SymbolsSoFar,
): readonly Restored[] | "undetermined" | "contradiction" {
  const rows = equations.map((equation) => ({
    factors: Uint8Array.from(unknowns, (index) => factorIn(equation, index)),
    bytes: syndromeOf(equation, symbolAt),
  }));
  for (let column = 0; column < unknowns.length; column++) {
    const pivot = rows.findIndex(({ factors }, row) => row >= column && factors[column] !== 0);
    const chosen = rows[pivot];
    const displaced = rows[column];
    if (chosen === undefined || displaced === undefined) return "undetermined";
    rows[pivot] = displaced;
    rows[column] = chosen;
    clearColumn(rows, column);
  }
  const restored: Restored[] = [];
  for (const [column, index] of unknowns.entries()) {
    const symbol = symbolIn(rows[column]);
    if (symbol === undefined) return "contradiction";
    restored.push({ index, symbol });
  }
  return restored;
}

interface Row {
  readonly factors: Uint8Array;
  readonly bytes: Uint8Array;
}

/** Makes the factor of `column` 1 in its own row and 0 in all others. */
function clearColumn(rows: readonly Row[], column: number): void {
  const pivot = rows[column];
  if (pivot === undefined) return;
  const inverse = divide(1, pivot.factors[column] ?? 1);
  if (inverse !== 1) {
    scale(pivot.factors, inverse);
    scale(pivot.bytes, inverse);
  }
  for (const [row, { factors, bytes }] of rows.entries()) {
    const factor = factors[column] ?? 0;
    if (row === column || factor === 0) continue;
    addProduct(factors, 0, pivot.factors, factor);
    addProduct(bytes, 0, pivot.bytes, factor);
  }
}

function scale(bytes: Uint8Array, factor: number): void {
  for (let i = 0; i < bytes.length; i++) bytes[i] = multiply(factor, bytes[i] ?? 0);
}

function factorIn({ first, length, parity }: ParityName, index: number): number {
  return index < first || index >= first + length ? 0 : parityFactor(parity, index);
}

/** The parity less what is known of it: a sum of unknown symbols alone. */
function syndromeOf(equation: Equation, symbolAt: SymbolsSoFar): Uint8Array {
  // All of one width, so that rows can be added to each other.
  const bytes = new Uint8Array(parityBytesMax);
  bytes.set(equation.bytes);
  for (let index = equation.first; index < endOf(equation); index++) {
    const symbol = symbolAt(index);
    if (symbol !== undefined) addSymbol(bytes, symbol, parityFactor(equation.parity, index));
  }
  return bytes;
}

function symbolIn(row: Row | undefined): Uint8Array | undefined {
  if (row === undefined) return undefined;
  const length = ((row.bytes[0] ?? 0) << 8) | (row.bytes[1] ?? 0);
  if (parityLengthBytes + length > row.bytes.length) return undefined;
  return row.bytes.subarray(parityLengthBytes, parityLengthBytes + length);
}
