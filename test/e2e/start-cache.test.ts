import { expect, it } from "vitest";
import { runCommand } from "../support/run-command.ts";

it("the sources can be joined: a quick start depends on it", async () => {
  const { code, stderr } = await runCommand(process.execPath, ["scripts/start-cache.js"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});
