import type { Hex } from "../../../lib/bytes.ts";
import type { ReadState } from "../../frame/state.ts";
import { type Finding, holds } from "../../frame/try-state.ts";
import { lookupHash } from "../preimage/bounded.ts";
import { storage as preimage } from "../preimage/storage.ts";
import { blockEvents, rootMayHaveActed } from "../system/block-events.ts";
import { blockNumber } from "../system/initialize.ts";
import { storage } from "./storage.ts";

/** By the hash of a preimage, how many more planned calls there are of it than requests for it. */
function missingRequests(state: ReadState): Map<Hex, number> {
  const now = blockNumber(state);
  const planned = new Map<Hex, number>();
  for (const [[when], agenda] of storage.Agenda.entries(state)) {
    if (when <= now) continue;
    for (const task of agenda) {
      const hash = task === undefined ? undefined : lookupHash(task.call);
      if (hash !== undefined) planned.set(hash, (planned.get(hash) ?? 0) + 1);
    }
  }
  const missing = new Map<Hex, number>();
  for (const [hash, tasks] of planned) {
    const status = preimage.RequestStatusFor.at(hash).get(state);
    const count = status?.type === "Requested" ? status.value.count : 0;
    if (count < tasks) missing.set(hash, tasks - count);
  }
  return missing;
}

/**
 * Preimages of planned calls are asked for. Requests have no owner, so Root's may be taken back once too often
 * (docs/decisions/invariants.md): only blocks without Root may not miss more than there was missing.
 */
export function* tryChange(before: ReadState, after: ReadState): Generator<Finding> {
  if (rootMayHaveActed(blockEvents(after))) return;
  const was = missingRequests(before);
  for (const [hash, missing] of missingRequests(after)) {
    const old = was.get(hash) ?? 0;
    yield* holds("The preimages of planned calls are asked for.", [hash], missing <= old, missing, old);
  }
}
