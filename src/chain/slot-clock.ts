import { decode } from "../codec/codec.ts";
import { u64 } from "../codec/primitives.ts";
import { slotAt, slotOf, slotStart } from "../consensus/aura.ts";
import { twox128 } from "../crypto/hashing.ts";
import { type StateKey, toKey, utf8 } from "../lib/bytes.ts";
import type { Chain } from "./chain.ts";
import type { BlockPlace } from "./engine.ts";
import { slotDuration } from "./runtime-apis.ts";

/** A slot, and the time of the block that is made in it. */
export interface SlotMoment {
  readonly slot: bigint;
  /** ms since 1970 */
  readonly moment: bigint;
}

/** The slots of blocks that are made without Aura: each block is one after its parent, and after every attempt before it. */
export interface SlotClock {
  /** The slot of the next block on a parent. Attempts that fail take their slot with them, as in the original. */
  next(parent: BlockPlace): Promise<SlotMoment>;
  /** The slot that `next` would give. */
  peek(parent: BlockPlace): Promise<SlotMoment>;
  /** The earliest time of a block on a parent: that of the slot after the parent's, ms since 1970. */
  after(parent: BlockPlace): Promise<bigint>;
  /** Makes the next block one of the slot that a moment (ms since 1970) lies in, as far as its parent's slot lets it. */
  set(moment: bigint): Promise<void>;
  /** Length of a slot, ms. */
  duration(): Promise<bigint>;
}

/** @param wall ms since 1970 that the clock begins at, unless the chain is later already; undefined begins at the chain's time. */
export function createSlotClock(chain: Chain, wall: number | undefined): SlotClock {
  /** The slot that was used last; undefined before the first. */
  let last: bigint | undefined;
  let known: bigint | undefined;

  const duration = async (): Promise<bigint> => {
    if (known !== undefined) return known;
    const runtime = chain.runtimeAt(chain.database.best().hash);
    if (runtime === undefined) throw new Error("the state of the best block is not kept");
    known = await slotDuration(runtime.ask);
    return known;
  };
  const peek = async (parent: BlockPlace): Promise<SlotMoment> => {
    const length = await duration();
    last ??= wall === undefined ? 0n : slotAt(BigInt(wall), length) - 1n;
    const before = slotOfBlock(chain, parent);
    const slot = (before > last ? before : last) + 1n;
    return { slot, moment: slotStart(slot, length) };
  };
  return {
    duration,
    peek,
    after: async (parent) => slotStart(slotOfBlock(chain, parent) + 1n, await duration()),
    async next(parent) {
      const given = await peek(parent);
      last = given.slot;
      return given;
    },
    async set(moment) {
      last = slotAt(moment, await duration()) - 1n;
    },
  };
}

/** Where a state says the slot of its block: under every program. Rust: `pallet_aura CurrentSlot`. */
const currentSlot: StateKey = toKey(twox128(utf8("Aura"))) + toKey(twox128(utf8("CurrentSlot")));

/** The slot of a stored block. The genesis block has the one of its state, which may be an exported one's; else 0. */
export function slotOfBlock(chain: Pick<Chain, "header" | "database">, { hash, number }: BlockPlace): bigint {
  if (number === 0) {
    const slot = chain.database.stateAt(hash)?.get(currentSlot);
    return slot?.length === 8 ? decode(u64, slot) : 0n;
  }
  const header = chain.header(hash);
  return header === undefined ? 0n : slotOf(header);
}
