import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** They take two minutes and more, longest first: begun at once, none of them is what a core waits for at the end. */
const longest = [
  "test/sim/day.long.test.ts",
  "test/qemu/update.long.test.ts",
  "test/qemu/service.long.test.ts",
  "test/sim/seeds-",
  "test/fuzz/",
  "test/tools/deb/",
  "test/transport/",
  "test/audio/line-in.long.test.ts",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      if (!moduleId.endsWith(".long.test.ts")) return longest.length + 1;
      const at = longest.findIndex((start) => moduleId.includes(`/${start}`));
      return at < 0 ? longest.length : at;
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
