import type { ReadState } from "../../frame/state.ts";
import { distinct, type Finding, holds, type ReservedBy } from "../../frame/try-state.ts";
import { storage } from "./storage.ts";

/** What depositors of open operations have reserved. */
export const reserved: ReservedBy = function* (state) {
  for (const [, { depositor, deposit }] of storage.Multisigs.entries(state)) yield [depositor, deposit];
};

/** Open operations: who opened one approves of it. */
export function* tryState(state: ReadState): Generator<Finding> {
  for (const [keys, { approvals, depositor }] of storage.Multisigs.entries(state)) {
    yield* distinct("Everybody approves once.", keys, approvals);
    yield* holds("Who deposits approves.", keys, approvals.includes(depositor), approvals, depositor);
    const sorted = approvals.every((who, i) => i === 0 || (approvals[i - 1] as string) < who);
    yield* holds("Approvals are in order.", keys, sorted, approvals, "rising accounts");
  }
}
