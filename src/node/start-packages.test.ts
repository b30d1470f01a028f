import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, it, onTestFinished } from "vitest";
import { commands } from "../cli/commands.ts";
import { nodeConfig } from "../cli/config.ts";
import type { RunValues } from "../cli/options/run.ts";
import { parseArguments } from "../cli/program.ts";
import { openKeystore } from "./keystore.ts";
import { createLog } from "./log/log.ts";
import { startNode } from "./node.ts";

/** Files of @polkadot packages that this process has loaded, but for the program of wasm-crypto. */
const loaded = (): string[] =>
  Object.keys(createRequire(import.meta.url).cache).filter((path) => /@polkadot\/(?!wasm-crypto-wasm)/.test(path));

it("neither a start nor the key of the offchain worker loads @polkadot/util-crypto; making a phrase does", async () => {
  const [root] = commands;
  if (root === undefined) throw new Error("there is a root command");
  const args = ["--dev", "--one", "--fast-runtime", "--drand", "offline", "--rpc-port", "0", "--prometheus-port", "0"];
  const { values } = parseArguments(root, args);
  const config = nodeConfig(values as RunValues, { environment: {}, random: randomUUID, ask: () => "" });
  onTestFinished(() => rmSync(config.paths.base, { recursive: true, force: true }));
  const log = createLog({ filters: [], detailed: false, write: () => undefined });
  const node = await startNode({ config, log });
  onTestFinished(() => node.stop());
  const { keystore } = config.paths;
  const files = (): string[] => (existsSync(keystore) ? readdirSync(keystore) : []);
  while (node.chain.best().number < 2 || files().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const [file = ""] = files();
  expect(file.slice(0, 8)).toBe(Buffer.from("drnd").toString("hex"));
  expect(openKeystore(keystore).pair("drnd", `0x${file.slice(8)}`)?.publicKey).toBe(`0x${file.slice(8)}`);
  expect(loaded()).toEqual([]);
  openKeystore(keystore).generate("aura");
  expect(loaded().length).toBeGreaterThan(0);
});
