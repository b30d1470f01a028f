import { outer } from "../../codec/containers.ts";
import type { CallValue } from "./calls.ts";
import type { OriginCaller as OriginCallerValue } from "./origin.ts";

/** The types that only a composed runtime knows. Declarations use these; composition fills them in. */
export const RuntimeCall = outer<CallValue>("RuntimeCall", "<T as Config>::RuntimeCall");
export const RuntimeEvent = outer<unknown>("RuntimeEvent", "RuntimeEvent");
export const OriginCaller = outer<OriginCallerValue>("OriginCaller", "OriginCaller");
export const RuntimeHoldReason = outer<{ readonly type: string; readonly value: string }>(
  "HoldReason",
  "RuntimeHoldReason",
);
export const RuntimeFreezeReason = outer<never>("FreezeReason", "RuntimeFreezeReason");
