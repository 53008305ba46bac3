/** Keys as they are pressed at a terminal. */
export interface KeyInput {
  /**
   * From now on the terminal echoes nothing, Ctrl-C is a key like others, and `onText` gets what the keys
   * send, in pieces; until the result is disposed. Undefined where stdin is no terminal.
   */
  open(onText: (text: string) => void): Disposable | undefined;
}
