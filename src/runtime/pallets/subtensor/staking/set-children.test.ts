import { describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import { storage } from "../storage.ts";
import { plainState } from "../testing/plain-state.ts";
import { getChildren, getParents } from "./set-children.ts";

const [parent, child] = [account("01"), account("02")];

describe("the children and parents of a hotkey", () => {
  it("are those of the subnet that is asked for", () => {
    const state = plainState(1);
    storage.ChildKeys.at(parent, 3).set(state, [[9n, child]]);
    storage.ParentKeys.at(child, 3).set(state, [[9n, parent]]);
    expect(getChildren(state, parent, 3)).toEqual([[9n, child]]);
    expect(getParents(state, child, 3)).toEqual([[9n, parent]]);
    expect([getChildren(state, parent, 4), getParents(state, child, 4)]).toEqual([[], []]);
    expect([getChildren(state, child, 3), getParents(state, parent, 3)]).toEqual([[], []]);
  });
});
