/**
 * Partitioned Rice coding of a residual (RFC 9639 §9.2.7): finds the partition order and the
 * parameters with the fewest bits by the sums of folded values, then writes them.
 */
import { ricePartitionOrderMax } from "../limits.ts";
import type { BitWriter } from "./bit-writer.ts";

export interface RicePlan {
  readonly order: number;
  readonly parameters: readonly number[];
  readonly bits: number;
}

/** Parameters up to 14 fit the four-bit method; 15 is the escape that is not used here. */
const parameterMax = 14;

/** `residual` holds the block, its first `warmUp` samples apart. */
export function planRice(residual: Int32Array, frames: number, warmUp: number): RicePlan {
  let orderMax = ricePartitionOrderMax;
  while (orderMax > 0 && (frames % (1 << orderMax) !== 0 || frames >> orderMax <= warmUp)) {
    orderMax -= 1;
  }
  let sums = partitionSums(residual, frames, warmUp, orderMax);
  let best: RicePlan | undefined;
  for (let order = orderMax; order >= 0; order--) {
    const plan = planOrder(sums, frames, warmUp, order);
    if (best === undefined || plan.bits < best.bits) best = plan;
    sums = Array.from({ length: sums.length / 2 }, (_, i) => at(sums, 2 * i) + at(sums, 2 * i + 1));
  }
  return best ?? { order: 0, parameters: [0], bits: Number.POSITIVE_INFINITY };
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? 0;
}

/** Folds signs into the lowest bit: 0, −1, 1, −2 … become 0, 1, 2, 3 …. */
function folded(value: number): number {
  return ((value << 1) ^ (value >> 31)) >>> 0;
}

function partitionSums(
  residual: Int32Array,
  frames: number,
  warmUp: number,
  order: number,
): number[] {
  const size = frames >> order;
  const sums = new Array<number>(1 << order).fill(0);
  for (let p = 0; p < sums.length; p++) {
    let sum = 0;
    for (let i = Math.max(warmUp, p * size); i < (p + 1) * size; i++) {
      sum += folded(residual[i] as number); // i is below frames
    }
    sums[p] = sum;
  }
  return sums;
}

function planOrder(
  sums: readonly number[],
  frames: number,
  warmUp: number,
  order: number,
): RicePlan {
  const size = frames >> order;
  const parameters: number[] = [];
  let bits = 6;
  for (const [p, sum] of sums.entries()) {
    const count = p === 0 ? size - warmUp : size;
    let parameter = 0;
    while (parameter < parameterMax && sum > 1.5 * count * (1 << parameter)) parameter += 1;
    parameters.push(parameter);
    bits += 4 + count * (1 + parameter) + sum / (1 << parameter);
  }
  return { order, parameters, bits };
}

export function writeRice(
  out: BitWriter,
  residual: Int32Array,
  frames: number,
  warmUp: number,
  plan: RicePlan,
): void {
  out.bits(0, 2);
  out.bits(plan.order, 4);
  const size = frames >> plan.order;
  for (const [p, parameter] of plan.parameters.entries()) {
    out.bits(parameter, 4);
    const end = (p + 1) * size;
    for (let i = Math.max(warmUp, p * size); i < end; i++) {
      const value = folded(residual[i] as number); // i is below frames
      out.unary(value >>> parameter);
      if (parameter > 0) out.bits(value, parameter);
    }
  }
}
