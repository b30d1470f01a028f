import { describe, expect, it } from "vitest";
import { DecodeError } from "../../codec/io.ts";
import { concatBytes } from "../../lib/bytes.ts";
import { memoryState } from "../../storage/state/memory-state.ts";
import type { CallValue } from "../frame/calls.ts";
import { createRuntime, local } from "../index.ts";
import { callRuntimeApi } from "./call-api.ts";
import { bareExtrinsic, withLength } from "./extrinsic.ts";

const runtime = createRuntime(local);
const call = (method: string, args: Uint8Array) => callRuntimeApi(memoryState([]).overlay(), runtime, method, args);

describe("bytes after the arguments of a runtime API method", () => {
  const junk = new Uint8Array([1, 2, 3]);

  it("are not looked at", () => {
    const netuid = new Uint8Array([1, 0]);
    const method = "SubnetInfoRuntimeApi_get_subnet_account_id";
    expect(call(method, concatBytes(netuid, junk))).toEqual(call(method, netuid));
  });

  it("are refused where there are no arguments", () => {
    expect(call("AuraApi_slot_duration", new Uint8Array())).toHaveLength(8);
    expect(() => call("AuraApi_slot_duration", junk)).toThrow(DecodeError);
  });
});

describe("calls of any size as arguments", () => {
  const priceOf = (callBytes: Uint8Array): Uint8Array =>
    call("TransactionPaymentCallApi_query_call_info", concatBytes(callBytes, new Uint8Array(4)));
  const remark = { pallet: "System", name: "remark", args: { remark: new Uint8Array() } };

  it("are answered: a batch of 200,000", () => {
    const calls = new Array(200_000).fill(remark);
    const batch = { pallet: "Utility", name: "batch", args: { calls } };
    expect(priceOf(runtime.encodeCall(batch)).length).toBeGreaterThan(10);
  });

  it("are answered: 1000 in one another, and no more", () => {
    let nested: CallValue = remark;
    for (let i = 0; i < 1000; i++) nested = { pallet: "Sudo", name: "sudo", args: { call: nested } };
    const bytes = runtime.encodeCall(nested);
    expect(priceOf(bytes).length).toBeGreaterThan(10);
    expect(() => priceOf(concatBytes(bytes.subarray(0, 2), bytes))).toThrow(
      "Bad input data provided to query_call_info: Codec error",
    );
  });
});

describe("the validity of a transaction", () => {
  const validity = (extrinsic: Uint8Array) =>
    call(
      "TaggedTransactionQueue_validate_transaction",
      concatBytes(new Uint8Array([2]), extrinsic, new Uint8Array(32)),
    );

  it("is not told of bytes that are none", () => {
    expect(() => validity(withLength(new Uint8Array([0x84, 7])))).toThrow(DecodeError);
  });

  it("is told of a call without a signature", () => {
    const remark = { pallet: "System", name: "remark", args: { remark: new Uint8Array([5]) } };
    expect(validity(bareExtrinsic(remark, runtime))).toEqual(new Uint8Array([1, 0, 0]));
  });
});
