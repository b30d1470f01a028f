import { expect, test } from "vitest";
import { toHex } from "../lib/bytes.ts";
import { createRuntime, production } from "../runtime/index.ts";
import { storage } from "../runtime/pallets/subtensor/storage.ts";
import { memoryState } from "../storage/state/memory-state.ts";
import { parseChainFile } from "./chain-file.ts";
import { genesisOf, genesisWith } from "./genesis.ts";
import { replayChain } from "./replay-chain.ts";

const genesis = genesisOf("localnet", createRuntime(production));
const hexKey = (key: string): string => toHex(Uint8Array.from(key, (char) => char.charCodeAt(0)));
const before = toHex(genesis.state.root());
const { key: added } = storage.TotalIssuance;
const { key: gone } = storage.NetworksAdded.at(1);

const file = (overrides: unknown, genesis_state_root: string) => ({
  format: 1,
  genesis: "localnet",
  overrides,
  spec_version: 425,
  genesis_hash: genesis.hash,
  genesis_state_root,
  blocks: [{ number: 1, timestamp: 1_760_000_016_000, terse: true }],
});

test("recorded storage is put over the genesis, and null takes away", () => {
  const entries = new Map(genesis.state.entries());
  expect(entries.delete(gone)).toBe(true);
  entries.set(added, new Uint8Array(8));
  const { state, hash } = genesisWith(memoryState(entries));
  const root = toHex(state.root());
  const overrides = { [hexKey(added)]: `0x${"00".repeat(8)}`, [hexKey(gone)]: null };
  const replayed = (recorded: object) => replayChain(parseChainFile(recorded));
  for (const recorded of [file(overrides, root), { ...file(overrides, root), genesis_hash: hash }])
    expect(replayed(recorded)).toMatchObject({ passed: true, blocks: 1 });
  expect(replayed(file(overrides, before)).failure?.what).toBe("genesis state root");
  expect(replayed(file({}, root)).failure?.what).toBe("genesis state root");
  expect(replayed({ ...file({}, before), genesis_hash: hash }).failure?.what).toBe("genesis hash");
});

test("what is no storage entry is not taken", () => {
  expect(() => parseChainFile(file({ "0x01": 7 }, genesis.hash))).toThrow("overrides.0x01");
  expect(() => parseChainFile(file({ key: "0x" }, genesis.hash))).toThrow("a key of overrides");
});
