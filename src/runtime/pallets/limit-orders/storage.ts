import { bool } from "../../../codec/primitives.ts";
import { blake2_128Concat, identity } from "../../frame/hashers.ts";
import { defineStorage, map, optionalMap, value } from "../../frame/storage.ts";
import { boundedBytes } from "../../types/bounded.ts";
import { H256 } from "../../types/hashes.ts";
import { OrderStatus } from "./types.ts";

/** What LimitOrders remembers. */
export const storage = defineStorage("LimitOrders", {
  Orders: optionalMap([blake2_128Concat(H256)], OrderStatus, "What became of orders, by their hash."),
  LimitOrdersEnabled: value(bool, false, "Whether orders may be executed."),
  HasMigrationRun: map([identity(boundedBytes(128))], bool, false, "Migrations that have run."),
});
