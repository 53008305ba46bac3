/**
 * Whether a restart is heard by nobody, by the speaker's line for `systemctl status`
 * (src/cli/serving.ts). Pure. Another form, such as the empty line of a speaker that is down, is no leave.
 */
export function isSilent(statusLine: string): boolean {
  return /: (stopped|paused)(; no sound: .*)?$/.test(statusLine.trim());
}
