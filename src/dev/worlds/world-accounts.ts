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

/** Some accounts of a world, and how many there are besides. */
export interface ShownAccounts {
  readonly accounts: readonly NamedAccount[];
  readonly more: number;
}

interface Entry {
  readonly account: Account;
  /** Its netuids by role. */
  readonly roles: Map<string, number[]>;
}

/**
 * The accounts of a world in the order of the file: funded ones, owners, validators, nominators, then miners. Everybody
 * knows their secrets.
 * @param most so many at most, some of each role: a large world has thousands of miners, and each key that is shown is derived
 */
export function worldAccounts(world: World, most = Number.POSITIVE_INFINITY): ShownAccounts {
  const all = entriesOf(world);
  const shown = someOfEach(all, most);
  return {
    accounts: shown.map(({ account, roles }) => ({
      name: account.name,
      role: [...roles].map(([role, netuids]) => places(role, [...new Set(netuids)])).join("; "),
      address: ss58Encode(account.id),
      secret: account.secret,
    })),
    more: all.length - shown.length,
  };
}

/** So many of a list, in its order: of each first role one, then of each one more, and so on. */
function someOfEach(all: readonly Entry[], most: number): readonly Entry[] {
  if (all.length <= most) return all;
  const ofRole = new Map<string, number>();
  const ranked = all.map((entry, place) => {
    const [role = ""] = entry.roles.keys();
    const rank = ofRole.get(role) ?? 0;
    ofRole.set(role, rank + 1);
    return { entry, place, rank };
  });
  return ranked
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .slice(0, most)
    .sort((a, b) => a.place - b.place)
    .map(({ entry }) => entry);
}

function entriesOf(world: World): readonly Entry[] {
  const found = new Map<string, Entry>();
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
  return [...found.values()];
}
