import { ss58Encode } from "../../crypto/ss58.ts";
import { type Account, sameness } from "./accounts.ts";
import type { World } from "./world.ts";

/** An account of a world as it is shown to people. */
export interface NamedAccount {
  readonly name: string;
  /** What it is in the world: "owner of subnet 1", "validator on 1, 2, 3". */
  readonly role: string;
  /** SS58. */
  readonly address: string;
  /** The secret URI; undefined for an account that the file names by its address. */
  readonly secret: string | undefined;
}

/** Subnets that a role names; more are counted. */
const mostNamed = 4;

function places(role: string, netuids: readonly number[]): string {
  if (netuids.length === 0) return role;
  const more = netuids.length > mostNamed ? ` and ${netuids.length - mostNamed} more` : "";
  return `${role} ${netuids.slice(0, mostNamed).join(", ")}${more}`;
}

/**
 * The accounts of a world in the order of the file: funded ones, owners, validators, nominators, then miners. Everybody
 * knows their secrets.
 * @param most so many at most: a large world has thousands of miners, and each key that is shown is derived
 */
export function worldAccounts(world: World, most = Number.POSITIVE_INFINITY): NamedAccount[] {
  const found = new Map<string, { readonly account: Account; readonly roles: Map<string, number[]> }>();
  const note = (account: Account, role: string, netuid?: number): void => {
    const entry = found.get(sameness(account)) ?? { account, roles: new Map<string, number[]>() };
    const netuids = entry.roles.get(role) ?? [];
    if (netuid !== undefined) netuids.push(netuid);
    entry.roles.set(role, netuids);
    found.set(sameness(account), entry);
  };
  for (const { account } of world.balances) note(account, "funded");
  for (const { netuid, owner, ownerHotkey } of world.subnets) {
    note(owner, "owner of subnet", netuid);
    note(ownerHotkey, "owner's hotkey on", netuid);
  }
  for (const { hotkey, coldkey, nominators } of world.root) {
    note(hotkey, "validator on root");
    note(coldkey, "coldkey of a validator on root");
    for (const { coldkey: nominator } of nominators) note(nominator, "nominator on root");
  }
  for (const { netuid, validators } of world.subnets)
    for (const { hotkey, coldkey, nominators } of validators) {
      note(hotkey, "validator on", netuid);
      note(coldkey, "coldkey of a validator on", netuid);
      for (const { coldkey: nominator } of nominators) note(nominator, "nominator on", netuid);
    }
  for (const { netuid, miners } of world.subnets)
    for (const { hotkey, coldkey } of miners) {
      note(hotkey, "miner on", netuid);
      note(coldkey, "coldkey of miners on", netuid);
    }
  return [...found.values()].slice(0, most).map(({ account, roles }) => ({
    name: account.name,
    role: [...roles].map(([role, netuids]) => places(role, [...new Set(netuids)])).join("; "),
    address: ss58Encode(account.id),
    secret: account.secret,
  }));
}
