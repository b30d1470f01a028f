import type { ReadState } from "../../frame/state.ts";
import { type Finding, holds } from "../../frame/try-state.ts";
import { storage } from "./storage.ts";

/** What is noted of orders. */
export function* tryState(state: ReadState): Generator<Finding> {
  for (const [[order], status] of storage.Orders.entries(state))
    if (status.type === "PartiallyFilled")
      yield* holds("An order filled in part is filled.", [order], status.value > 0n, status.value, "more than 0");
}
