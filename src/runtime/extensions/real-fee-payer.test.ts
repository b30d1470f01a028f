import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../test/support/account.ts";
import { bareState } from "../../../test/support/bare-state.ts";
import type { CallValue } from "../frame/calls.ts";
import type { WriteState } from "../frame/state.ts";
import { storage as proxyStorage } from "../pallets/proxy/storage.ts";
import type { AccountId } from "../types/account-id.ts";
import { extractRealFeePayer } from "./charge-transaction-payment.ts";

const [signer, real, deeper, other] = [account("01"), account("02"), account("03"), account("04")];

const remark: CallValue = { pallet: "System", name: "remark", args: { remark: new Uint8Array(0) } };
const as = (who: AccountId, call: CallValue): CallValue => ({
  pallet: "Proxy",
  name: "proxy",
  args: { real: { type: "Id", value: who }, force_proxy_type: undefined, call },
});
const batch = (calls: readonly CallValue[], name = "batch"): CallValue => ({
  pallet: "Utility",
  name,
  args: { calls },
});

let state: WriteState;
const payerOf = (call: CallValue): AccountId | undefined => extractRealFeePayer(state, call, signer);
const agree = (who: AccountId, delegate: AccountId): void =>
  proxyStorage.RealPaysFee.at(who, delegate).set(state, undefined);

beforeEach(() => {
  state = bareState([]).state;
});

describe("who pays for a proxied call", () => {
  it("is the signer, as long as nobody agreed to", () => {
    expect(payerOf(remark)).toBeUndefined();
    expect(payerOf(as(real, remark))).toBeUndefined();
    agree(deeper, real);
    expect(payerOf(as(real, as(deeper, remark)))).toBeUndefined();
  });

  it("is the account that the call is made as, if it agreed to for this delegate", () => {
    agree(real, signer);
    expect(payerOf(as(real, remark))).toBe(real);
    expect(payerOf(as(other, remark))).toBeUndefined();
  });

  it("is the account behind two proxies, if both agreed to", () => {
    agree(real, signer);
    expect(payerOf(as(real, as(deeper, remark)))).toBe(real);
    agree(deeper, real);
    expect(payerOf(as(real, as(deeper, remark)))).toBe(deeper);
    expect(payerOf(as(real, as(deeper, as(other, remark))))).toBe(deeper);
  });

  it("is the account of all proxies in a batch, if it agreed to", () => {
    agree(real, signer);
    const calls = [as(deeper, remark), as(deeper, remark)];
    expect(payerOf(as(real, batch(calls)))).toBe(real);
    agree(deeper, real);
    for (const kind of ["batch", "batch_all", "force_batch"])
      expect([kind, payerOf(as(real, batch(calls, kind)))]).toEqual([kind, deeper]);
  });

  it("stays the outer account for batches of something else", () => {
    agree(real, signer);
    agree(deeper, real);
    agree(other, real);
    for (const calls of [[], [remark], [as(deeper, remark), remark], [as(deeper, remark), as(other, remark)]])
      expect(payerOf(as(real, batch(calls)))).toBe(real);
    expect(payerOf(as(real, batch([as(deeper, remark)], "if_else")))).toBe(real);
    expect(payerOf(batch([as(real, remark)]))).toBeUndefined();
  });
});
