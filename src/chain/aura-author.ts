import { sealDigest, slotAt, slotDigest, slotOf, slotStart } from "../consensus/aura.ts";
import { type AuthoringBackoff, backsOff } from "../consensus/authoring-backoff.ts";
import { fromHex, type Hex } from "../lib/bytes.ts";
import { createRecentSet, type RecentSet } from "../lib/recent.ts";
import { messageOf } from "../lib/user-error.ts";
import { encodeHeader, headerHash } from "../primitives/header.ts";
import type { Chain } from "./chain.ts";
import { claimSlot, type Idle, takenSlot, waitsForFinality } from "./idle-slot.ts";
import { propose, seal } from "./propose.ts";
import { QueueClosed, type Turn } from "./queue.ts";
import { isRefusal } from "./refusals.ts";
import { auraAuthorities, slotDuration } from "./runtime-apis.ts";
import type { RuntimeAt } from "./runtime-at.ts";
import type { ShieldKeystore } from "./shield-keystore.ts";

const target = "aura";

/** How many of its blocks an author remembers. */
const mostMade = 1000;

/** The aura keys that this node holds. */
export interface AuraKeys {
  has(publicKey: Hex): boolean;
  /** Signs with a key that it has: sr25519. */
  sign(publicKey: Hex, message: Uint8Array): Hex;
}

export interface AuraAuthor {
  /** Whether it made a block, as far back as it remembers. */
  made(hash: Hex): boolean;
  stop(): void;
}

/** What an author asks before it makes a block. */
export interface AuthoringConditions {
  /** Whether nobody is there: with more than one authority nothing is made then. */
  offline(): boolean;
  /** Whether the chain is being caught up with. */
  catchingUp(): boolean;
  /** How it waits for finality; absent: it never does. */
  readonly backoff?: AuthoringBackoff;
}

/**
 * Makes a block in each slot that is ours. With a single authority it starts in the slot that runs already, at the
 * first moment; with more it begins with the next.
 * Rust: `sc_consensus_aura::start_aura` and `sc_consensus_slots::SimpleSlotWorker`.
 * @param shield keys for extrinsics that are submitted encrypted; without them blocks announce none.
 */
export function startAuraAuthor(
  chain: Chain,
  keys: AuraKeys,
  conditions: AuthoringConditions,
  shield?: ShieldKeystore,
): AuraAuthor {
  const { environment } = chain;
  const { log } = environment;
  const made = createRecentSet<Hex>(mostMade);
  let stopped = false;
  let cancel = (): void => {};
  const slotNow = (duration: bigint): bigint => slotAt(BigInt(environment.now()), duration);

  /** Every other error is a fault: the queue has told it, and the node ends. */
  const report = (error: unknown): void => {
    if (isRefusal(error) && !(error instanceof QueueClosed)) log.warn(target, `Proposing failed: ${messageOf(error)}`);
  };
  /** The slot that was worked on last. */
  let last: bigint | undefined;
  /**
   * Waits for a slot that was not worked on. A timer may end a moment before its time, and work in a later slot than it
   * began in: by the clock alone the next slot would be passed over. Rust: `sc_consensus_slots: slots.rs Slots::next_slot`
   */
  const wait = (duration: bigint): void => {
    if (stopped) return;
    const now = environment.now();
    const slot = slotAt(BigInt(now), duration);
    const rest = slot === last ? Number(slotStart(slot + 1n, duration)) - now : 0;
    cancel = environment.after(rest, () => work(duration));
  };
  let lasting: Idle["cause"] = "passing";
  /** Every slot without a block has its line. A cause that lasts is warned of when it begins. */
  const tell = (idle: Idle | undefined): void => {
    const before = lasting;
    if (idle?.cause !== "syncing") lasting = idle?.cause ?? "passing";
    if (idle === undefined) return;
    if (idle.cause === "finality") log.info(target, idle.text);
    else
      log[idle.cause === "passing" || idle.cause === "syncing" || idle.cause === before ? "debug" : "warn"](
        target,
        idle.text,
      );
  };
  const work = (duration: bigint): void => {
    const slot = slotNow(duration);
    if (slot === last) return wait(duration);
    last = slot;
    chain.writer
      .run((turn) => {
        // Other work may have lasted until a later slot.
        last = slotNow(duration);
        return authorSlot(turn, { chain, keys, conditions, shield, duration, made });
      })
      .then(tell)
      .catch(report)
      .finally(() => wait(duration));
  };
  const begin = async (): Promise<void> => {
    const { ask } = runtimeAtBest(chain);
    const [duration, authorities] = await Promise.all([slotDuration(ask), auraAuthorities(ask)]);
    if (stopped) return;
    if (authorities.length === 1) return work(duration);
    last = slotNow(duration);
    wait(duration);
  };
  begin().catch((error: unknown) => {
    if (!isRefusal(error)) throw error;
    report(error);
  });
  return {
    made: made.has,
    stop() {
      stopped = true;
      cancel();
    },
  };
}

