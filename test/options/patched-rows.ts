import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { buildPatchedSpec, keysOf, nearOf, syncConfig } from "../../src/cli/commands/build-patched-spec.ts";
import type { Values } from "../../src/cli/option.ts";
import type { patchedSpecOptions } from "../../src/cli/options/patched-spec.ts";
import { parseArguments } from "../../src/cli/program.ts";
import { commandOf, freshDirectory, idleRows, type Rows } from "./support.ts";

const name = "build-patched-spec";

const valuesOf = (...args: readonly string[]) =>
  parseArguments(commandOf(name), args).values as Values<typeof patchedSpecOptions>;
/** The node that catches up with the dev chain. */
const nodeOf = (...args: readonly string[]) => syncConfig(valuesOf("--chain", "dev", "-d", "/data", ...args), {});
const signals = { take: () => {}, release: () => {}, releaseDuring: <T>(work: () => T): T => work() };

/** What each option does; test/e2e/patched-spec.test.ts runs the command. */
export const patchedRows: Rows = {
  chain: () => {
    expect(nodeOf().spec.id).toBe("bittensor");
    expect(() => syncConfig(valuesOf("--chain", "nowhere", "-d", "/data"), {})).toThrow("unknown chain 'nowhere'");
  },
  basePath: () => expect(nodeOf().paths.base).toBe("/data"),
  output: async () => {
    const file = join(freshDirectory(), "file");
    writeFileSync(file, "");
    const values = valuesOf("--chain", "dev", "-d", "/data", "--output", join(file, "spec.json"));
    await expect(buildPatchedSpec(values, {}, signals)).rejects.toThrow(`${file} is a file`);
  },
  sync: () => {
    expect(nodeOf().network.sync).toBe("warp");
    expect(nodeOf("--sync", "full").network.sync).toBe("full");
  },
  historyBackfill: () => {
    expect(nodeOf().network.backfill).toBe(false);
    expect(nodeOf("--history-backfill", "keep").network.backfill).toBe(true);
  },
  rpcPort: () => {
    expect(nodeOf().rpc.port).toBe(9966);
    expect(nodeOf("--rpc-port", "1234").rpc.port).toBe(1234);
  },
  port: () => {
    expect(nodeOf().network.listen.join()).toContain("/tcp/30466");
    expect(nodeOf("--port", "1234").network.listen.join()).toContain("/tcp/1234");
  },
  bootnodes: () => {
    const address = `/ip4/127.0.0.1/tcp/1/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp`;
    expect(JSON.stringify(nodeOf("--bootnodes", address).network)).toContain(address);
  },
  syncTimeoutSec: async () => {
    const output = join(freshDirectory(), "spec.json");
    const ports = ["--rpc-port", "0", "--port", "0", "--sync", "full"];
    const values = valuesOf(
      "--chain",
      "dev",
      "-d",
      freshDirectory(),
      "--output",
      output,
      ...ports,
      "--sync-timeout-sec",
      "0",
    );
    await expect(buildPatchedSpec(values, {}, signals)).rejects.toThrow("not caught up with within 0 s");
  },
  syncLagBlocks: () => {
    expect(nearOf(valuesOf())).toEqual({ lag: 8, within: 7_200_000 });
    expect(nearOf(valuesOf("--sync-lag-blocks", "3")).lag).toBe(3);
  },
  alice: () => expect([keysOf(valuesOf()), keysOf(valuesOf("--alice"))]).toEqual([["Alice"], ["Alice"]]),
  bob: () => expect(keysOf(valuesOf("--bob", "--alice"))).toEqual(["Alice", "Bob"]),
  charlie: () => expect(keysOf(valuesOf("--charlie"))).toEqual(["Charlie"]),
  ...idleRows(name, "inside", { database: "rocksdb" }),
};
