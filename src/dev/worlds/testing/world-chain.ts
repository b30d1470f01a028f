import { readFileSync } from "node:fs";
import type { Chain, ChainOptions } from "../../../chain/chain.ts";
import { startSealing } from "../../../chain/sealing.ts";
import { testChain } from "../../../chain/testing/chain.ts";
import { testClock } from "../../../chain/testing/clock.ts";
import { devAccount, devNames } from "../../../crypto/dev-accounts.ts";
import { createNativeEngine, everywhere } from "../../../engine/native/native-engine.ts";
import { readState as readStateOf } from "../../../engine/native/state.ts";
import { type Hex, toHex } from "../../../lib/bytes.ts";
import { parseChainSpec } from "../../../primitives/chain-spec.ts";
import { encodeHeader, headerHash } from "../../../primitives/header.ts";
import type { Runtime } from "../../../runtime/frame/compose.ts";
import type { ReadState } from "../../../runtime/frame/state.ts";
import { buildGenesis, createRuntime } from "../../../runtime/index.ts";
import type { Rules } from "../../../runtime/rules.ts";
import type { Database } from "../../../storage/database.ts";
import { openDatabase } from "../../../storage/open-database.ts";
import { memoryState } from "../../../storage/state/memory-state.ts";
import { orderedRoot } from "../../../storage/trie/ordered-root.ts";
import { emptyRoot } from "../../../storage/trie/trie.ts";
import type { CallRunner } from "../../api.ts";
import { createDev } from "../../control.ts";
import { createCallRunner } from "../../rules-calls.ts";

/** A development chain in memory that worlds are built on. */
export interface WorldChain {
  readonly chain: Chain;
  readonly runtime: Runtime;
  readonly runner: CallRunner;
  stateAt(hash: Hex): ReadState;
  close(): Promise<void>;
}

/** The genesis of the development chain under any build of the rules. */
async function genesisDatabase(runtime: Runtime): Promise<Database> {
  const file = new URL("../../../../chainspec/dev.json", import.meta.url);
  const { genesis } = parseChainSpec(JSON.parse(readFileSync(file, "utf8")));
  if (genesis.type !== "plain") throw new Error("the dev specification is plain");
  const changes = buildGenesis(memoryState([]).overlay(), runtime, genesis.config, Uint8Array.of(0, 83, 84, 69));
  const entries = [...changes].filter((entry): entry is [string, Uint8Array] => entry[1] !== undefined);
  const header = encodeHeader({
    parentHash: `0x${"00".repeat(32)}`,
    number: 0,
    stateRoot: toHex(memoryState(entries).root()),
    extrinsicsRoot: toHex(emptyRoot),
    digest: [],
  });
  const database = await openDatabase({});
  await database.initialise({ hash: headerHash(header), header, entries });
  return database;
}

/** A chain sealed by command under a build of the rules, with the sudo key's runner. */
export async function worldChain(rules: Rules, options: Partial<ChainOptions> = {}): Promise<WorldChain> {
  const runtime = createRuntime(rules, { orderedRoot });
  const database = await genesisDatabase(runtime);
  const chain = await testChain(testClock(1_760_000_000_000), {
    engines: everywhere(createNativeEngine(runtime)),
    database,
    seals: "optional",
    checkClock: false,
    finalizesBest: () => false,
    ...options,
  });
  const sealing = startSealing(chain, "manual");
  const dev = createDev({
    chain,
    production: { ...sealing, ownerFinalizes: true },
    keyOf: (account) => devNames.map((name) => devAccount(name)).find(({ accountId }) => accountId === account),
    peers: () => 0,
  });
  return {
    chain,
    runtime,
    runner: createCallRunner(runtime, dev),
    stateAt(hash) {
      const state = database.stateAt(hash);
      if (state === undefined) throw new Error(`the state of ${hash} is not kept`);
      return readStateOf(runtime, state);
    },
    async close() {
      sealing.stop();
      await chain.close();
    },
  };
}
