import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { freshDirectory, type Rows, spawned } from "./support.ts";

/** Runs a devnet whose nodes only print their version; gives what it left in its directory, and what it printed. */
async function devnet(...options: string[]) {
  const base = freshDirectory();
  const where = options.includes("--tmp") ? [] : ["-d", base];
  const { code, out } = await spawned(["devnet", ...where, ...options, "--", "--version"]);
  expect(code).toBe(0);
  const text = (path: string): string => readFileSync(join(base, path), "utf8");
  return { base, out, script: (name: string) => text(`${name}/start.sh`), chain: () => JSON.parse(text("chain.json")) };
}

export const devnetRows: Rows = {
  nodes: async () => {
    const { base, out } = await devnet("--nodes", "2");
    expect(readdirSync(base).sort()).toEqual(["chain.json", "one", "two"]);
    expect(out.match(/^(One|Two) {2,}\| subtensor-ts|^(One|Two) \| subtensor-ts/gm)).toHaveLength(2);
    // The rules have places for 32 authorities: a directory with a genesis that nobody can build would be in the way.
    const none = freshDirectory();
    expect(await spawned(["devnet", "--nodes", "33", "-d", none])).toMatchObject({ code: 2, out: "" });
    expect(readdirSync(none)).toEqual([]);
  },
  fastRuntime: async () => {
    expect((await devnet("--nodes", "1", "--fast-runtime")).chain().subtensorTs).toEqual({ rules: "local" });
  },
  powFaucet: async () => {
    expect((await devnet("--nodes", "1", "--pow-faucet")).chain().subtensorTs).toEqual({ rules: "pow-faucet" });
  },
  drand: async () => {
    const beacon = async (...options: string[]) =>
      JSON.stringify((await devnet("--nodes", "1", ...options)).chain()).includes('"beaconId":"offline"');
    expect([await beacon(), await beacon("--drand", "public")]).toEqual([true, false]);
  },
  basePath: async () => {
    const { base } = await devnet("--nodes", "1");
    expect(existsSync(join(base, "one", "chains", "bittensor", "keystore"))).toBe(true);
  },
  tmp: async () => {
    const { base, out } = await devnet("--nodes", "1", "--tmp");
    expect(readdirSync(base)).toEqual([]);
    const directory = /their data in (.+):/.exec(out)?.[1] ?? "";
    expect(directory).toMatch(/subtensor-/);
    expect(existsSync(directory)).toBe(false);
  },
  rpcPort: async () => {
    expect((await devnet("--nodes", "2", "--rpc-port", "7000")).script("two")).toContain(" --rpc-port 7001 ");
  },
  port: async () => {
    expect((await devnet("--nodes", "2", "--port", "7000")).script("two")).toContain(" --port 7001 ");
  },
  prometheusPort: async () => {
    const { script } = await devnet("--nodes", "2", "--prometheus-port", "7000");
    expect(script("two")).toContain(" --prometheus-port 7001 ");
  },
};
