import { describe, expect, it } from "vitest";
import type { CallValue } from "../frame/calls.ts";
import { makeRuntime, production } from "../index.ts";
import { decodeDepth } from "./decode-depth.ts";

const runtime = makeRuntime(production);
const account = `0x${"11".repeat(32)}`;
const call = (pallet: string, name: string, args: Record<string, unknown>): CallValue => ({ pallet, name, args });
const remark = call("System", "remark", { remark: new Uint8Array(9) });
const sudo = (inner: CallValue): CallValue => call("Sudo", "sudo", { call: inner });
const batch = (...calls: CallValue[]): CallValue => call("Utility", "batch", { calls });
const subtensor = (name: string, args: Record<string, unknown>): CallValue => call("SubtensorModule", name, args);
const depth = (of: CallValue): number => decodeDepth(runtime, of);

describe("steps down while a call is decoded", () => {
  it("are one for each call within, boxed or listed", () => {
    expect(depth(remark)).toBe(0);
    expect(depth(sudo(remark))).toBe(1);
    expect(depth(batch())).toBe(1);
    expect(depth(batch(remark, sudo(batch(remark)), remark))).toBe(3);
    const plan = { deposit: 0n, min_contribution: 0n, cap: 0n, end: 9, target_address: undefined };
    expect(depth(call("Crowdloan", "create", { ...plan, call: remark }))).toBe(1);
    expect(depth(call("Crowdloan", "create", { ...plan, call: undefined }))).toBe(0);
  });

  it("are one for each list of anything but plain integers, and for each tree", () => {
    expect(depth(subtensor("set_weights", { netuid: 1, dests: [1, 2], weights: [3, 4], version_key: 0n }))).toBe(0);
    expect(depth(subtensor("set_children", { hotkey: account, netuid: 1, children: [[5n, account]] }))).toBe(1);
    expect(depth(subtensor("claim_root", { subnets: [1] }))).toBe(1);
    const lists = { netuids: [1], weights: [[[1, 2]]], version_keys: [0n] };
    expect(depth(subtensor("batch_set_weights", lists))).toBe(2);
    const reveal = { netuid: 1, uids_list: [[1]], values_list: [[1]], salts_list: [[1]], version_keys: [0n] };
    expect(depth(subtensor("batch_reveal_weights", reveal))).toBe(1);
    const info = { fields: [{ type: "BlakeTwo256", value: account }] };
    expect(depth(call("Commitments", "set_commitment", { netuid: 1, info }))).toBe(2);
  });
});
