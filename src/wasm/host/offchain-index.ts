import { type HostFunction, hostFunction } from "./function.ts";
import { bytes, nothing } from "./marshal.ts";

/**
 * Writes of a block for offchain workers, outside the state; a node that does not index them leaves them out.
 * Rust: `sp_io: lib.rs OffchainIndex`
 */
export const offchainIndexFunctions: readonly HostFunction[] = [
  /** Rust: `sp_io: lib.rs offchain_index::set` */
  hostFunction("offchain_index_set", 1, [bytes, bytes], nothing, (host, key, value) =>
    host.setOffchainIndex?.(key, value),
  ),
  /** Rust: `sp_io: lib.rs offchain_index::clear` */
  hostFunction("offchain_index_clear", 1, [bytes], nothing, (host, key) => host.setOffchainIndex?.(key, undefined)),
];
