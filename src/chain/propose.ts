import { encode } from "../codec/codec.ts";
import { option } from "../codec/containers.ts";
import { bytes, u64 } from "../codec/primitives.ts";
import type { Hex } from "../lib/bytes.ts";
import { type Extrinsic, isBare } from "../primitives/extrinsic.ts";
import { encodeHeader, type Header, headerHash } from "../primitives/header.ts";
import type { ShieldedValue } from "../primitives/shielded-transaction.ts";
import { validityText } from "../primitives/validity.ts";
import { StorageError } from "../storage/errors.ts";
import type { TrieOverlay } from "../storage/state/overlay.ts";
import type { Chain, RuntimeAt } from "./chain.ts";
import { type BlockPlace, EngineError, type OpenBlock } from "./engine.ts";
import { createRest } from "./rest.ts";
import { isCurrentShieldKey, unshielded } from "./runtime-apis.ts";
import type { ShieldKeystore } from "./shield-keystore.ts";

export interface Proposal {
  readonly parent: BlockPlace;
  /** Encoded pre-runtime digest items. */
  readonly digest: readonly Uint8Array[];
  /** What the author's clock says, ms since 1970; the block's time may be later, to keep its distance to the parent's. */
  readonly moment: bigint;
  /** When no further transaction is taken, ms since 1970 by the environment's clock. */
  readonly deadline: number;
  /** Announces its key, and decrypts what is submitted to it; without one neither happens. */
  readonly shield?: ShieldKeystore | undefined;
}

/** A block that was made, without a seal. */
export interface Proposed {
  readonly header: Header;
  readonly body: readonly Extrinsic[];
  /** How many of the extrinsics are inherents. */
  readonly inherents: number;
  readonly overlay: TrieOverlay;
}

/** Transactions that did not fit before the block counts as full. Rust: `sc_basic_authorship MAX_SKIPPED_TRANSACTIONS`. */
const mostSkipped = 8;
/** Longest block that is made here, bytes. Rust: `sc_basic_authorship DEFAULT_BLOCK_SIZE_LIMIT`. */
const sizeLimit = 4 * 1024 * 1024 + 512;
/** About what a header adds to a block's length, bytes. */
const headerSize = 300;

/** What XChaCha20-Poly1305 adds to a message, bytes. */
const tagLength = 16;

const target = "basic-authorship";

/**
 * Makes a block on a known one: inherents, then what the pool has ready until time, weight or length run out. Others get
 * their turn between two extrinsics. Rust: `sc_basic_authorship::Proposer::propose_with`.
 * @throws Error when an inherent fails or the state of the parent is not kept.
 */
export async function propose(chain: Chain, proposal: Proposal): Promise<Proposed> {
  const { environment } = chain;
  const { parent, digest, shield } = proposal;
  const started = environment.now();
  const before = chain.runtimeAt(parent.hash);
  if (before === undefined) throw new Error(`the state of block ${parent.number} (${parent.hash}) is not kept`);
  const overlay = before.overlay();
  const block = await before.engine.openBlock(overlay, { parent, digest });
  const filling: Filling = { chain, before, parent, block, shield, body: [], size: headerSize };
  await pushInherents(filling, proposal);
  const inherents = filling.body.length;
  const end = await pushTransactions(filling, proposal.deadline);
  const header = await block.finalizeBlock();
  const { body } = filling;
  environment.log.info(
    target,
    `🎁 Prepared block for proposing at ${header.number} (${environment.now() - started} ms) hash: ` +
      `${headerHash(encodeHeader(header))}; parent_hash: ${shortHash(parent.hash)}; end: ${end}; ` +
      `extrinsics_count: ${body.length}`,
  );
  return { header, body, inherents, overlay };
}

/** A block while it is filled. */
interface Filling {
  readonly chain: Chain;
  /** The state that the block stands on. */
  readonly before: RuntimeAt;
  readonly parent: BlockPlace;
  readonly block: OpenBlock;
  readonly shield: ShieldKeystore | undefined;
  readonly body: Extrinsic[];
  /** Length of the block as it is now, bytes. */
  size: number;
}

/** Rust: `sc_basic_authorship::Proposer::apply_inherents`. @throws Error when one that must succeed fails. */
async function pushInherents(filling: Filling, { moment, shield }: Proposal): Promise<void> {
  const data = new Map([["timstap0", encode(u64, moment)]]);
  if (shield !== undefined) data.set("shieldpk", encode(option(bytes), shield.nextEncKey()));
  for (const extrinsic of await filling.block.inherentExtrinsics(data)) {
    const result = await filling.block.applyExtrinsic(extrinsic);
    if (result === "applied") {
      take(filling, extrinsic);
      continue;
    }
    const why = `an inherent is refused: ${validityText(result.refused)}`;
    if (result.refused.value.type === "BadMandatory") throw new Error(why);
    filling.chain.environment.log.warn(target, why);
  }
}

function take(filling: Filling, extrinsic: Extrinsic): void {
  filling.body.push(extrinsic);
  filling.size += extrinsic.bytes.length;
}

