/**
 * The kernel's user interface to GPIO chips, version 2 (linux/gpio.h, since
 * 5.10): numbers of its calls, and its structures as bytes. Pure. Structures and
 * numbers are the same on x86, arm and arm64: all fields are of fixed size and
 * aligned.
 */
import type { GpioInput, GpioOutput } from "../../ports/gpio.ts";

/** _IOC(direction, size, 0xB4, nr) of asm-generic/ioctl.h. */
export const call = {
  chipInfo: 0x8044_b401,
  lineInfo: 0xc100_b405,
  getLine: 0xc250_b407,
  getValues: 0xc010_b40e,
  setValues: 0xc010_b40f,
} as const;

export const chipInfoBytes = 68;
export const lineInfoBytes = 256;
export const lineRequestBytes = 592;
export const lineValuesBytes = 16;
export const lineEventBytes = 48;

/** GPIO_V2_LINES_MAX */
export const linesMax = 64;
/** GPIO_V2_LINE_NUM_ATTRS_MAX */
const attrsMax = 10;
const nameBytes = 32;

/** enum gpio_v2_line_flag */
const flag = {
  used: 1n << 0n,
  activeLow: 1n << 1n,
  input: 1n << 2n,
  output: 1n << 3n,
  rising: 1n << 4n,
  falling: 1n << 5n,
  pullUp: 1n << 8n,
  pullDown: 1n << 9n,
  noPull: 1n << 10n,
} as const;

/** enum gpio_v2_line_attr_id */
const attr = { flags: 1, values: 2, debounce: 3 } as const;

const pullFlags = { up: flag.pullUp, down: flag.pullDown, none: flag.noPull } as const;
const risingEdge = 1;

/** An attribute of some of the lines, one bit each. */
interface Attribute {
  readonly id: number;
  readonly value: bigint;
  mask: bigint;
}

/** struct gpio_v2_line_request. Undefined where the lines differ in more ways than one request can say. */
export function inputRequest(
  lines: readonly GpioInput[],
  consumer: string,
): Uint8Array | undefined {
  const attributes: Attribute[] = [];
  for (const [index, { activeLow, pull, debounceUs }] of lines.entries()) {
    const edges = flag.input | flag.rising | flag.falling;
    note(attributes, attr.flags, edges | pullFlags[pull] | lowFlag(activeLow), index);
    if (debounceUs > 0) note(attributes, attr.debounce, BigInt(debounceUs), index);
  }
  return request(lines, attributes, consumer);
}

export function outputRequest(
  lines: readonly GpioOutput[],
  consumer: string,
): Uint8Array | undefined {
  const attributes: Attribute[] = [];
  let values = 0n;
  for (const [index, { activeLow, active }] of lines.entries()) {
    note(attributes, attr.flags, flag.output | lowFlag(activeLow), index);
    if (active) values |= 1n << BigInt(index);
  }
  const mask = (1n << BigInt(lines.length)) - 1n;
  return request(lines, [...attributes, { id: attr.values, value: values, mask }], consumer);
}

/** Descriptor of the lines in an answered request. */
export function requestFd(bytes: Uint8Array): number {
  return viewOf(bytes).getInt32(588, true);
}

export function chipInfo(bytes: Uint8Array): {
  readonly name: string;
  readonly label: string;
  readonly lines: number;
} {
  const lines = viewOf(bytes).getUint32(2 * nameBytes, true);
  return { name: textAt(bytes, 0), label: textAt(bytes, nameBytes), lines };
}

/** struct gpio_v2_line_info to ask with. */
export function lineInfoRequest(line: number): Uint8Array {
  const bytes = new Uint8Array(lineInfoBytes);
  viewOf(bytes).setUint32(2 * nameBytes, line, true);
  return bytes;
}

/** Who has the line; empty where its owner says nothing, undefined where it is free. */
export function lineUser(bytes: Uint8Array): string | undefined {
  const flags = viewOf(bytes).getBigUint64(2 * nameBytes + 8, true);
  return (flags & flag.used) === 0n ? undefined : textAt(bytes, nameBytes);
}

/** struct gpio_v2_line_values */
export function lineValues(bits: bigint, mask: bigint): Uint8Array {
  const bytes = new Uint8Array(lineValuesBytes);
  viewOf(bytes).setBigUint64(0, bits, true);
  viewOf(bytes).setBigUint64(8, mask, true);
  return bytes;
}

export function valueBits(bytes: Uint8Array): bigint {
  return viewOf(bytes).getBigUint64(0, true);
}

export interface LineEvent {
  readonly line: number;
  readonly active: boolean;
  /** CLOCK_MONOTONIC, as Clock.nowUs. */
  readonly atUs: number;
  /** Counts the events of the request, wraps at 2^32: a gap tells of lost ones. */
  readonly seq: number;
}

/** struct gpio_v2_line_event, as many as there are whole ones. */
export function lineEvents(bytes: Uint8Array): LineEvent[] {
  const view = viewOf(bytes);
  const events: LineEvent[] = [];
  for (let at = 0; at + lineEventBytes <= bytes.length; at += lineEventBytes) {
    events.push({
      atUs: Number(view.getBigUint64(at, true) / 1_000n),
      active: view.getUint32(at + 8, true) === risingEdge,
      line: view.getUint32(at + 12, true),
      seq: view.getUint32(at + 16, true),
    });
  }
  return events;
}

function request(
  lines: readonly { readonly line: number }[],
  attributes: readonly Attribute[],
  consumer: string,
): Uint8Array | undefined {
  if (attributes.length > attrsMax) return undefined;
  const bytes = new Uint8Array(lineRequestBytes);
  const view = viewOf(bytes);
  for (const [index, { line }] of lines.entries()) view.setUint32(4 * index, line, true);
  bytes.set(new TextEncoder().encode(consumer).subarray(0, nameBytes - 1), 256);
  view.setUint32(296, attributes.length, true);
  for (const [index, { id, value, mask }] of attributes.entries()) {
    const at = 320 + 24 * index;
    view.setUint32(at, id, true);
    view.setBigUint64(at + 8, value, true);
    view.setBigUint64(at + 16, mask, true);
  }
  view.setUint32(560, lines.length, true);
  return bytes;
}

function note(attributes: Attribute[], id: number, value: bigint, index: number): void {
  const same = attributes.find((each) => each.id === id && each.value === value);
  const bit = 1n << BigInt(index);
  if (same === undefined) attributes.push({ id, value, mask: bit });
  else same.mask |= bit;
}

function lowFlag(activeLow: boolean): bigint {
  return activeLow ? flag.activeLow : 0n;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function textAt(bytes: Uint8Array, at: number): string {
  const field = bytes.subarray(at, at + nameBytes);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}
