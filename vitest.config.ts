import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Three times what the slowest takes alone: two noisy cores. Real-process tests say their own, longer limit.
    testTimeout: 60_000,
    pool: "forks",
  },
});
