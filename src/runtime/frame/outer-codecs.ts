import { as } from "../../codec/codec.ts";
import { box, outer } from "../../codec/containers.ts";
import type { CallValue } from "./calls.ts";
import type { OriginCaller as OriginCallerValue } from "./origin.ts";

/** The types that only a composed runtime knows. Declarations use these; composition fills them in. */
export const RuntimeCall = outer<CallValue>("RuntimeCall", "<T as Config>::RuntimeCall", { size: 304, align: 8 });
export const BoxedCall = as("Box<<T as Config>::RuntimeCall>", box(RuntimeCall));
export const RuntimeEvent = outer<unknown>("RuntimeEvent", "RuntimeEvent");
export const OriginCaller = outer<OriginCallerValue>("OriginCaller", "OriginCaller", { size: 33, align: 1 });
export const BoxedOrigin = as("Box<T::PalletsOrigin>", box(OriginCaller));
export const RuntimeHoldReason = outer<{ readonly type: string; readonly value: string }>(
  "HoldReason",
  "RuntimeHoldReason",
);
export const RuntimeFreezeReason = outer<never>("FreezeReason", "RuntimeFreezeReason");
