import { sealDigest, slotAt, slotAuthor, slotDigest, slotOf, slotStart } from "../consensus/aura.ts";
import { fromHex, type Hex } from "../lib/bytes.ts";
import { messageOf } from "../lib/user-error.ts";
import { encodeHeader, headerHash } from "../primitives/header.ts";
import type { Chain, RuntimeAt } from "./chain.ts";
import { propose, seal } from "./propose.ts";
import { QueueClosed, type Turn } from "./queue.ts";
import { auraAuthorities, slotDuration } from "./runtime-apis.ts";
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
 * Rust: `sc_consensus_aura::start_aura` and `sc_consensus_slots::SimpleSlotWorker`.
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
  let stopped = false;
  let cancel = (): void => {};

  const report = (error: unknown): void => {
    if (!(error instanceof QueueClosed)) log.warn("aura", `Proposing failed: ${messageOf(error)}`);
  };
  const wait = (duration: bigint): void => {
    if (stopped) return;
    const now = environment.now();
    const next = Number(slotStart(slotAt(BigInt(now), duration) + 1n, duration));
    cancel = environment.after(next - now, () => work(duration));
  };
  const work = (duration: bigint): void => {
    chain.writer
      .run((turn) => authorSlot(turn, { chain, keys, mayAuthor, shield, duration }))
      .catch(report)
      .finally(() => wait(duration));
  };
  const begin = async (): Promise<void> => {
    const { ask } = runtimeAtBest(chain);
    const [duration, authorities] = await Promise.all([slotDuration(ask), auraAuthorities(ask)]);
    if (stopped) return;
    if (authorities.length === 1) work(duration);
    else wait(duration);
  };
  begin().catch(report);
  return {
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
  readonly mayAuthor: (authorities: number) => boolean;
  readonly shield: ShieldKeystore | undefined;
  /** Length of a slot, ms. */
  readonly duration: bigint;
}

async function authorSlot(turn: Turn, { chain, keys, mayAuthor, shield, duration }: Author): Promise<void> {
  const { environment } = chain;
  const slot = slotAt(BigInt(environment.now()), duration);
  const parent = chain.best();
  const header = chain.header(parent.hash);
  if (header === undefined || (parent.number > 0 && slotOf(header) >= slot)) return;
  const authorities = await auraAuthorities(runtimeAtBest(chain).ask);
  const author = slotAuthor(authorities, slot);
  if (author === undefined || !keys.has(author) || !mayAuthor(authorities.length)) return;

  const start = slotStart(slot, duration);
  const proposed = await propose(chain, {
    parent,
    digest: [slotDigest(slot)],
    // Blocks of one author are whole slots apart: the time is the slot's, unless the parent's was late in its own.
    moment: start,
    deadline: Number(start) + (Number(duration) * 4) / 9,
    shield,
  });
  const before = headerHash(encodeHeader(proposed.header));
  const block = seal(proposed, sealDigest(keys.sign(author, fromHex(before))));
  environment.log.info(
    "aura",
    `🔖 Pre-sealed block for proposal at ${block.number}. Hash now ${block.hash}, previously ${before}.`,
  );
  await chain.writer.store(turn, block);
  shield?.roll();
}
