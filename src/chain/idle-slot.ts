import { slotAuthor, slotStart } from "../consensus/aura.ts";
import type { Lag } from "../consensus/authoring-backoff.ts";
import { ss58Encode } from "../crypto/ss58.ts";
import type { Hex } from "../lib/bytes.ts";

/** Why this node makes no block in a slot. */
export interface Idle {
  /**
   * `passing`: the next slot may be another case. `syncing`, `finality`: until peers have sent blocks, or voted. The others
   * last until somebody does something about them.
   */
  readonly cause: "passing" | "syncing" | "finality" | "clock" | "keys" | "network";
  /** One line: the reason, and what helps when something does. */
  readonly text: string;
}

/** A slot that the clock says it is. */
export interface Slot {
  readonly number: bigint;
  /** ms */
  readonly duration: bigint;
  /** ms since 1970 */
  readonly now: number;
}

/** Whether the best block leaves the slot free. @param parentSlot undefined when the best block is the genesis. */
export function takenSlot(slot: Slot, best: number, parentSlot: bigint | undefined): Idle | undefined {
  if (parentSlot === undefined || parentSlot < slot.number) return undefined;
  const text = `No block in slot ${slot.number}: `;
  if (parentSlot === slot.number) return { cause: "passing", text: `${text}block #${best} is of this slot` };
  const ahead = Number(slotStart(parentSlot, slot.duration)) - slot.now;
  return {
    // Clocks differ by a little.
    cause: ahead > 2 * Number(slot.duration) ? "clock" : "passing",
    text: `${text}the clock is behind the chain, whose block #${best} is of slot ${parentSlot}, ${ahead} ms from now: set the clock, or wait`,
  };
}

export interface Claim {
  readonly authorities: readonly Hex[];
  /** Whether this node has a key. */
  has(publicKey: Hex): boolean;
  /** Whether it may author now, others or no others being there. */
  readonly allowed: boolean;
}

/** Who makes the block of a slot when it is this node, and else why it is not. Rust: `sc_consensus_slots::SimpleSlotWorker::on_slot`. */
export function claimSlot(slot: bigint, { authorities, has, allowed }: Claim): { readonly author: Hex } | Idle {
  const count = authorities.length;
  if (!allowed) {
    const text = `Skipping proposal slot. Waiting for the network. (${count} authorities and no peers; --force-authoring makes blocks all the same)`;
    return { cause: "network", text };
  }
  const author = slotAuthor(authorities, slot);
  if (author !== undefined && has(author)) return { author };
  const text = `No block in slot ${slot}: `;
  if (author === undefined) return { cause: "keys", text: `${text}the chain has no authorities` };
  if (!authorities.some(has)) {
    return {
      cause: "keys",
      text: `${text}none of the ${count} authorities is a key of this node: insert it with \`key insert\`, or start with its development key`,
    };
  }
  return { cause: "passing", text: `${text}it is the turn of ${ss58Encode(author)}, one of ${count} authorities` };
}

/** The original says it in the same words. */
export function waitsForFinality({ best, finalized, slot }: Lag): Idle {
  const text = `Backing off claiming new slot for block authorship: finality is lagging. (slot ${slot}; block #${best} is best, #${finalized} final)`;
  return { cause: "finality", text };
}
