/** Bounds of building images, each with its reason. */

/** Of what a program says the end is shown when it fails: the cause stands there, behind pages of progress. */
export const saidCharsMax = 2_000;
/** Where no terminal is, a line at least so often: builds in pipelines are killed for silence. */
export const quietUs = 30_000_000;
/** A terminal is drawn at most so often. */
export const drawUs = 200_000;
/** Written at once while an image is put together. */
export const stepBytes = 2 ** 20;
/** Of the boot partition this much behind its files is written, too: FATs, folders and clusters that are begun. */
export const bootSlackBytes = 16 * 2 ** 20;
/** An emulated machine that says nothing of its speaker until then never will; beside busy processes one took five minutes. */
export const bootMs = 1_200_000;
/** Of a machine's console, to look for words in and to show. */
export const consoleCharsMax = 200_000;
/** What a first start leaves to be written (data's tables, the journal's first files) is on the card by then; of the machine's time. */
export const idleSettleS = 600;
/** How often an idle machine is asked: each time wakes it for a moment. */
export const idleLookMs = 20_000;
/** How often a machine's console is looked at while it starts. */
export const consoleLookMs = 100;
