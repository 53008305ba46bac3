/** Where a device's settings lie, before and after; tests have folders of their own. */

export interface Places {
  /** The mounted boot partition. */
  readonly boot: string;
  /** Kept: the initrd lays it over /etc at each start. */
  readonly keptEtc: string;
  /** The running system's. */
  readonly etc: string;
  /** Profiles of boards. */
  readonly boards: string;
  /** What the kernel says is mounted. */
  readonly mounts: string;
  readonly data: string;
}

export const devicePlaces: Places = {
  boot: "/boot/firmware",
  keptEtc: "/data/etc",
  etc: "/etc",
  boards: "/usr/lib/nightjar/device/boards",
  mounts: "/proc/self/mounts",
  data: "/data",
};
