// What is compared of trials: extrinsics and blocks of which nothing stays.
import { type Hex, keyToHex } from "../../src/lib/bytes.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import { type Row, rowsOf, wrongForm } from "./row.ts";
import type { Side } from "./sides.ts";
import { alice, bestNumber, hashAt, tempoKeyHex, timeOf, transferCall, transferOn } from "./views.ts";

const dryRun = rowsOf("dev_dryRun");
const runBlock = rowsOf("dev_runBlock");

type Pair = readonly [key: Hex, value?: Hex | null];

/** System.ExtrinsicData: signatures hold random bytes, and a mock signature is no signature of ours. */
const extrinsicData = keyToHex(system.ExtrinsicData.prefix);

/**
 * Changes by their keys. Chopsticks names keys too that were removed where nothing was; a transfer removes nothing else.
 */
const inOrder = (pairs: readonly Pair[]): Pair[] =>
  pairs
    .filter(([key, value]) => typeof value === "string" && !key.startsWith(extrinsicData))
    .sort(([a], [b]) => (a < b ? -1 : 1));

async function dryly(side: Side, options: object) {
  return inOrder((await side.rpc("dev_dryRun", { raw: true, ...options })) as Pair[]);
}

/** A block as chain_getBlock answers it. */
export interface BlockJson {
  readonly header: { readonly parentHash: Hex };
}

async function ran(side: Side, block: BlockJson, options: object = {}) {
  const { phases, blockDetails } = (await side.rpc("dev_runBlock", {
    ...{ parent: block.header.parentHash, block },
    ...options,
  })) as {
    phases: { phase: unknown; storageDiff: { raw: { key: Hex; value?: Hex | null } }[] }[];
    blockDetails?: object;
  };
  const changes = phases.map(({ phase, storageDiff }) => [
    phase,
    inOrder(storageDiff.map(({ raw }) => [raw.key, raw.value] as const)),
  ]);
  return { changes, details: Object.keys(blockDetails ?? {}).sort() };
}

const callOf = (value: bigint) => ({ extrinsic: { call: transferCall(value), address: alice.accountId } });

/** @param block one on the forked block, which both forks can run */
export const trialRows = (block: BlockJson): readonly Row[] => [
  dryRun("raw, a signed transfer", async (side) => dryly(side, { extrinsic: await transferOn(side) })),
  dryRun("raw, { call, address }", (side) => dryly(side, callOf(5n))),
  dryRun("raw, a transfer that fails", (side) => dryly(side, callOf(10n ** 17n))),
  dryRun("raw, at an older block", async (side) => {
    await side.rpc("dev_newBlock", { count: 2 });
    const at = await hashAt(side, (await bestNumber(side)) - 1);
    return dryly(side, { extrinsic: await transferOn(side), at });
  }),
  dryRun("raw, one that is not valid", async (side) => {
    const extrinsic = await transferOn(side);
    await side.rpc("dev_newBlock", { transactions: [extrinsic] });
    return dryly(side, { extrinsic });
  }),
  dryRun("nothing stays of it", async (side) => [await bestNumber(side), await timeOf(side)]),
  dryRun(
    "not raw",
    async (side) => Object.keys((await side.rpc("dev_dryRun", callOf(5n))) as object).sort(),
    "outcome, events and changed items by the names that all dev_* methods have; Chopsticks gives old, new and delta by those of @polkadot/api",
  ),
  dryRun("no extrinsic", (side) => side.rpc("dev_dryRun", {}), wrongForm),
  runBlock(
    "phases and raw changes",
    async (side) => (await ran(side, block)).changes,
    "Chopsticks refuses a program that imports functions that its executor lacks, whatever it was started with",
  ),
  runBlock("nothing stays of it", async (side) => [await bestNumber(side), await timeOf(side)]),
  rowsOf("dev_getReadProof")(
    "a key",
    async (side) => Object.keys((await side.rpc("dev_getReadProof", [tempoKeyHex(1)])) as object).sort(),
    "not there: state_getReadProof proves against the roots that headers have",
  ),
  rowsOf("dev_setRuntimeLogLevel")(
    "1",
    (side) => side.rpc("dev_setRuntimeLogLevel", 1),
    "not there: system_addLogFilter changes what is logged",
  ),
];
