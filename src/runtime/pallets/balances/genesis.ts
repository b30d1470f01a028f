import { accountFrom, type GenesisConfig, integerFrom, listFrom, sectionOf } from "../../frame/genesis-config.ts";
import { NotBuilt } from "../../frame/not-built.ts";
import { panicUnless } from "../../frame/panic.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import { incProviders, mutateAccountData, newLogicFlag } from "../system/accounts.ts";
import { existentialDeposit, setTotalIssuance } from "./accounts.ts";

/**
 * Answers to `pallet_balances::GenesisConfig::build`: `{ balances }`, a list of [account, rao].
 * @throws RuntimePanic when an account is given twice or less than the existential deposit.
 */
export function genesis(state: WriteState, config: GenesisConfig): void {
  const section = sectionOf(config, "balances");
  if (section.devAccounts !== undefined && section.devAccounts !== null)
    throw new NotBuilt("genesis: balances.devAccounts");
  const balances = listFrom(section.balances).map((pair): [AccountId, bigint] => {
    const [who, free] = listFrom(pair);
    return [accountFrom(who), integerFrom(free)];
  });
  setTotalIssuance(
    state,
    balances.reduce((sum, [, free]) => sum + free, 0n),
  );
  for (const [, free] of balances)
    panicUnless(
      free >= existentialDeposit,
      "the balance of any account should always be at least the existential deposit.",
    );
  panicUnless(new Set(balances.map(([who]) => who)).size === balances.length, "duplicate balances in genesis.");
  for (const [who, free] of balances) {
    incProviders(state, who);
    const data = { free, reserved: 0n, frozen: 0n, flags: newLogicFlag };
    mutateAccountData(state, who, () => ({ data, result: undefined }));
  }
}
