import type { AccountId } from "../../src/runtime/types/account-id.ts";

/** The account whose 32 bytes are all the same: a number below 256, or two hex digits. */
export function account(byte: number | string): AccountId {
  const digits = typeof byte === "number" ? byte.toString(16).padStart(2, "0") : byte;
  return `0x${digits.repeat(32)}`;
}
