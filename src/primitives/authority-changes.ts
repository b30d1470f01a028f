import { DecodeError, Reader } from "../codec/io.ts";
import { engineItem, type Header } from "./header.ts";

const scheduled = 1;
const forced = 2;
/** An ed25519 key and a weight. */
const authorityLength = 40;

/**
 * After how many blocks the changes of GRANDPA's voters take effect that a block's digest announces: a number for
 * each, scheduled or forced. An item that does not read as GRANDPA's announces nothing.
 * Rust: `sc_consensus_grandpa find_scheduled_change, find_forced_change`.
 */
export function authorityChangeDelays({ digest }: Pick<Header, "digest">): number[] {
  return digest.flatMap((bytes) => {
    const item = engineItem(bytes);
    return item?.kind === "consensus" && item.engine === "FRNK" ? delaysIn(item.data) : [];
  });
}

function delaysIn(log: Uint8Array): number[] {
  const from = new Reader(log);
  try {
    const kind = from.u8();
    if (kind !== scheduled && kind !== forced) return [];
    // The median last finalized block.
    if (kind === forced) from.u32();
    from.take(from.length(authorityLength) * authorityLength);
    return [from.u32()];
  } catch (error) {
    if (error instanceof DecodeError) return [];
    throw error;
  }
}
