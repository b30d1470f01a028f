import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { blake2Hex } from "../../src/crypto/hashing.ts";
import { verifyAhead } from "../../src/crypto/verify-ahead.ts";
import { signatureChecks } from "../../src/engine/native/signature-checks.ts";
import { fromHex, type Hex, toHex, utf8 } from "../../src/lib/bytes.ts";
import { parseChainFile, type RecordedBlock } from "../../src/replay/chain-file.ts";
import { genesisOf } from "../../src/replay/genesis.ts";
import { rebuildBlock } from "../../src/replay/rebuild-block.ts";
import { bareExtrinsic } from "../../src/runtime/executive/extrinsic.ts";
import { makeRuntime, production } from "../../src/runtime/index.ts";
import type { MemoryState } from "../../src/storage/state/memory-state.ts";
import { recordingJson } from "../support/recordings.ts";
import { signExtrinsic, transfer } from "../support/sign.ts";
import { median, type Row } from "./measure.ts";

const runtime = makeRuntime(production);

interface Head {
  readonly state: MemoryState;
  number: number;
  hash: Hex;
  timestamp: bigint;
}

/** The state after all blocks of a recorded chain. */
function endOf(chain: string): Head {
  const { blocks, genesisHash } = parseChainFile(recordingJson("chains", `${chain}.json.gz`));
  const head: Head = { state: genesisOf("localnet", runtime).state, number: 0, hash: genesisHash, timestamp: 0n };
  for (const block of blocks) step(head, block);
  return head;
}

/** Executes a block, takes its root and keeps it, all in memory as the native figures do; ms. */
function step(head: Head, block: RecordedBlock): number {
  const start = performance.now();
  const executed = rebuildBlock(head.state, runtime, head.hash, block);
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

function idleRow(chain: string, subnets: number, native: number): Row {
  const head = endOf(chain);
  const times = Array.from({ length: 30 }, () => step(head, idle(head)));
  return {
    what: `idle block, ${subnets} subnets`,
    ours: median(times),
    against: { name: "native", value: native, goal: 1 },
  };
}

/** 500 transfers of one sender to new accounts, the signatures checked on all cores, as import does. */
async function transfersRow(native: number): Promise<Row> {
  const genesis = genesisOf("localnet", runtime);
  const pair = devAccount("Alice");
  const head: Head = { state: genesis.state, number: 0, hash: genesis.hash, timestamp: 1_760_000_004_000n };
  const times: number[] = [];
  for (let round = 0; round < 7; round++) {
    const transfers = Array.from({ length: 500 }, (_, i) => {
      const call = transfer(blake2Hex(utf8(`receiver ${round} ${i}`)), 1_000_000n);
      return toHex(signExtrinsic(runtime, { call, pair, nonce: round * 500 + i, genesisHash: genesis.hash }));
    });
    const block = idle(head);
    const attempts = [
      { kind: "inherent" as const, extrinsic: toHex(timestampOf(block)) },
      ...transfers.map((extrinsic) => ({ kind: "transaction" as const, extrinsic })),
    ];
    const start = performance.now();
    verifyAhead(signatureChecks(runtime, head, transfers.map(fromHex), head.state.overlay()));
    const asked = performance.now() - start;
    times.push(asked + step(head, { ...block, terse: false, attempts }));
  }
  return {
    what: "block of 500 transfers, signatures checked",
    // The threads start with the first block.
    ours: median(times.slice(1)),
    against: { name: "native", value: native, goal: 2 },
  };
}

const timestampOf = (block: RecordedBlock): Uint8Array =>
  bareExtrinsic({ pallet: "Timestamp", name: "set", args: { now: block.timestamp } }, runtime);

export async function blockRows(native: { idle5: number; idle64: number; transfers: number }): Promise<Row[]> {
  return [
    idleRow("k-idle-5-subnets", 5, native.idle5),
    idleRow("w-64-subnets", 64, native.idle64),
    await transfersRow(native.transfers),
  ];
}