function runtimeAtBest(chain: Chain): RuntimeAt {
  const found = chain.runtimeAt(chain.best().hash);
  if (found === undefined) throw new Error("the state of the best block is not kept");
  return found;
}

interface Author {
  readonly chain: Chain;
  readonly keys: AuraKeys;
  readonly conditions: AuthoringConditions;
  readonly shield: ShieldKeystore | undefined;
  /** Length of a slot, ms. */
  readonly duration: bigint;
  /** The blocks that were made. */
  readonly made: RecentSet<Hex>;
}

/**
 * When no more transactions are put into a block, ms since 1970: it takes two thirds of its slot, or what is left of it, and
 * a third of that is kept for what comes after. Rust: `sc_consensus_slots::proposing_remaining_duration`.
 */
function proposalEnd(now: number, { start, duration }: { readonly start: number; readonly duration: number }): number {
  const left = Math.min(start + duration - now, (duration * 2) / 3);
  return now + (left * 2) / 3;
}

/** Makes the block of the slot that it is. @returns why there is none. */
async function authorSlot(
  turn: Turn,
  { chain, keys, conditions, shield, duration, made }: Author,
): Promise<Idle | undefined> {
  const { environment } = chain;
  const now = environment.now();
  const slot = slotAt(BigInt(now), duration);
  if (conditions.catchingUp())
    return { cause: "syncing", text: `Skipping slot ${slot}: the chain is being caught up with` };
  const parent = chain.best();
  const header = chain.header(parent.hash);
  if (header === undefined) throw new Error("the header of the best block is not stored");
  const parentSlot = parent.number === 0 ? undefined : slotOf(header);
  const taken = takenSlot({ number: slot, duration, now }, parent.number, parentSlot);
  if (taken !== undefined) return taken;
  const authorities = await auraAuthorities(runtimeAtBest(chain).ask);
  const allowed = authorities.length === 1 || !conditions.offline();
  const claim = claimSlot(slot, { authorities, has: keys.has, allowed });
  if (!("author" in claim)) return claim;
  const finalized = chain.finalized().number;
  const { backoff } = conditions;
  if (backoff !== undefined && parentSlot !== undefined) {
    const lag = { best: parent.number, bestSlot: parentSlot, finalized, slot };
    if (backsOff(backoff, lag)) return waitsForFinality(lag);
  }
  const { author } = claim;
  environment.log.debug(target, `Starting authorship at slot: ${slot}`);

  const start = slotStart(slot, duration);
  const proposed = await propose(chain, {
    parent,
    digest: [slotDigest(slot)],
    // Blocks of one author are whole slots apart: the time is the slot's, unless the parent's was late in its own.
    moment: start,
    slot,
    deadline: proposalEnd(now, { start: Number(start), duration: Number(duration) }),
    shield,
  });
  const before = headerHash(encodeHeader(proposed.header));
  const block = seal(proposed, sealDigest(keys.sign(author, fromHex(before))));
  environment.log.debug(
    target,
    `🔖 Pre-sealed block for proposal at ${block.number}. Hash now ${block.hash}, previously ${before}.`,
  );
  made.add(block.hash);
  await chain.writer.store(turn, block);
  shield?.roll();
  return undefined;
}
