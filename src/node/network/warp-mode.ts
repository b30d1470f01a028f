import type { Chain } from "../../chain/chain.ts";
import { DecodeError, Reader } from "../../codec/io.ts";
import type { Voter } from "../../consensus/finality.ts";
import { findScheduledChange } from "../../consensus/grandpa/digest.ts";
import { type HardForks, warpHardForks } from "../../consensus/grandpa/hard-forks.ts";
import type { VerifySignature } from "../../consensus/grandpa/signatures.ts";
import { verifyWarpProof, type WarpStart } from "../../consensus/grandpa/warp-proof.ts";
import { fromHex, type Hex, toHex } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import type { ChainSpec, WarpCheckpoint } from "../../primitives/chain-spec.ts";
import { decodeHeader, headerHash } from "../../primitives/header.ts";
import { TrieError } from "../../storage/trie/node.ts";
import { verifyRange } from "../../storage/trie/verify-range.ts";
import type { SyncMode } from "../../sync/phases.ts";
import type { VerifyRange } from "../../sync/types.ts";
import type { WarpOptions } from "../../sync/warp-sync.ts";

/** Rust: `sc_network_sync::strategy::warp MIN_PEERS_TO_START_WARP_SYNC`. */
const minPeers = 3;

/** How a chain is joined by proofs: from its genesis block, or from the checkpoint of its specification. @throws UserError */
export function warpMode(
  { api, finality }: Chain,
  { chainType, warpCheckpoint }: Pick<ChainSpec, "chainType" | "warpCheckpoint">,
  verify: VerifySignature,
): SyncMode<WarpStart> | undefined {
  if (finality === undefined) return undefined;
  const { authorities, setId } = finality.current();
  const fromGenesis = { begin: api.genesisHash, set: { setId, authorities } };
  const start = warpCheckpoint === undefined ? fromGenesis : startOfCheckpoint(warpCheckpoint);
  const corrections = warpCheckpoint === undefined ? correctionsOf(warpHardForks(chainType)) : [uncorrected];
  return {
    type: "warp",
    warp: { ...start, minPeers, verify: proofCheck(corrections, verify) },
    verifyRange: checkRange,
  };
}

/**
 * The same with a memory for the voters that the last proof leads to. The state of its block need not know the id of their
 * set: pallets other than that of sessions change voters and leave it as it was. Rust: `import_state` reads it from there.
 */
export function rememberingVoters(mode: SyncMode<WarpStart>): {
  readonly mode: SyncMode<WarpStart>;
  /** Who votes after the block that was proven final. */
  votersAfter(block: Hex): WarpStart | undefined;
} {
  if (mode.type !== "warp") return { mode, votersAfter: () => undefined };
  let proven: { readonly block: Hex; readonly voters: WarpStart } | undefined;
  const verify: WarpOptions<WarpStart>["verify"] = (proofs, set) => {
    const verdict = mode.warp.verify(proofs, set);
    if (verdict?.type === "complete") proven = { block: headerHash(verdict.header), voters: verdict.set };
    return verdict;
  };
  return {
    mode: { ...mode, warp: { ...mode.warp, verify } },
    votersAfter: (block) => (proven?.block === block ? proven.voters : undefined),
  };
}

/** Where sets of voters are not what headers tell: what is added to the first set's id, and to that of each fragment. */
interface Correction {
  readonly first: bigint;
  readonly hardForks: HardForks;
}

const plain: HardForks = { type: "set-offset", offset: 0n };
const uncorrected: Correction = { first: 0n, hardForks: plain };

/**
 * What may hold on a chain of that type. The original adds its offset to every fragment, its later releases once; and the
 * type of the test network is that of every development chain, whose sets are as their headers tell. A proof is good under
 * one of them only: its voters sign the id of their set.
 */
function correctionsOf(hardForks: HardForks): readonly Correction[] {
  if (hardForks.type !== "set-offset" || hardForks.offset === 0n) return [{ first: 0n, hardForks }];
  return [{ first: 0n, hardForks }, { first: hardForks.offset, hardForks: plain }, uncorrected];
}

function proofCheck(corrections: readonly Correction[], verify: VerifySignature): WarpOptions<WarpStart>["verify"] {
  // Proofs after the first go on under the same correction.
  let left = corrections;
  return (proof, set) => {
    for (const correction of left) {
      const start = { setId: set.setId + correction.first, authorities: set.authorities };
      const progress = verifyWarpProof(proof, start, { hardForks: correction.hardForks, verify });
      if (typeof progress === "string") continue;
      left = [{ ...correction, first: 0n }];
      const { setId, authorities, last, lastHeader, isFinished } = progress;
      const next = { setId, authorities };
      return isFinished
        ? { type: "complete", set: next, header: lastHeader }
        : { type: "partial", set: next, last: last.hash };
    }
    return undefined;
  };
}

/**
 * A block that the specification vouches for, and who votes after it. Rust: `node/src/service/warp_sync.rs
 * trusted_checkpoint` of later releases.
 */
function startOfCheckpoint({ header, authoritySet }: WarpCheckpoint): Pick<WarpOptions<WarpStart>, "begin" | "set"> {
  const bytes = fromHex(header);
  try {
    const decoded = decodeHeader(bytes);
    const signed = readAuthoritySet(fromHex(authoritySet));
    const change = findScheduledChange(decoded);
    // The set signed the block, and hands over with it.
    const set = change === undefined ? signed : { setId: signed.setId + 1n, authorities: change.authorities };
    return { begin: headerHash(bytes), set };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new UserError(`the chain specification's grandpaWarpSyncCheckpoint cannot be read: ${error.message}`);
  }
}

/** SCALE: set id, then keys with weights. @throws DecodeError */
function readAuthoritySet(bytes: Uint8Array): WarpStart {
  const from = new Reader(bytes);
  const setId = from.u64();
  const authorities: Voter[] = [];
  for (let left = from.length(40); left > 0; left--) authorities.push([toHex(from.take(32)) as Hex, from.u64()]);
  from.end();
  if (authorities.length === 0 || authorities.some(([, weight]) => weight === 0n))
    throw new DecodeError("voters that cannot vote", from.offset);
  return { setId, authorities };
}

const checkRange: VerifyRange = (root, nodes, start) => {
  try {
    return verifyRange(fromHex(root), nodes, start);
  } catch (error) {
    if (error instanceof TrieError) return undefined;
    throw error;
  }
};
