import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../test/support/account.ts";
import { type BareState, bareState } from "../../../../test/support/bare-state.ts";
import type { CallValue } from "../../frame/calls.ts";
import { okOr } from "../../frame/dispatch-error.ts";
import { rootOrigin } from "../../frame/origin.ts";
import { addWeight } from "../../frame/weight.ts";
import type { AccountId } from "../../types/account-id.ts";
import { freeBalance } from "../balances/accounts.ts";
import { mintInto } from "../balances/fungible.ts";
import { balances } from "../balances/index.ts";
import { weights as balanceWeights } from "../balances/weights.ts";
import { sudo } from "../sudo/index.ts";
import { storage as sudoStorage } from "../sudo/storage.ts";
import { system } from "../system/index.ts";
import { derivativeAccountId } from "./derivative.ts";
import { utility } from "./index.ts";
import { weights } from "./weights.ts";

const [alice, bob] = [account("aa"), account("bb")];
const send = (value: bigint): CallValue => ({
  pallet: "Balances",
  name: "transfer_keep_alive",
  args: { dest: { type: "Id", value: bob }, value },
});
const utilityCall = (name: string, args: Record<string, unknown>): CallValue => ({ pallet: "Utility", name, args });

let bare: BareState;
const run = (call: CallValue, who: AccountId = alice) =>
  okOr(() => bare.state.runtime.dispatch(bare.state, call, bare.state.runtime.signed(who)));

beforeEach(() => {
  bare = bareState([
    [0, system],
    [5, balances],
    [11, utility],
    [12, sudo],
  ]);
  mintInto(bare.state, alice, 100_000n);
  mintInto(bare.state, bob, 1_000n);
  sudoStorage.Key.set(bare.state, alice);
  bare.forget();
});

describe("batches", () => {
  it("stop at the first failure, keep what was done and weigh what was tried", () => {
    const result = run(utilityCall("batch", { calls: [send(1n), send(1_000_000n), send(2n)] }));
    expect(freeBalance(bare.state, bob)).toBe(1_001n);
    expect(bare.told()).toEqual(["Transfer", "ItemCompleted", "BatchInterrupted"]);
    const { transferKeepAlive } = balanceWeights;
    expect(result).toEqual({ ok: { actualWeight: addWeight(weights.batch(2), transferKeepAlive, transferKeepAlive) } });
  });

  it("of all or nothing undo everything", () => {
    const result = run(utilityCall("batch_all", { calls: [send(1n), send(1_000_000n)] }));
    expect(freeBalance(bare.state, bob)).toBe(1_000n);
    expect(result).toMatchObject({ failure: { reason: { type: "Arithmetic", value: "Underflow" } } });
  });

  it("by force go on", () => {
    run(utilityCall("force_batch", { calls: [send(1_000_000n), send(2n)] }));
    expect(freeBalance(bare.state, bob)).toBe(1_002n);
    expect(bare.told()).toEqual(["ItemFailed", "Transfer", "ItemCompleted", "BatchCompletedWithErrors"]);
  });

  it("of all or nothing hold no other such batch", () => {
    const inner = utilityCall("batch_all", { calls: [] });
    expect(run(utilityCall("batch_all", { calls: [inner] }))).toMatchObject({
      failure: { reason: { pallet: "System", name: "CallFiltered" } },
    });
  });

  it("pay when one of their calls pays, so an empty one is free", () => {
    const pays = (calls: CallValue[]) => {
      const call = utilityCall("batch", { calls });
      return bare.state.runtime.dispatchInfo(bare.state, call).pays_fee;
    };
    expect([pays([]), pays([send(1n)])]).toEqual(["No", "Yes"]);
  });
});

describe("other calls", () => {
  it("fall back when the main call fails", () => {
    run(utilityCall("if_else", { main: send(1_000_000n), fallback: send(3n) }));
    expect(freeBalance(bare.state, bob)).toBe(1_003n);
    expect(bare.told()).toEqual(["Transfer", "IfElseFallbackCalled"]);
  });

  it("act as a derivative account", () => {
    const who = derivativeAccountId(alice, 7);
    mintInto(bare.state, who, 5_000n);
    run(utilityCall("as_derivative", { index: 7, call: send(500n) }));
    expect([freeBalance(bare.state, who), freeBalance(bare.state, alice)]).toEqual([4_500n, 100_000n]);
  });

  it("of root are for root, who may act as anyone", () => {
    const call = utilityCall("dispatch_as", { as_origin: { type: "Signed", who: alice }, call: send(9n) });
    expect(run(call)).toMatchObject({ failure: { reason: "BadOrigin" } });
    bare.state.runtime.dispatchBypassFilter(bare.state, call, rootOrigin);
    expect(freeBalance(bare.state, bob)).toBe(1_009n);
  });
});

describe("sudo", () => {
  const sudoCall = (name: string, args: Record<string, unknown>): CallValue => ({ pallet: "Sudo", name, args });

  it("tells the failure of its call and succeeds itself, for free", () => {
    const result = run(sudoCall("sudo", { call: send(1n) }));
    expect(result).toEqual({ ok: { pays: "No" } });
    expect(bare.told()).toEqual(["Sudid"]);
  });

  it("is refused to others, and to all once the key is gone", () => {
    const remark: CallValue = { pallet: "System", name: "remark", args: { remark: new Uint8Array(0) } };
    const refused = { failure: { reason: { pallet: "Sudo", name: "RequireSudo" } } };
    expect(run(sudoCall("sudo", { call: remark }), bob)).toMatchObject(refused);
    run(sudoCall("remove_key", {}));
    expect(run(sudoCall("sudo", { call: remark }))).toMatchObject(refused);
  });
});
