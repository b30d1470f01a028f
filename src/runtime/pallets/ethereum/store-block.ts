import { encode, type Infer } from "../../../codec/codec.ts";
import { vec } from "../../../codec/containers.ts";
import { keccak256 } from "../../../crypto/hashing.ts";
import { concatBytes, emptyBytes, equalBytes, fromHex, type Hex, toHex, utf8 } from "../../../lib/bytes.ts";
import { NotBuilt } from "../../frame/not-built.ts";
import type { Hooks } from "../../frame/pallet.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import { addWeight, dbWeight } from "../../frame/weight.ts";
import type { Header } from "../../types/ethereum.ts";
import { H256, zeroHash } from "../../types/hashes.ts";
import { blockAuthorH160 } from "../aura/slots.ts";
import { blockGasLimit } from "../evm/gas.ts";
import { constants as systemConstants } from "../system/constants.ts";
import { depositLog } from "../system/finalize.ts";
import { blockNumber } from "../system/initialize.ts";
import { storage as system } from "../system/storage.ts";
import { weights as systemWeights } from "../system/weights.ts";
import { storage as timestamp } from "../timestamp/storage.ts";
import { rlpEncode } from "./rlp.ts";
import { storage } from "./storage.ts";

export type EthereumHeader = Infer<typeof Header>;

/** The engine id of frontier's digest items. */
const frontierEngineId: Uint8Array = utf8("fron");
const zeroAddress: Hex = `0x${"00".repeat(20)}`;
/** Hash of an RLP list of nothing: a block's uncles. */
const noOmmers: Hex = toHex(keccak256(rlpEncode([])));
/** Root of a trie of nothing: transactions and receipts. */
const emptyRoot: Hex = toHex(keccak256(rlpEncode(emptyBytes)));

/** The hash of an Ethereum header: keccak-256 of its RLP. */
export function ethereumHash(header: EthereumHeader): Hex {
  return toHex(
    keccak256(
      rlpEncode([
        header.parent_hash,
        header.ommers_hash,
        header.beneficiary,
        header.state_root,
        header.transactions_root,
        header.receipts_root,
        header.logs_bloom,
        header.difficulty,
        header.number,
        header.gas_limit,
        header.gas_used,
        header.timestamp,
        header.extra_data,
        header.mix_hash,
        header.nonce,
      ]),
    ),
  );
}

/** The header of the Ethereum block as of now. Its state root is that of the whole chain at this very moment. */
function createHeader(state: WriteState, number: bigint): EthereumHeader {
  return {
    parent_hash: number > 0n ? storage.BlockHash.at(number - 1n).get(state) : zeroHash,
    ommers_hash: noOmmers,
    beneficiary: blockAuthorH160(state) ?? zeroAddress,
    state_root: toHex(state.overlay.root()),
    transactions_root: emptyRoot,
    receipts_root: emptyRoot,
    logs_bloom: new Uint8Array(256),
    difficulty: 0n,
    number,
    gas_limit: blockGasLimit,
    gas_used: 0n,
    timestamp: timestamp.Now.get(state),
    extra_data: emptyBytes,
    mix_hash: zeroHash,
    nonce: new Uint8Array(8),
  };
}

/**
 * Stores the Ethereum side of a block; gives its hash. Rust: `pallet_ethereum::Pallet::store_block`.
 * @throws NotBuilt when the block has Ethereum transactions.
 */
export function storeBlock(state: WriteState, number: bigint): Hex {
  if (storage.CounterForPending.get(state) > 0) throw new NotBuilt("a block with Ethereum transactions");
  const header = createHeader(state, number);
  const hash = ethereumHash(header);
  storage.CurrentBlock.set(state, { header, transactions: [], ommers: [] });
  storage.CurrentReceipts.set(state, []);
  storage.CurrentTransactionStatuses.set(state, []);
  storage.BlockHash.at(number).set(state, hash);
  return hash;
}

/** The digest item of a block without Ethereum transactions: `PostLog::Hashes`. */
function postLog(hash: Hex): Uint8Array {
  return concatBytes(new Uint8Array([1]), fromHex(hash), encode(vec(H256), []));
}

/** Blocks that wrap a finished Ethereum block carry it in their pre-runtime digest; this chain makes none. */
function refusePreLog(state: ReadState): void {
  const { logs } = system.Digest.get(state);
  if (logs.some((item) => item.type === "PreRuntime" && equalBytes(item.value[0], frontierEngineId)))
    throw new NotBuilt("a block made from an Ethereum block");
}

/** Rust: the hooks of `pallet_ethereum`. */
export const hooks: Hooks = {
  onInitialize(state) {
    refusePreLog(state);
    return addWeight(systemWeights.killStorage(1), dbWeight(2, 2));
  },
  onFinalize(state, block) {
    const hash = storeBlock(state, BigInt(blockNumber(state)));
    depositLog(state, { type: "Consensus", value: [frontierEngineId, postLog(hash)] });
    const outdated = block - systemConstants.BlockHashCount.valueOf(state.rules) - 1;
    if (outdated > 0) storage.BlockHash.at(BigInt(outdated)).remove(state);
  },
};
