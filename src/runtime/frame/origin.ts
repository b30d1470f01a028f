import { type AccountId, zeroAccount } from "../types/account-id.ts";
import type { CallValue } from "./calls.ts";
import { fail } from "./dispatch-error.ts";
import type { ReadState } from "./state.ts";

/** Who a call comes from. `ethereum` is an H160 that an Ethereum transaction recovered to. */
export type OriginCaller =
  | { readonly type: "Root" }
  | { readonly type: "Signed"; readonly who: AccountId }
  | { readonly type: "None" }
  | { readonly type: "Authorized" }
  | { readonly type: "Ethereum"; readonly address: `0x${string}` };

/** Whether a call may be made; further ones are added on the way (a proxy's type, for one). */
export type CallFilter = (call: CallValue, state: ReadState) => boolean;

/** An origin with the filters that hold for it. Root passes every filter. Rust: `RuntimeOrigin`. */
export interface Origin {
  readonly caller: OriginCaller;
  readonly filters: readonly CallFilter[];
}

export const rootOrigin: Origin = { caller: { type: "Root" }, filters: [] };

/** An origin of any caller with the runtime's base filter. Rust: `RuntimeOrigin::from(OriginCaller)`. */
export function originOf(state: ReadState, caller: OriginCaller): Origin {
  return caller.type === "Root" ? rootOrigin : { caller, filters: state.runtime.signed(zeroAccount).filters };
}

/** Whether the chain itself calls. */
export function isRoot(origin: Origin): boolean {
  return origin.caller.type === "Root";
}

/** The signer's account, undefined for any other origin. */
export function signerOf(origin: Origin): AccountId | undefined {
  return origin.caller.type === "Signed" ? origin.caller.who : undefined;
}

/** @throws BadOrigin when the origin is not signed. */
export function ensureSigned(origin: Origin): AccountId {
  return signerOf(origin) ?? fail("BadOrigin");
}

/** @throws BadOrigin unless the origin is Root. */
export function ensureRoot(origin: Origin): void {
  if (!isRoot(origin)) fail("BadOrigin");
}

/** The signer, or undefined for Root. @throws BadOrigin for any other origin. */
export function ensureSignedOrRoot(origin: Origin): AccountId | undefined {
  return isRoot(origin) ? undefined : ensureSigned(origin);
}

/** @throws BadOrigin unless the extrinsic was bare. */
export function ensureNone(origin: Origin): void {
  if (origin.caller.type !== "None") fail("BadOrigin");
}
