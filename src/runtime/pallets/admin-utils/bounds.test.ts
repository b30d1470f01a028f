import { describe, expect, it } from "vitest";
import { okOr } from "../../frame/dispatch-error.ts";
import { rootOrigin } from "../../frame/origin.ts";
import { storage as subtensor } from "../subtensor/storage.ts";
import { wholeRuntime, wholeState } from "../subtensor/testing/whole-state.ts";
import { errors } from "./errors.ts";

describe("epochs in one block", () => {
  const set = (count: number) => {
    const state = wholeState(5);
    const call = { pallet: "AdminUtils", name: "sudo_set_max_epochs_per_block", args: { max_epochs_per_block: count } };
    const result = okOr(() => wholeRuntime.dispatch(state, call, rootOrigin));
    return {
      refusal: "failure" in result ? result.failure.reason : undefined,
      now: subtensor.MaxEpochsPerBlock.get(state),
    };
  };

  it("are one at least", () => {
    expect(set(1)).toEqual({ refusal: undefined, now: 1 });
    expect(set(255)).toEqual({ refusal: undefined, now: 255 });
    const refused = set(0);
    expect(refused.refusal).toEqual(errors.ValueNotInBounds);
    expect(refused.now).not.toBe(0);
  });
});
