import { describe, expect, it } from "vitest";
import type { CallValue } from "../../frame/calls.ts";
import type { AlphaBalance } from "../../types/balances.ts";
import { type ProxyTypeName, proxyFilters, proxyTypeAllows, proxyTypeIsSuperset } from "./proxy-filters.ts";

const call = (pallet: string, name: string, args: CallValue["args"] = {}): CallValue => ({ pallet, name, args });
const transfer = (value: bigint): CallValue => call("Balances", "transfer_keep_alive", { value });
const allowing = (made: CallValue): ProxyTypeName[] =>
  proxyFilters.flatMap(({ type }) => (proxyTypeAllows(type, made) ? [type] : []));

describe("filters of proxy types", () => {
  it("let small transfers through below half a TAO only", () => {
    expect(allowing(transfer(499_999_999n))).toEqual(["Any", "Transfer", "SmallTransfer", "NonCritical"]);
    expect(allowing(transfer(500_000_000n))).toEqual(["Any", "Transfer", "NonCritical"]);
    const stake = (alpha: AlphaBalance): CallValue =>
      call("SubtensorModule", "transfer_stake", { alpha_amount: alpha });
    expect(proxyTypeAllows("SmallTransfer", stake(499_999_999n))).toBe(true);
    expect(proxyTypeAllows("SmallTransfer", stake(500_000_000n))).toBe(false);
  });

  it("give a subnet's owner all settings but the owner's hotkey", () => {
    expect(proxyTypeAllows("Owner", call("AdminUtils", "sudo_set_tempo"))).toBe(true);
    expect(proxyTypeAllows("Owner", call("AdminUtils", "sudo_set_sn_owner_hotkey"))).toBe(false);
    expect(proxyTypeAllows("Owner", call("SubtensorModule", "update_symbol"))).toBe(true);
    expect(proxyTypeAllows("Owner", call("SubtensorModule", "add_stake"))).toBe(false);
  });

  it("look into a sudo call for what it holds", () => {
    const sudo = (held: CallValue): CallValue => call("Sudo", "sudo_unchecked_weight", { call: held });
    expect(proxyTypeAllows("SudoUncheckedSetCode", sudo(call("System", "set_code")))).toBe(true);
    expect(proxyTypeAllows("SudoUncheckedSetCode", sudo(call("System", "set_storage")))).toBe(false);
    expect(proxyTypeAllows("SudoUncheckedSetCode", call("System", "set_code"))).toBe(false);
  });

  it("deny everything to the types that are gone, and sudo to the uncritical one", () => {
    const remark = call("System", "remark");
    for (const type of ["Senate", "Triumvirate", "Governance", "RootWeights"] as const)
      expect(proxyTypeAllows(type, remark)).toBe(false);
    expect(proxyTypeAllows("NonCritical", remark)).toBe(true);
    expect(proxyTypeAllows("NonCritical", call("Sudo", "sudo"))).toBe(false);
  });

  it("are ordered by what they include", () => {
    expect(proxyTypeIsSuperset("Any", "Owner")).toBe(true);
    expect(proxyTypeIsSuperset("Owner", "Any")).toBe(false);
    expect(proxyTypeIsSuperset("Staking", "Staking")).toBe(true);
    expect(proxyTypeIsSuperset("NonTransfer", "Staking")).toBe(true);
    expect(proxyTypeIsSuperset("NonTransfer", "SmallTransfer")).toBe(false);
    expect(proxyTypeIsSuperset("Transfer", "SmallTransfer")).toBe(true);
    expect(proxyTypeIsSuperset("SmallTransfer", "Transfer")).toBe(false);
  });
});
