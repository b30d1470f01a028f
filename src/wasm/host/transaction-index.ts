import { type HostFunction, hostFunction } from "./function.ts";
import { fixed, nothing, u32 } from "./marshal.ts";

/**
 * Marks data of an extrinsic to be kept by its hash, for nodes that serve it (`transactionStorage`). This node keeps bodies
 * as a whole and serves no data by hash; neither the state nor a header depends on it.
 * Rust: `sp_io: lib.rs TransactionIndex`
 */
export const transactionIndexFunctions: readonly HostFunction[] = [
  /** Of an extrinsic, the size of its data at the end and its hash. Rust: `sp_io: lib.rs transaction_index::index` */
  hostFunction("transaction_index_index", 1, [u32, u32, fixed(32)], nothing, () => undefined),
  /** The same data for another time. Rust: `sp_io: lib.rs transaction_index::renew` */
  hostFunction("transaction_index_renew", 1, [u32, fixed(32)], nothing, () => undefined),
];
