import { expect } from "vitest";
import { startBanner } from "../../src/node/banner.ts";
import { configOf, idleRows, type Rows, runNode } from "./support.ts";

const still = ["--dev", "--sealing", "manual"];

/** The lines of a start. */
async function linesOf(...args: string[]): Promise<readonly string[]> {
  const node = await runNode([...still, ...args]);
  await startBanner(node);
  return node.lines;
}

export const logRows: Rows = {
  log: async () => {
    expect(await linesOf()).toContainEqual(expect.stringContaining("Node name"));
    expect(await linesOf("-l", "off")).toEqual([]);
    expect(await linesOf("-l", "sc_cli::runner=warn,rpc=debug")).not.toContainEqual(
      expect.stringContaining("Node name"),
    );
  },
  detailedLogOutput: async () => {
    const [line] = await linesOf("--detailed-log-output", "--disable-log-color");
    expect(line).toMatch(/^\S+ [0-9:]{8}\.\d{3} +INFO main \S+: /);
    expect((await linesOf())[0]).not.toMatch(/INFO/);
  },
  enableLogReloading: async () => {
    const [fixed, loose] = [await runNode(still), await runNode([...still, "--enable-log-reloading"])];
    expect(await fixed.call("system_addLogFilter", "off")).toHaveProperty("error");
    expect(await loose.call("system_addLogFilter", "off")).toHaveProperty("result", null);
    await startBanner(loose);
    expect(loose.lines).toEqual([]);
    expect(configOf(["--dev", "--enable-log-reloading"]).log.reloading).toBe(true);
  },
  logFormat: async () => {
    const [line = ""] = await linesOf("--log-format", "json");
    expect(Object.keys(JSON.parse(line)).sort()).toEqual(["level", "message", "target", "time"]);
  },
  disableLogColor: async () => {
    expect((await linesOf()).join("")).toContain("\u001b[");
    expect((await linesOf("--disable-log-color")).join("")).not.toContain("\u001b[");
  },
  ...idleRows("", "inside", { tracingTargets: "x", tracingReceiver: "log" }),
};
