import { beforeEach, describe, expect, it } from "vitest";
import { keyToHex } from "../../lib/bytes.ts";
import { memoryState } from "../../storage/state/memory-state.ts";
import { createRuntime, local } from "../index.ts";
import { doRootClaim } from "../pallets/subtensor/staking/claim-root.ts";
import { subtensorOrderSwap } from "../pallets/subtensor/staking/order-swap.ts";
import { doAddStakeBurn } from "../pallets/subtensor/staking/recycle-alpha.ts";
import { getAlphaForTao, swap } from "../pallets/swap/impls.ts";
import { zeroAccount } from "../types/account-id.ts";
import { type DispatchFailure, fail, okOr } from "./dispatch-error.ts";
import { type Execution, execute } from "./execution.ts";
import { dryRun, withStorageLayer, withTransaction } from "./storage-layer.ts";

const levelKey = ":transaction_level:";
const runtime = createRuntime(local);
let state: Execution;

beforeEach(() => {
  state = execute(memoryState([]).overlay(), local, runtime);
});

/** Runs something with so many storage layers open around it. */
function within(layers: number, run: () => void): void {
  if (layers === 0) run();
  else withStorageLayer(state, () => within(layers - 1, run));
}

const level = (): string | undefined => {
  const bytes = state.get(levelKey);
  return bytes && Buffer.from(bytes).toString("hex");
};
const reasonOf = (run: () => void): DispatchFailure["reason"] | undefined => {
  const result = okOr(run);
  return "failure" in result ? result.failure.reason : undefined;
};
const limitReached = { type: "Transactional", value: "LimitReached" };

describe("storage layers", () => {
  it("are counted in storage while they are open", () => {
    within(2, () => expect(level()).toBe("02000000"));
    expect(level()).toBeUndefined();
    expect([...state.changes().keys()].map(keyToHex)).toEqual([]);
  });

  it("keep what is done, unless it fails or is only tried", () => {
    withStorageLayer(state, () => state.put("a", new Uint8Array([1])));
    dryRun(state, () => state.put("b", new Uint8Array([1])));
    expect(reasonOf(() => withStorageLayer(state, () => [state.put("c", new Uint8Array([1])), fail("Other")]))).toBe(
      "Other",
    );
    const kept = withTransaction(state, () => {
      state.put("d", new Uint8Array([1]));
      return { keep: false, value: 7 };
    });
    expect([...state.changes().keys(), kept]).toEqual(["a", 7]);
  });

  it("are 255 at most, whatever else is open", () => {
    state.begin();
    let run = false;
    within(255, () => {
      run = true;
    });
    expect(run).toBe(true);
    expect(reasonOf(() => within(256, () => expect.unreachable()))).toEqual(limitReached);
    expect(level()).toBeUndefined();
  });

  it.each([
    ["swaps", () => swap(state, 1, getAlphaForTao(1n), 0n, false, true)],
    ["claims", () => doRootClaim(state, zeroAccount, undefined)],
    [
      "orders",
      () => subtensorOrderSwap.buyAlpha(state, { coldkey: zeroAccount, hotkey: zeroAccount }, 1, 1n, 1n, true),
    ],
    ["burns of new stake", () => doAddStakeBurn(state, runtime.signed(zeroAccount), zeroAccount, 1, 1n, undefined)],
  ])("are counted inside pallets too: %s", (_, run) => {
    within(255, () => expect(reasonOf(() => run())).toEqual(limitReached));
    within(253, () => expect(reasonOf(() => run())).not.toEqual(limitReached));
  });

  it("are undone with what else is, wherever their number lies", () => {
    within(2, () => {
      state.begin();
      within(1, () => {
        // A root is asked for, and needs the number in the state.
        state.root();
        expect(level()).toBe("03000000");
      });
      expect(level()).toBe("02000000");
      state.rollback();
      expect(level()).toBe("02000000");
      state.begin();
      state.delete(levelKey);
      within(1, () => expect(level()).toBe("01000000"));
      state.rollback();
      expect(level()).toBe("02000000");
      expect([...state.keysToClear(":", 9)]).toEqual([levelKey]);
    });
    expect(level()).toBeUndefined();
    expect([...state.changes()]).toEqual([]);
  });

  it("go on from a number that Root wrote", () => {
    withStorageLayer(state, () => state.put(levelKey, new Uint8Array([1, 1, 0, 0])));
    expect(level()).toBe("00010000");
    expect(reasonOf(() => within(1, () => expect.unreachable()))).toEqual(limitReached);
    // What is no number counts as none.
    state.put(levelKey, new Uint8Array([255]));
    within(1, () => expect(level()).toBe("01000000"));
    expect(level()).toBeUndefined();
    within(1, () => state.delete(levelKey));
    expect(level()).toBeUndefined();
  });
});
