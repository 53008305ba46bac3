/** systemd's end of sd_notify(3) for tests: a Unix datagram socket, which Node does not have. */
import assert from "node:assert/strict";
import { openNative } from "../../src/platform/native.ts";
import { socketAddress } from "../../src/platform/service-manager.ts";

const afUnix = 1;
const datagramNoWait = 2 | 0o4000;
const bytesMax = 4096;

export class NotifyReceiver implements Disposable {
  readonly received: string[] = [];
  readonly #libc;
  readonly #handle: number;
  readonly #into = new Uint8Array(bytesMax);

  /** `at`: a path, or @NAME in the abstract name space. */
  static async bind(at: string): Promise<NotifyReceiver> {
    const libc = (await openNative())?.load(["libc.so.6"]);
    assert.ok(libc !== undefined);
    const address = socketAddress(at);
    assert.ok(address !== undefined);
    const handle = libc.func("int socket(int, int, int)")(afUnix, datagramNoWait, 0);
    const bound = libc.func("int bind(int, const uint8_t *, uint32_t)");
    assert.equal(bound(handle, address, address.length), 0);
    return new NotifyReceiver(handle, {
      receive: libc.func("intptr_t recv(int, _Out_ uint8_t *, size_t, int)"),
      close: libc.func("int close(int)"),
    });
  }

  private constructor(
    handle: number,
    libc: {
      readonly receive: (handle: number, into: Uint8Array, bytes: number, flags: number) => number;
      readonly close: (handle: number) => number;
    },
  ) {
    this.#handle = handle;
    this.#libc = libc;
  }

  /** What came since it was asked last; all of it stays in `received`. */
  take(): readonly string[] {
    const fresh: string[] = [];
    for (;;) {
      const bytes = this.#libc.receive(this.#handle, this.#into, bytesMax, 0);
      if (bytes < 0) break;
      fresh.push(new TextDecoder().decode(this.#into.subarray(0, bytes)));
    }
    this.received.push(...fresh);
    return fresh;
  }

  [Symbol.dispose](): void {
    this.#libc.close(this.#handle);
  }
}
