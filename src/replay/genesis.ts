import devSpec from "../../chainspec/dev.json" with { type: "json" };
import localSpec from "../../chainspec/local.json" with { type: "json" };
import { encode } from "../codec/codec.ts";
import { fromHex, type Hex, toHex } from "../lib/bytes.ts";
import { parseChainSpec } from "../primitives/chain-spec.ts";
import { headerHash } from "../runtime/executive/block.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import { buildGenesis } from "../runtime/index.ts";
import { zeroHash } from "../runtime/types/hashes.ts";
import { Header } from "../runtime/types/substrate.ts";
import { type MemoryState, memoryState } from "../storage/state/memory-state.ts";
import { orderedRoot } from "../storage/trie/ordered-root.ts";
import { FormatError } from "./chain-file.ts";

export interface BuiltGenesis {
  readonly state: MemoryState;
  readonly hash: Hex;
  readonly header: Uint8Array;
}

const specs: Readonly<Record<string, unknown>> = { localnet: localSpec, local: localSpec, dev: devSpec };

/** Builds the genesis of a recorded chain from our own declarations. */
export function genesisOf(name: string, runtime: Runtime): BuiltGenesis {
  const json = specs[name];
  if (json === undefined) throw new FormatError("genesis", Object.keys(specs).join(" or "));
  const { genesis } = parseChainSpec(json);
  if (genesis.type !== "plain") throw new Error("the specifications of the development chains are plain");
  const overlay = memoryState([]).overlay();
  const changes = buildGenesis(overlay, runtime, genesis.config, fromHex(runtime.rules.code));
  const state = memoryState(
    [...changes].flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
  return genesisWith(state);
}

/** The genesis that this state is of: its header and hash. */
export function genesisWith(state: MemoryState): BuiltGenesis {
  const header = {
    parent_hash: zeroHash,
    number: 0,
    state_root: toHex(state.root()),
    extrinsics_root: toHex(orderedRoot([])),
    digest: { logs: [] },
  };
  return { state, hash: headerHash(header), header: encode(Header, header) };
}
