import { type Hex, toHex } from "../lib/bytes.ts";
import { encodeHeader, headerHash } from "../primitives/header.ts";
import type { ApplyResult } from "../runtime/executive/apply-extrinsic.ts";
import { bareExtrinsic, decodeExtrinsic, type Extrinsic } from "../runtime/executive/extrinsic.ts";
import type { CallValue } from "../runtime/frame/calls.ts";
import { NotBuilt } from "../runtime/frame/not-built.ts";
import { ValidityFailure } from "../runtime/frame/validity.ts";
import type { Shielded } from "../runtime/pallets/shield/shielded.ts";
import { StorageError } from "../storage/errors.ts";
import { type BlockBuilder, type ExecutedBlock, startBlock } from "./block-builder.ts";
import type { Chain } from "./chain.ts";
import type { ShieldKeystore } from "./shield-keystore.ts";
import { currentKeyHash, shieldedIn, unshielded } from "./unshield.ts";

export interface Proposal {
  readonly parent: { readonly hash: Hex; readonly number: number };
  /** Encoded pre-runtime digest items. */
  readonly digest: readonly Uint8Array[];
  /** What the block's Timestamp is set to, ms since 1970. */
  readonly moment: bigint;
  /** When no further transaction is taken, ms since 1970 by the environment's clock. */
  readonly deadline: number;
  /** Announces its key, and decrypts what is submitted to it; without one neither happens. */
  readonly shield?: ShieldKeystore | undefined;
}

export interface Proposed extends ExecutedBlock {
  /** How many of the extrinsics are inherents. */
  readonly inherents: number;
}

/** Transactions that did not fit before the block counts as full. Answers to `MAX_SKIPPED_TRANSACTIONS`. */
const mostSkipped = 8;
/** Longest block that is made here, bytes. Answers to `DEFAULT_BLOCK_SIZE_LIMIT`. */
const sizeLimit = 4 * 1024 * 1024 + 512;

/** What XChaCha20-Poly1305 adds to a message, bytes. */
const tagLength = 16;

const target = "basic-authorship";

/**
 * Makes a block on a known one: inherents, then what the pool has ready until time, weight or length run out.
 * Answers to `sc_basic_authorship::Proposer::propose_with`.
 * @throws Error when an inherent fails or the state of the parent is not kept.
 */
export function propose(chain: Chain, { parent, digest, moment, deadline, shield }: Proposal): Proposed {
  const { runtime, environment, database } = chain;
  const started = environment.now();
  const overlay = database.overlayAt(parent.hash);
  if (overlay === undefined) throw new Error(`the state of block ${parent.number} (${parent.hash}) is not kept`);
  const builder = startBlock({ runtime, parent, digest, overlay });
  // The keys move on with the inherent: what may be decrypted is what the parent said.
  const keyHash = currentKeyHash(builder.state);
  pushInherent(chain, builder, { pallet: "Timestamp", name: "set", args: { now: moment } });
  if (shield !== undefined) {
    const enc_key = shield.nextEncKey();
    pushInherent(chain, builder, { pallet: "MevShield", name: "announce_next_key", args: { enc_key } });
  }
  const inherents = builder.body.length;
  const end = pushTransactions({ chain, builder, shield, keyHash }, deadline);
  const block = builder.finish();
  const hash = headerHash(encodeHeader(block.header));
  environment.log.info(
    target,
    `🎁 Prepared block for proposing at ${block.header.number} (${environment.now() - started} ms) hash: ${hash}; ` +
      `parent_hash: ${shortHash(parent.hash)}; end: ${end}; extrinsics_count: ${block.body.length}`,
  );
  return { ...block, inherents };
}

/** What fills a block. */
interface Filling {
  readonly chain: Chain;
  readonly builder: BlockBuilder;
  readonly shield: ShieldKeystore | undefined;
  /** Names the key to which the parent lets this block's author decrypt. */
  readonly keyHash: Hex | undefined;
}

/** Answers to `Proposer::apply_inherents`. @throws Error when one that must succeed fails. */
function pushInherent({ runtime, environment }: Chain, builder: BlockBuilder, call: CallValue): void {
  const bytes = bareExtrinsic(call, runtime);
  const result = builder.push(decodeExtrinsic(bytes, runtime), bytes);
  if ("ok" in result) return;
  const why = `the inherent ${call.pallet}.${call.name} is refused: ${new ValidityFailure(result.err).message}`;
  if (result.err.type === "Invalid" && result.err.value.type === "BadMandatory") throw new Error(why);
  environment.log.warn(target, why);
}

