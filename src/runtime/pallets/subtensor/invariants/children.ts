import { maxU64 } from "../../../../lib/integers.ts";
import type { ReadState } from "../../../frame/state.ts";
import { distinct, type Finding, holds, same } from "../../../frame/try-state.ts";
import { storage } from "../storage.ts";

type Side = typeof storage.ChildKeys;

function* mirrored(state: ReadState, side: Side, other: Side): Generator<Finding> {
  for (const [[hotkey, netuid], edges] of side.entries(state)) {
    yield* distinct(
      "Children and parents are listed once.",
      [side.name, hotkey, netuid],
      edges.map(([, who]) => who),
    );
    for (const [proportion, who] of edges) {
      const back = other
        .at(who, netuid)
        .get(state)
        .find(([, back]) => back === hotkey);
      yield* same(
        "A child lists its parent, and a parent its child.",
        [side.name, hotkey, netuid, who],
        back?.[0],
        proportion,
      );
      yield* holds("Nobody is its own child.", [side.name, hotkey, netuid], who !== hotkey, who, "another");
    }
  }
}

/** Children and parents know each other, and nobody gives away more than it has. */
export function* children(state: ReadState): Generator<Finding> {
  yield* mirrored(state, storage.ChildKeys, storage.ParentKeys);
  yield* mirrored(state, storage.ParentKeys, storage.ChildKeys);
  for (const [[hotkey, netuid], edges] of storage.ChildKeys.entries(state)) {
    const sum = edges.reduce((total, [proportion]) => total + proportion, 0n);
    yield* holds("Children get no more than the whole.", [hotkey, netuid], sum <= maxU64, sum, maxU64);
    yield* holds("There are at most five children.", [hotkey, netuid], edges.length <= 5, edges.length, 5);
    const parents = new Set(
      storage.ParentKeys.at(hotkey, netuid)
        .get(state)
        .map(([, who]) => who),
    );
    for (const [, who] of edges)
      yield* holds("Nobody is child and parent of the same.", [hotkey, netuid], !parents.has(who), who, "one of them");
  }
}
