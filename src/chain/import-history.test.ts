import { expect, it } from "vitest";
import { encode } from "../codec/codec.ts";
import { setOfBlock } from "../consensus/grandpa/set-changes.ts";
import { devAccount } from "../crypto/dev-accounts.ts";
import { createNativeEngine, everywhere } from "../engine/native/native-engine.ts";
import { type Hex, toHex } from "../lib/bytes.ts";
import { type BlockData, readBlock } from "../primitives/block.ts";
import { createBlockRules } from "../primitives/block-rules.ts";
import { ConsensusLog } from "../primitives/grandpa-log.ts";
import { encodeEngineItem, encodeHeader } from "../primitives/header.ts";
import type { Database } from "../storage/database.ts";
import { type KeyValue, memoryKeyValue } from "../storage/kv/key-value.ts";
import { orderedRoot } from "../storage/trie/ordered-root.ts";
import { emptyRoot } from "../storage/trie/trie.ts";
import { type Finality, grandpaEngine, records } from "./finality/finality.ts";
import { encodeLateChanges, lateChangesRecord } from "./finality/late-changes.ts";
import { openFinality } from "./finality/open-finality.ts";
import { verifyVote } from "./finality/verify-vote.ts";
import { importHistory } from "./import-history.ts";
import { testDatabase, testRuntime } from "./testing/chain.ts";

const voter = devAccount("One", "ed25519");
const engines = everywhere(createNativeEngine(testRuntime()));
const blockRules = createBlockRules({ badBlocks: [], forkBlocks: undefined });
const extrinsicsRoot = toHex(orderedRoot([]));

/** Blocks 1 to 10, of which 3 and 7 change the voters, over a genesis block; the state of the last one is empty. */
function history(genesisHash: Hex): BlockData[] {
  const voters: [Hex, bigint][] = [[voter.publicKey, 1n]];
  const log = { type: "ScheduledChange", value: { next_authorities: voters, delay: 0 } } as const;
  const change = encodeEngineItem({ kind: "consensus", engine: grandpaEngine, data: encode(ConsensusLog, log) });
  const blocks: BlockData[] = [];
  let parentHash = genesisHash;
  for (let number = 1; number <= 10; number++) {
    const changes = number === 3 || number === 7;
    const digest = changes ? [change] : [];
    const header = encodeHeader({ parentHash, number, stateRoot: toHex(emptyRoot), extrinsicsRoot, digest });
    blocks.push({ header, body: [], ...(changes ? { justifications: [[grandpaEngine, Uint8Array.of(number)]] } : {}) });
    parentHash = readBlock({ header, body: [] }).hash;
  }
  return blocks;
}

async function open(store: KeyValue): Promise<{ readonly database: Database; readonly finality: Finality }> {
  const database = await testDatabase(store);
  const finality = await openFinality({ database, engines, unjustified: new Set<Hex>(), verify: verifyVote });
  if (finality === undefined) throw new Error("no voters");
  return { database, finality };
}

/** A store whose chain has the state of block 10, and the fifth set of voters. */
async function joined(): Promise<{ readonly store: KeyValue; readonly newestFirst: BlockData[] }> {
  const store = memoryKeyValue();
  const { database, finality } = await open(store);
  const blocks = history(database.genesisHash as Hex);
  const target = readBlock(blocks[9] as BlockData);
  const intake = await database.takeState();
  const root = await intake.build();
  const { extra } = finality.ofState(target, { setId: 5n, authorities: [[voter.publicKey, 1n]] });
  await database.useState({ hash: target.hash, header: target.header, body: [], root, backfill: true, extra });
  return { store, newestFirst: blocks.slice(0, 9).reverse() };
}

it("changes of voters below a downloaded state count from the first set once all blocks are there, over restarts", async () => {
  const { store, newestFirst } = await joined();
  const { database, finality } = await open(store);
  const types = async (opened: Awaited<ReturnType<typeof open>>, list: readonly BlockData[]) =>
    (await importHistory({ ...opened, blockRules }, list)).map(({ type }) => type);
  const [seventh] = newestFirst.slice(2);
  const bare = { header: seventh?.header ?? new Uint8Array(0), body: [] };
  expect(await types({ database, finality }, [...newestFirst.slice(0, 2), bare])).toEqual([
    ...["imported", "imported"],
    "refused",
  ]);
  expect(await types({ database, finality }, newestFirst.slice(2, 4))).toEqual(["imported", "imported"]);
  expect(finality.current().past).toEqual([]);
  expect(database.getExtra(lateChangesRecord)).toEqual(encodeLateChanges([7]));

  const again = await open(store);
  expect(await types(again, newestFirst.slice(4))).toEqual(Array(5).fill("imported"));
  again.finality.tell();
  const past = [
    { setId: 0n, lastBlock: 3 },
    { setId: 1n, lastBlock: 7 },
  ];
  expect(again.finality.current()).toMatchObject({ setId: 5n, past });
  expect(again.database.gap()).toBeUndefined();
  expect(again.database.getExtra(lateChangesRecord)).toBeUndefined();
  const last = await open(store);
  expect(last.finality.current().past).toEqual(past);
  expect(setOfBlock(last.finality.current().past, 2)).toEqual(past[0]);
});

it("changes that an earlier release noted below a gap are forgotten with their blocks", async () => {
  const { store } = await joined();
  const { database, finality } = await open(store);
  await database.putExtra(finality.withPast([2, 10]).extra);
  expect(database.getExtra(records.set)).toBeDefined();
  const again = await open(store);
  expect(again.finality.current().past).toEqual([{ setId: 1n, lastBlock: 10 }]);
});
