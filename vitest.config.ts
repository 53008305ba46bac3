import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Two noisy cores: real-process tests say their own, longer limit.
    testTimeout: 20_000,
    pool: "forks",
  },
});
