import type { Infer } from "../../../codec/codec.ts";
import { fail } from "../../frame/dispatch-error.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { MultiAddress } from "../../types/substrate.ts";

/**
 * The account behind an address. Only ids name one on this chain. Rust: `AccountIdLookup::lookup`.
 * @throws CannotLookup
 */
export function lookup(address: Infer<typeof MultiAddress>): AccountId {
  return address.type === "Id" ? address.value : fail("CannotLookup");
}