type End = "NoMoreTransactions" | "HitDeadline" | "HitBlockSizeLimit" | "HitBlockWeightLimit";

/** Rust: `sc_basic_authorship::Proposer::apply_extrinsics`. */
async function pushTransactions(filling: Filling, deadline: number): Promise<End> {
  const { pool, environment } = filling.chain;
  const invalid: Hex[] = [];
  const end = await pushReady(filling, deadline, pool.ready(), invalid, createRest(environment));
  if (invalid.length > 0) pool.removeInvalid(invalid);
  return end;
}

async function pushReady(
  filling: Filling,
  deadline: number,
  ready: ReturnType<Chain["pool"]["ready"]>,
  invalid: Hex[],
  rest: ReturnType<typeof createRest>,
): Promise<End> {
  const { environment } = filling.chain;
  const soft = environment.now() + (deadline - environment.now()) / 2;
  let skipped = 0;
  for (const { hash, extrinsic } of ready) {
    await rest();
    if (environment.now() > deadline) return "HitDeadline";
    const shielded = await shieldedIn(filling, extrinsic);
    // What another author may decrypt, or we in a later block, waits.
    if (shielded !== undefined && !(await isCurrentShieldKey(filling.before.ask, shielded.key_hash))) continue;
    const inner = shielded === undefined ? 0 : Math.max(shielded.aead_ct.length - tagLength, 0);
    const fits = filling.size + extrinsic.bytes.length + inner <= sizeLimit;
    let outcome = fits ? await tryPush(filling, extrinsic) : "full";
    if (outcome === "taken") {
      if (shielded === undefined) continue;
      outcome = await pushUnshielded(filling, hash, shielded);
      if (outcome !== "full") continue;
    } else {
      ready.reportInvalid(hash);
    }
    if (outcome === "invalid") {
      invalid.push(hash);
    } else if (skipped < mostSkipped) {
      skipped++;
    } else if (environment.now() >= soft) {
      return fits ? "HitBlockWeightLimit" : "HitBlockSizeLimit";
    }
  }
  return "NoMoreTransactions";
}

/** What a transaction carries encrypted. One of which that cannot be told is looked at when it is applied. */
async function shieldedIn({ block }: Filling, extrinsic: Extrinsic): Promise<ShieldedValue | undefined> {
  try {
    return await block.shieldedTransaction(extrinsic);
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

type Outcome = "taken" | "full" | "invalid";

/**
 * What a transaction of the block carried encrypted follows it at once. Whatever is wrong with that, the one that
 * carried it has paid and stays. Rust: `sc_basic_authorship::Proposer::unshield_and_push_inner_tx`.
 */
async function pushUnshielded(filling: Filling, hash: Hex, carried: ShieldedValue): Promise<Outcome> {
  const { chain, before, shield } = filling;
  const key = shield?.decKey(carried.key_hash);
  const inner = key === undefined ? undefined : await unshielded(before.ask, key, carried);
  if (inner === undefined || !(await mayFollow(filling, inner))) {
    chain.environment.log.debug(target, `[${hash}] Failed to unshield transaction`);
    return "invalid";
  }
  return tryPush(filling, inner);
}

/**
 * Whether an extrinsic may stand behind others. An inherent would make the block one that nobody may import: one that
 * nobody signed must be such as the pool takes from outside.
 */
async function mayFollow({ before, parent }: Filling, inner: Extrinsic): Promise<boolean> {
  if (!isBare(inner)) return true;
  const { type } = await before.engine.validateTransaction(before.overlay(), inner, "External", parent);
  return type === "valid";
}

async function tryPush(filling: Filling, extrinsic: Extrinsic): Promise<Outcome> {
  const { log } = filling.chain.environment;
  try {
    const result = await filling.block.applyExtrinsic(extrinsic);
    if (result === "applied") {
      take(filling, extrinsic);
      return "taken";
    }
    const { type, value } = result.refused;
    if (type === "Invalid" && value.type === "ExhaustsResources") return "full";
    log.debug(target, `[${extrinsic.hash}] Invalid transaction: ${validityText(result.refused)}`);
    return "invalid";
  } catch (error) {
    if (error instanceof StorageError) throw error;
    // Nothing of it stays in the block; a transaction that this node cannot execute must not stop its blocks.
    const why = error instanceof EngineError && error.kind === "not-built" ? error.message : traceOf(error);
    log.error(target, `[${extrinsic.hash}] cannot be executed: ${why}`);
    return "invalid";
  }
}

/** Where something broke that should not have: of an engine's error, that below it. */
function traceOf(error: unknown): string {
  const { cause } = error as Error;
  const { stack, message } = (cause instanceof Error ? cause : error) as Error;
  return stack ?? message;
}

/** A hash as the original's log writes it: its two ends. */
export function shortHash(hash: Hex): string {
  return `${hash.slice(0, 6)}…${hash.slice(-4)}`;
}

/** A block with a seal in its header, ready to be stored. */
export function seal(block: Proposed, item: Uint8Array | undefined) {
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
