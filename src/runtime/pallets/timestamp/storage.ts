import { bool, u64 } from "../../../codec/primitives.ts";
import { defineStorage, value } from "../../frame/storage.ts";

/** What Timestamp remembers. */
export const storage = defineStorage("Timestamp", {
  Now: value(u64, 0n, "Now."),
  DidUpdate: value(bool, false, "Did update."),
});
