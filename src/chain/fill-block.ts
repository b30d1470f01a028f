import type { Hex } from "../lib/bytes.ts";
import { type Extrinsic, isBare } from "../primitives/extrinsic.ts";
import type { ShieldedValue } from "../primitives/shielded-transaction.ts";
import { type ValidityErrorValue, validityText } from "../primitives/validity.ts";
import { StorageError } from "../storage/errors.ts";
import type { Chain } from "./chain.ts";
import { type BlockPlace, EngineError, type OpenBlock } from "./engine.ts";
import { createRest } from "./rest.ts";
import { isCurrentShieldKey, unshielded } from "./runtime-apis.ts";
import type { RuntimeAt } from "./runtime-at.ts";
import type { ShieldKeystore } from "./shield-keystore.ts";

/** Transactions that did not fit before the block counts as full. Rust: `sc_basic_authorship MAX_SKIPPED_TRANSACTIONS`. */
const mostSkipped = 8;
/** Longest block that is made here, bytes. Rust: `sc_basic_authorship DEFAULT_BLOCK_SIZE_LIMIT`. */
const sizeLimit = 4 * 1024 * 1024 + 512;
/** What XChaCha20-Poly1305 adds to a message, bytes. */
const tagLength = 16;

const target = "basic-authorship";

/** A block while it is filled. */
export interface Filling {
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

/** Puts an extrinsic into the block that the rules have applied. */
export function take(filling: Filling, extrinsic: Extrinsic): void {
  filling.body.push(extrinsic);
  filling.size += extrinsic.bytes.length;
}

/** Why no further transaction is taken. Rust: `sc_basic_authorship EndProposingReason`. */
export type End = "NoMoreTransactions" | "HitDeadline" | "HitBlockSizeLimit" | "HitBlockWeightLimit";

/**
 * Fills a block with what the pool has ready, until time, weight or length run out; others get their turn between two
 * extrinsics. Rust: `sc_basic_authorship::Proposer::apply_extrinsics`.
 * @param deadline ms since 1970 by the environment's clock.
 */
export async function pushTransactions(filling: Filling, deadline: number): Promise<End> {
  const { pool, environment } = filling.chain;
  const { log } = environment;
  const invalid: Hex[] = [];
  const inherents = filling.body.length;
  log.debug(target, () => `Attempting to push transactions from the pool at ${filling.parent.hash}.`);
  let end: End;
  try {
    end = await pushReady(filling, deadline, pool.ready(), invalid, createRest(environment));
  } catch (error) {
    if (invalid.length > 0) pool.removeInvalid(invalid);
    throw error;
  }
  log.debug(target, `${endings[end]}, proceeding with proposing.`);
  if (end === "HitBlockSizeLimit" && filling.body.length === inherents)
    log.warn(target, `Hit block size limit of \`${sizeLimit}\` without including any transaction!`);
  if (invalid.length > 0) pool.removeInvalid(invalid);
  return end;
}

const endings: Readonly<Record<End, string>> = {
  NoMoreTransactions: "No more transactions",
  HitDeadline: "Consensus deadline reached when pushing block transactions",
  HitBlockSizeLimit: "Reached block size limit",
  HitBlockWeightLimit: "Reached block weight limit",
};

/**
 * Puts given extrinsics into a block, in their order, whether the pool knows them or not.
 * @returns how many of them are in it: the next one did not fit, or is refused for the reason given.
 */
export async function pushGiven(
  filling: Filling,
  extrinsics: readonly Extrinsic[],
): Promise<{ readonly taken: number; readonly refused?: ValidityErrorValue }> {
  let taken = 0;
  for (const extrinsic of extrinsics) {
    if (filling.size + extrinsic.bytes.length > sizeLimit) break;
    const result = await filling.block.applyExtrinsic(extrinsic);
    if (result !== "applied") {
      const { type, value } = result.refused;
      if (type === "Invalid" && value.type === "ExhaustsResources" && taken > 0) break;
      return { taken, refused: result.refused };
    }
    take(filling, extrinsic);
    taken++;
  }
  return { taken };
}

async function pushReady(
  filling: Filling,
  deadline: number,
  ready: ReturnType<Chain["pool"]["ready"]>,
  invalid: Hex[],
  rest: ReturnType<typeof createRest>,
): Promise<End> {
  const { environment } = filling.chain;
  const { log } = environment;
  const soft = environment.now() + (deadline - environment.now()) / 2;
  let skipped = 0;
  for (const { hash, extrinsic } of ready) {
    await rest();
    if (environment.now() > deadline) return "HitDeadline";
    const shielded = await shieldedIn(filling, extrinsic);
    // What another author may decrypt, or we in a later block, waits, and what depends on it with it.
    if (shielded !== undefined && !(await isCurrentShieldKey(filling.before.ask, shielded.key_hash))) {
      ready.reportInvalid(hash);
      log.debug(target, `[${hash}] Waits: it is encrypted to a key that is not the one of this block.`);
      continue;
    }
    const inner = shielded === undefined ? 0 : Math.max(shielded.aead_ct.length - tagLength, 0);
    const fits = filling.size + extrinsic.bytes.length + inner <= sizeLimit;
    let outcome = fits ? await tryPush(filling, extrinsic) : "full";
    if (outcome === "interrupted") {
      ready.reportInvalid(hash);
      invalid.push(hash);
      throw new EngineError(
        "interrupted",
        `[${hash}] takes too long to execute: it leaves the pool, and its block is given up`,
      );
    }
    if (outcome === "taken") {
      if (shielded === undefined) continue;
      outcome = await pushUnshielded(filling, hash, shielded);
      if (outcome !== "full") continue;
    } else {
      ready.reportInvalid(hash);
    }
    if (outcome === "not-here") continue;
    if (outcome === "invalid") {
      invalid.push(hash);
      continue;
    }
    const what = fits ? "Block seems full" : "Transaction would overflow the block size limit";
    if (skipped < mostSkipped) {
      skipped++;
      log.debug(target, `[${hash}] ${what}, but will try ${mostSkipped - skipped} more transactions before quitting.`);
    } else if (environment.now() < soft) {
      const end = fits ? " before quitting." : ".";
      log.debug(
        target,
        `[${hash}] ${what}, but we still have time before the soft deadline, so we will try a bit more${end}`,
      );
    } else {
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

/** `not-here`: its nonce is not the next one in this block. On another it may be, and the pool judges it at the best one. */
type Outcome = "taken" | "full" | "not-here" | "invalid" | "interrupted";

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
  log.trace(target, () => `[${extrinsic.hash}] Pushing to the block.`);
  try {
    const result = await filling.block.applyExtrinsic(extrinsic);
    if (result === "applied") {
      take(filling, extrinsic);
      log.trace(target, () => `[${extrinsic.hash}] Pushed to the block.`);
      return "taken";
    }
    const { type, value } = result.refused;
    if (type === "Invalid" && value.type === "ExhaustsResources") return "full";
    const why = validityText(result.refused);
    log.debug(
      target,
      () => `[${extrinsic.hash}] Invalid transaction: Extrinsic is not valid: ${why} at: ${filling.parent.hash}`,
    );
    return type === "Invalid" && (value.type === "Future" || value.type === "Stale") ? "not-here" : "invalid";
  } catch (error) {
    if (error instanceof StorageError) throw error;
    if (error instanceof EngineError && error.kind === "interrupted") return "interrupted";
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
