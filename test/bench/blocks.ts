import { decode } from "../../src/codec/codec.ts";
import { slotDigest } from "../../src/consensus/aura.ts";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { blake2Hex } from "../../src/crypto/hashing.ts";
import { verifyAhead } from "../../src/crypto/verify-ahead.ts";
import { usualHeapPages } from "../../src/engine/chain-engines.ts";
import { signatureChecks } from "../../src/engine/native/signature-checks.ts";
import { concatBytes, emptyBytes, type Hex, utf8 } from "../../src/lib/bytes.ts";
import { parseChainFile, type RecordedBlock } from "../../src/replay/chain-file.ts";
import { genesisOf } from "../../src/replay/genesis.ts";
import { type RebuiltBlock, rebuildBlock } from "../../src/replay/rebuild-block.ts";
import { rebuildByProgram } from "../../src/replay/rebuild-by-program.ts";
import { headerHash } from "../../src/runtime/executive/block.ts";
import { bareExtrinsic, decodeExtrinsic } from "../../src/runtime/executive/extrinsic.ts";
import { openBlock } from "../../src/runtime/executive/open-block.ts";
import { execute } from "../../src/runtime/frame/execution.ts";
import { createRuntime, production } from "../../src/runtime/index.ts";
import { Digest } from "../../src/runtime/types/substrate.ts";
import { type MemoryState, memoryState } from "../../src/storage/state/memory-state.ts";
import { orderedRoot } from "../../src/storage/trie/ordered-root.ts";
import { createExecutor } from "../../src/wasm/executor.ts";
import { loadProgram } from "../../src/wasm/module/program.ts";
import { recordingJson } from "../support/recordings.ts";
import { signExtrinsic, transfer } from "../support/sign.ts";
import { median, type Row } from "./measure.ts";

const runtime = createRuntime(production);

interface Head {
  readonly state: MemoryState;
  number: number;
  hash: Hex;
  timestamp: bigint;
}

/** Makes a block again on a head. */
type Rebuild = (head: Head, block: RecordedBlock) => Pick<RebuiltBlock, "overlay" | "hash">;

const byRules: Rebuild = ({ state, hash }, block) => rebuildBlock(state, runtime, hash, block);

/** The state after all blocks of a recorded chain. */
function endOf(chain: string): Head {
  const { blocks, genesisHash } = parseChainFile(recordingJson("chains", `${chain}.json.gz`));
  const head: Head = { state: genesisOf("localnet", runtime).state, number: 0, hash: genesisHash, timestamp: 0n };
  for (const block of blocks) step(head, block, byRules);
  return head;
}

/** Executes a block, takes its root and keeps it, all in memory as the native figures do; ms. */
function step(head: Head, block: RecordedBlock, rebuild: Rebuild): number {
  const start = performance.now();
  const executed = rebuild(head, block);
  head.state.commit(executed.overlay);
  const time = performance.now() - start;
  head.number = block.number;
  head.hash = executed.hash;
  head.timestamp = block.timestamp;
  return time;
}

const idle = (head: Head): RecordedBlock => ({
  number: head.number + 1,
  timestamp: head.timestamp + 12_000n,
  terse: true,
  slot: undefined,
  attempts: [],
});

interface IdleRow {
  readonly chain: string;
  readonly subnets: number;
  readonly native: number;
}

function idleRow({ chain, subnets, native }: IdleRow, how = "", rebuild = byRules): Row {
  const head = endOf(chain);
  const times = Array.from({ length: 30 }, () => step(head, idle(head), rebuild));
  return {
    what: `idle block, ${subnets} subnets${how}`,
    ours: median(times),
    against: { name: "native", value: native, goal: 1 },
  };
}

/** 500 transfers of one sender to new accounts, decoded and their signatures checked on all cores, as import does. */
async function transfersRow(native: number): Promise<Row> {
  const genesis = genesisOf("localnet", runtime);
  const pair = devAccount("Alice");
  const head: Head = { state: genesis.state, number: 0, hash: genesis.hash, timestamp: 1_760_000_004_000n };
  const times: number[] = [];
  for (let round = 0; round < 7; round++) {
    const transfers = Array.from({ length: 500 }, (_, i) => {
      const call = transfer(blake2Hex(utf8(`receiver ${round} ${i}`)), 1_000_000n);
      return signExtrinsic(runtime, { call, pair, nonce: round * 500 + i, genesisHash: genesis.hash });
    });
    times.push(executeTransfers(head, transfers));
  }
  return {
    what: "block of 500 transfers, signatures checked",
    // The threads start with the first block.
    ours: median(times.slice(1)),
    against: { name: "native", value: native, goal: 1.5 },
  };
}

/** The same for one block on a head, which it becomes; ms. */
function executeTransfers(head: Head, transfers: readonly Uint8Array[]): number {
  const { number, timestamp } = idle(head);
  const body = [timestampOf(timestamp), ...transfers];
  const start = performance.now();
  const overlay = head.state.overlay();
  const state = execute(overlay, runtime.rules, runtime);
  const extrinsics = body.map((bytes) => decodeExtrinsic(bytes, runtime));
  verifyAhead(signatureChecks(runtime, head, extrinsics, overlay));
  const digest = decode(Digest, concatBytes(Uint8Array.of(4), slotDigest(timestamp / runtime.rules.slotDuration)));
  const block = openBlock(state, runtime, { number, parentHash: head.hash, digest }, orderedRoot);
  for (const extrinsic of extrinsics) {
    if ("err" in block.push(extrinsic)) throw new Error("a transfer is refused");
  }
  const hash = headerHash(block.finish());
  head.state.commit(overlay);
  const time = performance.now() - start;
  Object.assign(head, { number, hash, timestamp });
  return time;
}

const timestampOf = (now: bigint): Uint8Array =>
  bareExtrinsic({ pallet: "Timestamp", name: "set", args: { now } }, runtime);

const idleRows = ({ idle5, idle64 }: { readonly idle5: number; readonly idle64: number }): readonly IdleRow[] => [
  { chain: "k-idle-5-subnets", subnets: 5, native: idle5 },
  { chain: "w-64-subnets", subnets: 64, native: idle64 },
];

/** The same blocks by a program: the original's rules at 425, compiled to WebAssembly. */
export function programRows(code: Uint8Array, native: { readonly idle5: number; readonly idle64: number }): Row[] {
  const start = performance.now();
  const executor = createExecutor(loadProgram(code), { heapPages: usualHeapPages });
  executor.call(memoryState([]).overlay(), "Core_version", emptyBytes);
  const first = performance.now() - start;
  const byProgram: Rebuild = ({ state, hash }, block) => rebuildByProgram(state, executor, runtime, hash, block);
  return [
    { what: "a program: unpacked, checked, compiled, first call", ours: first },
    ...idleRows(native).map((row) => idleRow(row, ", by a program", byProgram)),
  ];
}

export async function blockRows(native: { idle5: number; idle64: number; transfers: number }): Promise<Row[]> {
  return [...idleRows(native).map((row) => idleRow(row)), await transfersRow(native.transfers)];
}
