import type { Infer } from "../codec/codec.ts";
import { at, enumeration, struct } from "../codec/composites.ts";
import { tuple, vec } from "../codec/containers.ts";
import { DecodeError, Reader } from "../codec/io.ts";
import { u32, u64 } from "../codec/primitives.ts";
import { GrandpaPublic } from "./authorities.ts";
import { engineItem, type Header } from "./header.ts";

/** The engine id of GRANDPA: of its digest items, and of its justifications. */
export const grandpaEngine = "FRNK";

const ScheduledChange = struct("sp_consensus_grandpa::ScheduledChange", {
  next_authorities: vec(tuple(GrandpaPublic, u64)),
  delay: u32,
});

/** What the chain tells GRANDPA's voters through the digest. Rust: `sp_consensus_grandpa::ConsensusLog`. */
export const ConsensusLog = enumeration("sp_consensus_grandpa::ConsensusLog", {
  ScheduledChange: at(1, ScheduledChange),
  ForcedChange: at(2, [u32, ScheduledChange]),
  OnDisabled: at(3, u64),
  Pause: at(4, u32),
  Resume: at(5, u32),
});

export type GrandpaLog = Infer<typeof ConsensusLog>;

/**
 * GRANDPA's logs in a block's digest, in their order. An item that does not read as one is left out; bytes after it are
 * not looked at. Rust: `sp_runtime::generic::DigestItem::try_to`.
 */
export function grandpaLogs({ digest }: Pick<Header, "digest">): GrandpaLog[] {
  return digest.flatMap((bytes) => {
    const item = engineItem(bytes);
    if (item?.kind !== "consensus" || item.engine !== grandpaEngine) return [];
    try {
      return [ConsensusLog.decode(new Reader(item.data))];
    } catch (error) {
      if (error instanceof DecodeError) return [];
      throw error;
    }
  });
}
