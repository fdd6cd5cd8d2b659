import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    globalSetup: ["test/compile-once.ts"],
    // Test files share a process and its modules: half of the suite's time went into loading src/ again for each of them.
    isolate: false,
    setupFiles: ["test/clear-away.ts"],
    include: ["test/**/*.test.ts"],
    // On GitHub the tests must not write to the build's own summary.
    env: { GITHUB_ACTIONS: "", GITHUB_STEP_SUMMARY: "" },
    // a quarter of the time is spent waiting: for processes, servers, a browser
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
