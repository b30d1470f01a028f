import { devAccount, devNames } from "../../crypto/dev-accounts.ts";
import type { Hex } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import type { ReadState } from "../../runtime/frame/state.ts";
import { existentialDeposit } from "../../runtime/pallets/balances/accounts.ts";
import { storage as sudo } from "../../runtime/pallets/sudo/storage.ts";
import { storage as system } from "../../runtime/pallets/system/storage.ts";
import { amountText, whole } from "./amounts.ts";
import { asAccount, type PlannedCall } from "./phase.ts";
import type { World } from "./world.ts";

/** TAO that a source keeps for itself. */
const kept = whole(1000);

/** Free TAO of an account, rao. */
export const freeOf = (state: ReadState, who: Hex): bigint => system.Account.at(who).get(state).data.free;

/** Needed TAO (rao) by account. */
export type Needs = ReadonlyMap<Hex, bigint>;

/** Adds what each of many needs. */
export function sumNeeds(needs: Iterable<readonly [account: Hex, rao: bigint]>): Map<Hex, bigint> {
  const sums = new Map<Hex, bigint>();
  for (const [account, rao] of needs) sums.set(account, (sums.get(account) ?? 0n) + rao);
  return sums;
}

/** Who pays for a world: the sudo key, then the development accounts that have more than they keep. */
function sourcesOf(state: ReadState): { readonly account: Hex; left: bigint }[] {
  const key = sudo.Key.get(state);
  const accounts = new Set([
    ...(key === undefined ? [] : [key]),
    ...devNames.map((name) => devAccount(name).accountId),
  ]);
  return [...accounts].flatMap((account) => {
    const left = freeOf(state, account) - kept;
    return left > 0n ? [{ account, left }] : [];
  });
}

/**
 * Transfers that give accounts what they need on top of what they have. The TAO is that of the development accounts: none
 * is made, so that the issuance stays what it is.
 * @throws UserError when these have not as much
 */
export function fundingCalls(state: ReadState, of: string, needs: Needs): PlannedCall[] {
  const sources = sourcesOf(state);
  const sum = [...needs.values()].reduce((all, rao) => all + rao, 0n);
  return [...needs].flatMap(([account, rao]) => {
    const calls: PlannedCall[] = [];
    for (let left = rao; left > 0n; ) {
      const source = sources[0];
      if (source === undefined)
        throw new UserError(
          `${of} needs ${amountText(sum)} TAO more than the development accounts have left; describe smaller pools, stakes and balances`,
        );
      const value = source.left < left ? source.left : left;
      left -= value;
      source.left -= value;
      if (source.left === 0n) sources.shift();
      if (source.account !== account) calls.push(transfer(of, source.account, account, value));
    }
    return calls;
  });
}

const transfer = (of: string, from: Hex, to: Hex, value: bigint): PlannedCall =>
  asAccount(of, from, "Balances", "transfer_allow_death", { dest: { type: "Id", value: to }, value });

/** All coldkeys of a world, each once. */
function coldkeysOf(world: World): Set<Hex> {
  const all = new Set<Hex>();
  for (const { owner, validators, miners } of world.subnets) {
    all.add(owner.id);
    for (const { coldkey } of [...validators, ...miners]) all.add(coldkey.id);
    for (const { nominators } of validators) for (const { coldkey } of nominators) all.add(coldkey.id);
  }
  for (const { coldkey, nominators } of world.root) {
    all.add(coldkey.id);
    for (const one of nominators) all.add(one.coldkey.id);
  }
  return all;
}

/**
 * What accounts lack of the free TAO that the world gives them. A coldkey has the existential deposit in any case, as has
 * every account that is to have less: who pays with the last rao keeps the deposit back, and the price is short by it.
 */
export function balanceNeeds(world: World, state: ReadState): Needs {
  const coldkeys = coldkeysOf(world);
  const wanted = new Map<Hex, bigint>([...coldkeys].map((account) => [account, world.coldkeyBalance]));
  for (const { account, free } of world.balances) wanted.set(account.id, free);
  const lacking = [...wanted].map(([account, free]) => {
    const least = coldkeys.has(account) || free > 0n ? existentialDeposit : 0n;
    return [account, (free < least ? least : free) - freeOf(state, account)] as const;
  });
  return new Map(lacking.filter(([, rao]) => rao > 0n));
}
