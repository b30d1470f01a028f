import { describe, expect, it } from "vitest";
import { bareState } from "../../../../test/support/bare-state.ts";
import type { Hex } from "../../../lib/bytes.ts";
import { okOr } from "../../frame/dispatch-error.ts";
import { balances } from "../balances/index.ts";
import { storage as balanceStorage } from "../balances/storage.ts";
import { baseFee } from "../base-fee/index.ts";
import { storage as baseFeeStorage } from "../base-fee/storage.ts";
import { system } from "../system/index.ts";
import { storage as systemStorage } from "../system/storage.ts";
import { accountOfAddress } from "./accounts.ts";
import { type EvmTransaction, ensureMayCreate, validateTransaction } from "./check-transaction.ts";
import { intrinsicGas } from "./gas.ts";
import { evm } from "./index.ts";
import { storage } from "./storage.ts";

const source: Hex = `0x${"11".repeat(20)}`;
const plain: EvmTransaction = {
  source,
  input: new Uint8Array(),
  value: 0n,
  gas_limit: 21_000n,
  max_fee_per_gas: 10n,
  max_priority_fee_per_gas: undefined,
  nonce: undefined,
  access_list: [],
  authorization_list: [],
};

function prepared() {
  const { state } = bareState([
    [0, system],
    [5, balances],
    [22, evm],
    [25, baseFee],
  ]);
  baseFeeStorage.BaseFeePerGas.set(state, 10n);
  const account = systemStorage.Account.at(accountOfAddress(source));
  const before = account.get(state);
  account.set(state, { ...before, providers: 1, nonce: 3, data: { ...before.data, free: 1_000_000n } });
  balanceStorage.TotalIssuance.set(state, 1_000_000n);
  return state;
}

function errorOf(change: Partial<EvmTransaction>, kind: "call" | "create" = "call"): string {
  const result = okOr(() => validateTransaction(prepared(), kind, { ...plain, ...change }));
  return "ok" in result ? "ok" : result.failure.message;
}

describe("an EVM transaction before it is executed", () => {
  it("costs gas for itself, its bytes, lists and code", () => {
    const data = { input: Uint8Array.of(0, 1, 2), access_list: [["a", ["k", "l"]]] as const, authorization_list: [1] };
    expect(intrinsicGas("call", data)).toBe(21_000n + 4n + 32n + 2_400n + 3_800n + 25_000n);
    expect(intrinsicGas("create", data)).toBe(53_000n + 2n + 4n + 32n + 2_400n + 3_800n + 25_000n);
  });

  it("is checked in the original's order", () => {
    expect(errorOf({})).toBe("ok");
    expect(errorOf({ nonce: 3n })).toBe("ok");
    expect(errorOf({ nonce: 4n, gas_limit: 0n })).toBe("EVM.InvalidNonce");
    expect(errorOf({ nonce: 2n })).toBe("EVM.InvalidNonce");
    expect(errorOf({ gas_limit: 20_999n, max_fee_per_gas: 0n })).toBe("EVM.GasLimitTooLow");
    expect(errorOf({}, "create")).toBe("EVM.GasLimitTooLow");
    expect(errorOf({ gas_limit: 75_000_001n, max_fee_per_gas: 0n })).toBe("EVM.GasLimitTooHigh");
    expect(errorOf({ max_fee_per_gas: 9n })).toBe("EVM.GasPriceTooLow");
    expect(errorOf({ max_priority_fee_per_gas: 11n })).toBe("EVM.GasPriceTooLow");
    // A million rao less what keeps the account alive (500 rao), in wei.
    const spendable = (1_000_000n - 500n) * 1_000_000_000n;
    expect(errorOf({ value: spendable - 210_000n })).toBe("ok");
    expect(errorOf({ value: spendable - 210_000n + 1n })).toBe("EVM.BalanceLow");
  });

  it("makes contracts for listed addresses only, until the list is off", () => {
    const state = prepared();
    expect(() => ensureMayCreate(state, source)).toThrow("EVM.NotAllowed");
    storage.WhitelistedCreators.set(state, [source]);
    ensureMayCreate(state, source);
    storage.WhitelistedCreators.set(state, []);
    storage.DisableWhitelistCheck.set(state, true);
    ensureMayCreate(state, source);
  });
});
