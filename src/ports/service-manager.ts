/**
 * Whoever started this daemon and watches over it: systemd, by the protocol of
 * sd_notify(3). Most runs have none.
 */
export interface ServiceNews {
  /** It serves now; said once. */
  readonly ready?: boolean;
  /** It is on its way out. */
  readonly stopping?: boolean;
  /** Everything that must move does: sooner again than `watchdogUs`, or the daemon is ended and started anew. */
  readonly alive?: boolean;
  /** One line for people. */
  readonly status?: string;
}

export interface ServiceManager extends Disposable {
  /** It ends a daemon that it has not heard from for so long; undefined where it does not. */
  readonly watchdogUs: number | undefined;
  /** False where it took nothing now: say it again later. Never throws, never waits. */
  tell(news: ServiceNews): boolean;
}
