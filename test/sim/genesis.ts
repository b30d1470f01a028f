import { readFileSync } from "node:fs";
import type { Engines } from "../../src/chain/engine.ts";
import { ss58Encode } from "../../src/crypto/ss58.ts";
import { createNativeEngine, everywhere } from "../../src/engine/native/native-engine.ts";
import { genesisBlock, genesisStorage } from "../../src/node/genesis.ts";
import { runtimeOfBuild } from "../../src/node/runtime.ts";
import { parseChainSpec } from "../../src/primitives/chain-spec.ts";
import { memoryKeyValue, type StoreKey } from "../../src/storage/kv/key-value.ts";
import { openStore } from "../../src/storage/open-database.ts";
import { authorityKeys } from "./keys.ts";
import { sharingExecution } from "./shared-execution.ts";

/** Slots of 12 s. */
export const build = "production";

const made = new Map<boolean, Engines>();

/** The rules, for all nodes of the process. @param own each node executes each block by itself */
export function sharedEngines(own: boolean): Engines {
  const engines = made.get(own) ?? makeEngines(own);
  made.set(own, engines);
  return engines;
}

function makeEngines(own: boolean): Engines {
  const engine = createNativeEngine(runtimeOfBuild(build));
  return everywhere(own ? engine : sharingExecution(engine));
}

const contents = new Map<number, Promise<ReadonlyMap<StoreKey, Uint8Array>>>();

/** What lies on the disk of a node before its first block, in a chain of so many authorities. */
export function genesisContent(authorities: number): Promise<ReadonlyMap<StoreKey, Uint8Array>> {
  const made = contents.get(authorities) ?? makeContent(authorities);
  contents.set(authorities, made);
  return made;
}

async function makeContent(authorities: number): Promise<ReadonlyMap<StoreKey, Uint8Array>> {
  const spec = parseChainSpec(JSON.parse(readFileSync(new URL("../../chainspec/local.json", import.meta.url), "utf8")));
  if (spec.genesis.type !== "plain") throw new Error("the local specification is plain");
  const keys = Array.from({ length: authorities }, (_, number) => authorityKeys(number));
  const config = {
    ...spec.genesis.config,
    aura: { authorities: keys.map(({ aura }) => ss58Encode(aura.publicKey)) },
    grandpa: { authorities: keys.map(({ grandpa }) => [ss58Encode(grandpa.publicKey), 1]) },
  };
  const genesis = { ...spec.genesis, code: undefined, config };
  const block = genesisBlock(await genesisStorage({ ...spec, genesis }, build));
  const store = memoryKeyValue();
  const database = await openStore(store);
  await database.initialise(block);
  const content = new Map<StoreKey, Uint8Array>();
  for await (const [key, value] of store.iterate("", undefined)) content.set(key, value);
  return content;
}
