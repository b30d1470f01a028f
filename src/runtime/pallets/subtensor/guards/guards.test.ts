import { beforeEach, describe, expect, it } from "vitest";
import { memoryState } from "../../../../storage/state/memory-state.ts";
import type { CallValue } from "../../../frame/calls.ts";
import { DispatchFailure } from "../../../frame/dispatch-error.ts";
import { execute } from "../../../frame/execution.ts";
import { rootOrigin } from "../../../frame/origin.ts";
import type { WriteState } from "../../../frame/state.ts";
import { ValidityFailure } from "../../../frame/validity.ts";
import { createRuntime, production } from "../../../index.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { storage as system } from "../../system/storage.ts";
import { storage } from "../storage.ts";
import { currentEpochWithLookahead } from "../subnets/commit-epochs.ts";
import { getCommitHash } from "../subnets/commit-hash.ts";
import { doCommitMechanismWeights } from "../subnets/commit-weights.ts";
import { appendNeuron } from "../subnets/uids.ts";
import { dispatchGuards } from "./dispatch-guards.ts";
import { validateSubtensorExtension } from "./subtensor-extension.ts";

const who: AccountId = `0x${"11".repeat(32)}`;
const runtime = createRuntime(production);
let state: WriteState;

const call = (name: string, args: CallValue["args"]): CallValue => ({ pallet: "SubtensorModule", name, args });
const remark: CallValue = { pallet: "System", name: "remark", args: { remark: new Uint8Array(0) } };
const weights = { netuid: 1, dests: [0], weights: [1], version_key: 0n };

/** What the guards say before dispatch, and the code that the transaction extension answers. */
function refusal(refused: CallValue): [error: string, code: number] | undefined {
  let error = "";
  try {
    dispatchGuards.check(state, runtime.signed(who), refused);
  } catch (thrown) {
    if (!(thrown instanceof DispatchFailure)) throw thrown;
    error = thrown.message.replace("SubtensorModule.", "");
  }
  try {
    validateSubtensorExtension(state, who, refused);
  } catch (thrown) {
    if (!(thrown instanceof ValidityFailure)) throw thrown;
    const { value } = thrown.reason;
    return [error, "value" in value ? Number(value.value) : -1];
  }
  if (error !== "") throw new Error(`only the guards refuse: ${error}`);
  return undefined;
}

beforeEach(() => {
  state = execute(memoryState([]).overlay(), production, runtime);
  system.Number.set(state, 50);
  storage.NetworksAdded.at(1).set(state, true);
  appendNeuron(state, 1, who, 5n);
});

