import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runCommand } from "../support/run-command.ts";

const written = join(import.meta.dirname, "..", "..", "node_modules", ".cache", "start");

it("the sources can be joined: a quick start depends on it, and one byte for each character", async () => {
  const { code, stderr } = await runCommand(process.execPath, ["scripts/start-cache.js"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const files = globSync("**/*.js", { cwd: written });
  expect(files).toContain("main.js");
  const wide = files.filter((file) => /[^\0-\u00ff]/.test(readFileSync(join(written, file), "utf8")));
  expect(wide).toEqual([]);
});
