/** A libasound that does as it is told: what cannot be had from the real one without a broken card. */
import type { Libasound } from "../../../src/platform/alsa/libasound.ts";

export interface Told {
  /** Results of writei and readi, one after the other; then all frames. */
  readonly moves?: readonly number[];
  readonly prepare?: number;
  readonly start?: number;
  /** Results of resume, one after the other; then 0. */
  readonly resumes?: readonly number[];
  readonly avail?: number;
  /** What the device takes; everything unless given. */
  readonly formats?: readonly number[];
  readonly channels?: readonly number[];
  readonly rates?: readonly number[];
  /** Results of open, one after the other; then 0. */
  readonly opens?: readonly number[];
}

export interface FakeAsound {
  readonly asound: Libasound;
  /** What was called that matters, with its arguments. */
  readonly calls: string[];
}

export const bufferFrames = 4_800;
export const periodFrames = 480;

export function fakeAsound(told: Told = {}): FakeAsound {
  const calls: string[] = [];
  const moves = [...(told.moves ?? [])];
  const resumes = [...(told.resumes ?? [])];
  const opens = [...(told.opens ?? [])];
  const among = (list: readonly number[] | undefined, one: number): number =>
    list === undefined || list.includes(one) ? 0 : -22;
  const move = (_: unknown, __: unknown, frames: number): number => moves.shift() ?? frames;
  const noted = (name: string, result: number): number => {
    calls.push(name);
    return result;
  };
  const known = {
    open: (box: [unknown], name: string, way: number) => {
      box[0] = {};
      return noted(`open ${name} ${way}`, opens.shift() ?? 0);
    },
    close: () => noted("close", 0),
    writei: move,
    readi: move,
    prepare: () => noted("prepare", told.prepare ?? 0),
    start: () => noted("start", told.start ?? 0),
    resume: () => noted("resume", resumes.shift() ?? 0),
    wait: () => noted("wait", 1),
    avail: () => told.avail ?? 0,
    type: () => 0,
    infoGetCard: () => -1,
    strerror: (error: number) => `error ${error}`,
    getParams: (_: unknown, buffer: [number], period: [number]) => {
      buffer[0] = bufferFrames;
      period[0] = periodFrames;
      return 0;
    },
    hwParamsTestFormat: (_: unknown, __: unknown, format: number) => among(told.formats, format),
    hwParamsTestChannels: (_: unknown, __: unknown, count: number) => among(told.channels, count),
    hwParamsTestRate: (_: unknown, __: unknown, rate: number) => among(told.rates, rate),
    hwParamsGetChannelsMin: (_: unknown, least: [number]) => {
      least[0] = Math.min(...(told.channels ?? [1]));
      return 0;
    },
    hwParamsSetRateNear: (_: unknown, __: unknown, near: [number]) => {
      near[0] = told.rates?.[0] ?? near[0];
      return 0;
    },
  };
  // Every other call succeeds with 0, sizes of structures included.
  const asound = new Proxy(known, {
    get: (target, name) => Reflect.get(target, name) ?? (() => 0),
  }) as unknown as Libasound;
  return { asound, calls };
}