describe("the guards", () => {
  it("cost the coldkey check for every call, and more for those they look at", () => {
    expect(dispatchGuards.weight(remark).ref_time).toBe(17_583_000n + 50_000_000n);
    const both = 67_583_000n + 52_958_000n + 275_000_000n + 35_376_000n + 175_000_000n;
    expect(dispatchGuards.weight(call("set_weights", weights)).ref_time).toBe(both);
    expect(dispatchGuards.weight(call("set_weights", weights)).proof_size).toBe(4198n + 7671n + 4484n);
  });

  it("let pass what nothing is against, and Root in any case", () => {
    expect(refusal(remark)).toBeUndefined();
    storage.ColdkeySwapAnnouncements.at(who).set(state, [50, `0x${"22".repeat(32)}`]);
    expect(() => dispatchGuards.check(state, rootOrigin, remark)).not.toThrow();
  });

  it("hold a coldkey to its announced swap, and to nothing when that is disputed", () => {
    storage.ColdkeySwapAnnouncements.at(who).set(state, [50, `0x${"22".repeat(32)}`]);
    expect(refusal(remark)).toEqual(["ColdkeySwapAnnounced", 0]);
    expect(refusal(call("dispute_coldkey_swap", {}))).toBeUndefined();
    storage.ColdkeySwapDisputes.at(who).set(state, 50);
    expect(refusal(call("dispute_coldkey_swap", {}))).toEqual(["ColdkeySwapDisputed", 21]);
  });

  it("want stake and patience for weights", () => {
    storage.StakeThreshold.set(state, 1n);
    expect(refusal(call("set_weights", weights))).toEqual(["NotEnoughStakeToSetWeights", 1]);
    storage.StakeThreshold.set(state, 0n);
    // With commit-reveal the call fails only when it is dispatched.
    expect(refusal(call("set_weights", weights))).toBeUndefined();
    storage.CommitRevealWeightsEnabled.at(1).set(state, false);
    expect(refusal(call("set_weights", weights))).toEqual(["SettingWeightsTooFast", 6]);
    expect(refusal(call("set_weights", { ...weights, netuid: 3 }))).toBeUndefined();
  });

  it("want lists of equal lengths", () => {
    const unequal = { netuids: [1, 2], weights: [[]], version_keys: [0n] };
    expect(refusal(call("batch_set_weights", unequal))).toEqual(["InputLengthsUnequal", 18]);
    const reveals = { netuid: 1, uids_list: [[1]], values_list: [], salts_list: [[1]], version_keys: [0n] };
    expect(refusal(call("batch_reveal_weights", reveals))).toEqual(["InputLengthsUnequal", 18]);
  });

  it("want a commit for a reveal, at its time", () => {
    const revealed = { uids: [0], values: [1], salt: [7] };
    const reveal = call("reveal_weights", { netuid: 1, ...revealed, version_key: 3n });
    expect(refusal(reveal)).toEqual(["NoWeightsCommitFound", 16]);
    system.Number.set(state, 300);
    doCommitMechanismWeights(state, runtime.signed(who), 1, 0, getCommitHash(who, 1, { ...revealed, versionKey: 3n }));
    expect(refusal(reveal)).toEqual(["RevealTooEarly", 17]);
    storage.SubnetEpochIndex.at(1).set(state, 1n);
    expect(currentEpochWithLookahead(state, 1)).toBe(1n);
    expect(refusal(reveal)).toBeUndefined();
  });

  it("want takes in their bounds, by who owns the hotkey", () => {
    const take = (value: number): CallValue => call("increase_take", { hotkey: who, take: value });
    expect(refusal(take(11_797))).toEqual(["DelegateTakeTooHigh", 27]);
    storage.MinDelegateTake.set(state, 5);
    expect(refusal(take(4))).toEqual(["DelegateTakeTooLow", 26]);
    expect(refusal(take(5))).toEqual(["HotKeyAccountNotExists", 4]);
    storage.Owner.at(who).set(state, `0x${"33".repeat(32)}`);
    expect(refusal(take(5))).toEqual(["NonAssociatedColdKey", 25]);
  });

  it("want endpoints that can be served", () => {
    const endpoint = { netuid: 1, version: 1, ip: 0n, port: 1, ip_type: 4 };
    expect(refusal(call("serve_prometheus", endpoint))).toEqual(["InvalidIpAddress", 11]);
    expect(refusal(call("serve_prometheus", { ...endpoint, ip_type: 9 }))).toEqual(["InvalidIpType", 255]);
    expect(refusal(call("serve_prometheus", { ...endpoint, ip: 5n, port: 0 }))).toEqual(["InvalidPort", 13]);
    expect(refusal(call("serve_prometheus", { ...endpoint, ip: 5n, netuid: 2 }))).toEqual([
      "HotKeyNotRegisteredInNetwork",
      10,
    ]);
  });

  it("want time between EVM keys and between subnets", () => {
    expect(refusal(call("associate_evm_key", { netuid: 1 }))).toEqual(["EvmKeyAssociateRateLimitExceeded", 20]);
    expect(refusal(call("associate_evm_key", { netuid: 2 }))).toEqual(["HotKeyNotRegisteredInSubNet", 19]);
    storage.LastRateLimitedBlock.at({ type: "NetworkLastRegistered" }).set(state, 49n);
    expect(refusal(call("register_network", { hotkey: who }))).toEqual(["NetworkTxRateLimitExceeded", 6]);
  });
});
