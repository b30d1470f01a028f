import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "src/**/*.test.ts",
      "test/**/*.test.ts",
      "scripts/**/*.test.ts",
      "research/**/*.test.ts",
      "examples/**/*.test.ts",
    ],
    // Tests with foreign clients install packages of their own: `npm run test:clients`.
    exclude: [...configDefaults.exclude, "test/clients/**"],
    pool: "threads",
    maxWorkers: 2,
    testTimeout: 30_000,
    reporters: ["default", ["json", { outputFile: ".cache/vitest.json" }]],
  },
});
