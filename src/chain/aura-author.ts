import { sealDigest, slotAt, slotAuthor, slotDigest, slotOf, slotStart } from "../consensus/aura.ts";
import { fromHex, type Hex } from "../lib/bytes.ts";
import { encodeHeader, headerHash } from "../primitives/header.ts";
import { storage as aura } from "../runtime/pallets/aura/storage.ts";
import { storage as timestamp } from "../runtime/pallets/timestamp/storage.ts";
import type { Chain } from "./chain.ts";
import { propose, seal } from "./propose.ts";
import { QueueClosed } from "./queue.ts";
import type { ShieldKeystore } from "./shield-keystore.ts";

/** The aura keys that this node holds. */
export interface AuraKeys {
  has(publicKey: Hex): boolean;
  /** Signs with a key that it has: sr25519. */
  sign(publicKey: Hex, message: Uint8Array): Hex;
}

export interface AuraAuthor {
  stop(): void;
}

/**
 * Makes a block in each slot that is ours. With a single authority it starts in the slot that runs already, at the
 * first moment; with more it begins with the next.
 * Answers to `sc_consensus_aura::start_aura` and `sc_consensus_slots::SimpleSlotWorker`.
 * @param mayAuthor whether to author now; false while others are waited for (no peers, or catching up).
 * @param shield keys for extrinsics that are submitted encrypted; without them blocks announce none.
 */
export function startAuraAuthor(
  chain: Chain,
  keys: AuraKeys,
  mayAuthor: (authorities: number) => boolean,
  shield?: ShieldKeystore,
): AuraAuthor {
  const { environment } = chain;
  const { log } = environment;
  const duration = chain.runtime.rules.slotDuration;
  let stopped = false;
  let cancel = (): void => {};

  const wait = (): void => {
    if (stopped) return;
    const now = environment.now();
    const next = Number(slotStart(slotAt(BigInt(now), duration) + 1n, duration));
    cancel = environment.after(next - now, work);
  };
  const work = (): void => {
    chain.queue
      .run(() => authorSlot({ chain, keys, mayAuthor, shield }))
      .catch((error: unknown) => {
        if (error instanceof QueueClosed) return;
        log.warn("aura", `Proposing failed: ${error instanceof Error ? error.message : error}`);
      })
      .finally(wait);
  };
  if (aura.Authorities.get(stateOfBest(chain)).length === 1) work();
  else wait();
  return {
    stop() {
      stopped = true;
      cancel();
    },
  };
}

function stateOfBest(chain: Chain) {
  const state = chain.readState(chain.best().hash);
  if (state === undefined) throw new Error("the state of the best block is not kept");
  return state;
}

interface Author {
  readonly chain: Chain;
  readonly keys: AuraKeys;
  readonly mayAuthor: (authorities: number) => boolean;
  readonly shield: ShieldKeystore | undefined;
}

async function authorSlot({ chain, keys, mayAuthor, shield }: Author): Promise<void> {
  const { environment } = chain;
  const duration = chain.runtime.rules.slotDuration;
  const slot = slotAt(BigInt(environment.now()), duration);
  const parent = chain.best();
  const header = chain.header(parent.hash);
  if (header === undefined || (parent.number > 0 && slotOf(header) >= slot)) return;
  const state = stateOfBest(chain);
  const authorities = aura.Authorities.get(state);
  const author = slotAuthor(authorities, slot);
  if (author === undefined || !keys.has(author) || !mayAuthor(authorities.length)) return;

  const start = slotStart(slot, duration);
  const proposed = propose(chain, {
    parent,
    digest: [slotDigest(slot)],
    moment: momentIn(start, duration, timestamp.Now.get(state)),
    deadline: Number(start) + (Number(duration) * 4) / 9,
    shield,
  });
  const before = headerHash(encodeHeader(proposed.header));
  const block = seal(proposed, sealDigest(keys.sign(author, fromHex(before))));
  environment.log.info(
    "aura",
    `🔖 Pre-sealed block for proposal at ${block.number}. Hash now ${block.hash}, previously ${before}.`,
  );
  await chain.store(block);
  shield?.roll();
}

/**
 * The time a block of a slot carries: the slot's start, so that blocks of one author are whole slots apart; later in
 * the slot when the parent's time was late in its own and half a slot must lie between them.
 */
function momentIn(start: bigint, duration: bigint, parentMoment: bigint): bigint {
  const earliest = parentMoment === 0n ? start : parentMoment + duration / 2n;
  if (earliest <= start) return start;
  const latest = start + duration - 1n;
  return earliest < latest ? earliest : latest;
}
