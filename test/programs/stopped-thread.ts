/** One thread of a process that stands still while the others go on, as one that hangs in a driver does: ptrace(2), by FFI. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { openNative } from "../../src/platform/native.ts";

/** Of linux/ptrace.h. */
const seize = 0x4206;
const interrupt = 0x4207;
const detach = 17;
const roundRobin = 2;
/** waitpid(2): threads, too. */
const waitAll = 0x4000_0000;
const noHang = 1;

export class StoppedThread implements Disposable {
  readonly #id: number;
  readonly #ptrace;
  readonly #reap: () => void;

  static async stop(id: number): Promise<StoppedThread> {
    const libc = (await openNative())?.load(["libc.so.6"]);
    assert.ok(libc !== undefined);
    const ptrace = libc.func("intptr_t ptrace(int, int, uintptr_t, uintptr_t)");
    const wait = libc.func("int waitpid(int, _Out_ int *, int)");
    assert.equal(ptrace(seize, id, 0, 0), 0, "this needs root");
    assert.equal(ptrace(interrupt, id, 0, 0), 0);
    assert.equal(wait(id, [0], waitAll), id);
    const reap = (): void => {
      wait(id, [0], waitAll | noHang);
    };
    return new StoppedThread(id, ptrace, reap);
  }

  private constructor(id: number, ptrace: (...args: number[]) => number, reap: () => void) {
    this.#id = id;
    this.#ptrace = ptrace;
    this.#reap = reap;
  }

  /** It goes on; one that was killed meanwhile is let go, for which its process waits. May be called twice. */
  [Symbol.dispose](): void {
    if (this.#ptrace(detach, this.#id, 0, 0) !== 0) this.#reap();
  }
}

/** The thread of a speaker that has real-time priority; undefined where it was given none. */
export function audioThread(processId: number): number | undefined {
  const folder = `/proc/${processId}/task`;
  return readdirSync(folder)
    .map(Number)
    .find((id) => policyOf(readFileSync(`${folder}/${id}/stat`, "utf8")) === roundRobin);
}

/** proc(5): the 41st field; the second, in parentheses, may have spaces in it. */
function policyOf(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[41 - 3]);
}
