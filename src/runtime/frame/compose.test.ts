import { describe, expect, it } from "vitest";
import { bareState } from "../../../test/support/bare-state.ts";
import { type CallValue, call, defineCalls } from "./calls.ts";
import { RuntimeCall } from "./outer-codecs.ts";
import { definePallet } from "./pallet.ts";
import { addWeight, weight } from "./weight.ts";

describe("dispatch info", () => {
  it("of calls in calls asks each of them once", () => {
    let asked = 0;
    const calls = defineCalls("Nest", {
      egg: call(0, { docs: "", args: {}, weight: weight(1n), run: () => {} }),
      nest: call(1, {
        docs: "",
        args: { call: RuntimeCall },
        weight({ call: inner }, state) {
          asked += 1;
          return addWeight(weight(10n), state.runtime.dispatchInfo(state, inner).call_weight);
        },
        class: ({ call: inner }, state) => state.runtime.dispatchInfo(state, inner).class,
        pays: ({ call: inner }, state) => state.runtime.dispatchInfo(state, inner).pays_fee,
        run: () => {},
      }),
    });
    const { state } = bareState([[0, definePallet({ name: "Nest", docs: "", module: "", calls })]]);
    let nested: CallValue = { pallet: "Nest", name: "egg", args: {} };
    for (let depth = 0; depth < 200; depth++) nested = { pallet: "Nest", name: "nest", args: { call: nested } };
    expect(state.runtime.dispatchInfo(state, nested).call_weight).toEqual(weight(2001n));
    expect(asked).toBe(200);
  });
});
