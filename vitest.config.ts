import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** They take two minutes and more, longest first: begun at once, none of them is what a core waits for at the end. */
const longest = [
  "test/sim/day.long.test.ts",
  "test/sim/seeds-",
  "test/sim/hour.long.test.ts",
  "test/fuzz/",
  "test/tools/household/calibration.long.test.ts",
];
/** Of whole devices, longest first: the last, and the ones that go without where time is short (test/time-left.ts). */
const devices = [
  "test/qemu/update.long.test.ts",
  "test/tools/deb/install.long.test.ts",
  "test/qemu/service.long.test.ts",
  "test/qemu/setup-network.long.test.ts",
  "test/tools/deb/build.long.test.ts",
  "test/qemu/image-start.long.test.ts",
  "test/qemu/board.long.test.ts",
  "test/hil/machine.long.test.ts",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const among = (starts: readonly string[]): number =>
        starts.findIndex((start) => moduleId.includes(`/${start}`));
      const [device, long] = [among(devices), among(longest)];
      if (device >= 0) return 1_000 + device;
      if (long >= 0) return long;
      return moduleId.endsWith(".long.test.ts") ? 100 : 101;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Three times what the slowest takes alone: two noisy cores. Real-process tests say their own, longer limit.
    testTimeout: 60_000,
    pool: "forks",
    sequence: { sequencer: LongestFirst },
  },
});
