import { bool, u64 } from "../../../codec/primitives.ts";
import { defineStorage, value } from "../../frame/storage.ts";

/** What Timestamp remembers. */
export const storage = defineStorage("Timestamp", {
  Now: value(u64, 0n, "The time of this block, ms since 1970."),
  DidUpdate: value(bool, false, "Whether this block has set the time."),
});