type End = "NoMoreTransactions" | "HitDeadline" | "HitBlockSizeLimit" | "HitBlockWeightLimit";

/** Answers to `Proposer::apply_extrinsics`. */
function pushTransactions(filling: Filling, deadline: number): End {
  const { chain, builder } = filling;
  const { pool, environment, runtime } = chain;
  const soft = environment.now() + (deadline - environment.now()) / 2;
  const invalid: Hex[] = [];
  const ready = pool.ready();
  let skipped = 0;
  for (const transaction of ready) {
    if (environment.now() > deadline) return end("HitDeadline");
    const extrinsic = decodeExtrinsic(transaction.bytes, runtime);
    const shielded = shieldedIn(extrinsic);
    // What another author may decrypt, or we in a later block, waits.
    if (shielded !== undefined && toHex(shielded.keyHash) !== filling.keyHash) continue;
    const inner = shielded === undefined ? 0 : Math.max(shielded.aeadCiphertext.length - tagLength, 0);
    const fits = builder.size + transaction.bytes.length + inner <= sizeLimit;
    let outcome = fits ? tryPush(chain, builder, extrinsic, transaction) : "full";
    if (outcome === "taken") {
      if (shielded === undefined) continue;
      outcome = pushUnshielded(filling, transaction.hash, shielded);
      if (outcome !== "full") continue;
    } else {
      ready.reportInvalid(transaction.hash);
    }
    if (outcome === "invalid") {
      invalid.push(transaction.hash);
    } else if (skipped < mostSkipped) {
      skipped++;
    } else if (environment.now() >= soft) {
      return end(fits ? "HitBlockWeightLimit" : "HitBlockSizeLimit");
    }
  }
  return end("NoMoreTransactions");

  function end(why: End): End {
    if (invalid.length > 0) pool.removeInvalid(invalid);
    return why;
  }
}

/**
 * What a transaction of the block carried encrypted follows it at once. Whatever is wrong with that, the one that
 * carried it has paid and stays. Answers to `Proposer::unshield_and_push_inner_tx`.
 */
function pushUnshielded(
  { chain, builder, shield }: Filling,
  hash: Hex,
  shielded: Shielded,
): "taken" | "full" | "invalid" {
  const extrinsic = shield === undefined ? undefined : unshielded(builder.state, shield, shielded);
  if (extrinsic === undefined) {
    chain.environment.log.debug(target, `[${hash}] Failed to unshield transaction`);
    return "invalid";
  }
  return tryPush(chain, builder, extrinsic, { bytes: extrinsic.bytes, hash });
}

function tryPush(
  { environment }: Chain,
  builder: BlockBuilder,
  extrinsic: Extrinsic,
  { bytes, hash }: { readonly bytes: Uint8Array; readonly hash: Hex },
): "taken" | "full" | "invalid" {
  let result: ApplyResult;
  try {
    result = builder.push(extrinsic, bytes);
  } catch (error) {
    if (error instanceof StorageError) throw error;
    // Nothing of it stays in the block; a transaction that this node cannot execute must not stop its blocks.
    const why = error instanceof NotBuilt ? error.message : error instanceof Error ? error.stack : String(error);
    environment.log.error(target, `[${hash}] cannot be executed: ${why}`);
    return "invalid";
  }
  if ("ok" in result) return "taken";
  const { type, value } = result.err;
  if (type === "Invalid" && value.type === "ExhaustsResources") return "full";
  environment.log.debug(target, `[${hash}] Invalid transaction: ${new ValidityFailure(result.err).message}`);
  return "invalid";
}

/** A hash as the original's log writes it: its two ends. */
export function shortHash(hash: Hex): string {
  return `${hash.slice(0, 6)}…${hash.slice(-4)}`;
}

/** A block with a seal in its header, ready to be stored. */
export function seal(block: ExecutedBlock, item: Uint8Array | undefined) {
  const header = item === undefined ? block.header : { ...block.header, digest: [...block.header.digest, item] };
  const encoded = encodeHeader(header);
  return {
    hash: headerHash(encoded),
    number: header.number,
    parentHash: header.parentHash,
    header: encoded,
    body: block.body,
    overlay: block.overlay,
  };
}
