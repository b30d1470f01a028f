import type { Hex } from "../lib/bytes.ts";

/** Two blocks of one author for one slot. */
export interface SlotEquivocation {
  readonly slot: bigint;
  readonly author: Hex;
  readonly first: Hex;
  readonly second: Hex;
}

/** Blocks by slot and author, of the recent past. Rust: `sc_consensus_slots::check_equivocation`. */
export interface SlotRecord {
  /** Notes a block. @returns an equivocation when its author made another one for the slot */
  note(
    block: { readonly slot: bigint; readonly author: Hex; readonly hash: Hex },
    now: bigint,
  ): SlotEquivocation | undefined;
}

/** How far back slots are looked at. Rust: `MAX_SLOT_CAPACITY`. */
const mostSlots = 1000n;

export function createSlotRecord(): SlotRecord {
  const slots = new Map<bigint, Map<Hex, Hex>>();
  return {
    note({ slot, author, hash }, now) {
      if (now - slot > mostSlots) return undefined;
      const authors = slots.get(slot) ?? new Map<Hex, Hex>();
      slots.set(slot, authors);
      const first = authors.get(author);
      if (first === undefined) authors.set(author, hash);
      for (const old of slots.keys()) {
        if (now - old <= mostSlots) break;
        slots.delete(old);
      }
      return first === undefined || first === hash ? undefined : { slot, author, first, second: hash };
    },
  };
}
