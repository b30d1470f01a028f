import type { Chain } from "../chain/chain.ts";
import { ss58Decode } from "../crypto/ss58.ts";
import { type Hex, isHex, type StateKey } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import type { ChainTypes } from "../metadata/chain-types.ts";

/** An epoch weighs stake on root too. */
const root = 0;

/** Keys of the state that a fork stands on, and all keys that begin in some ways. */
export interface WantedKeys {
  readonly keys: readonly StateKey[];
  readonly prefixes: readonly StateKey[];
}

/** Keys that another node was asked for, and messages that it was sent. */
export interface Asked {
  readonly keys: number;
  readonly requests: number;
}

/** Has keys brought; undefined where a chain has its whole state. */
export type BringKeys = ((wanted: WantedKeys) => Asked) | undefined;

type Wish =
  | { readonly of: "subnet"; readonly netuid: number }
  | { readonly of: "account"; readonly account: Hex }
  | { readonly of: "pallet"; readonly pallet: string };

/** What wishes look like. */
export const wishForms = "subnet:NETUID, account:ADDRESS or pallet:NAME";

/** Whether a text is a wish. */
export const isWish = (text: string): boolean => readWish(text) !== undefined;

function readWish(text: string): Wish | undefined {
  const [, of, value = ""] = /^(subnet|account|pallet):(.+)$/.exec(text) ?? [];
  if (of === "pallet") return { of, pallet: value };
  if (of === "subnet")
    return /^[0-9]{1,5}$/.test(value) && Number(value) < 65536 ? { of, netuid: Number(value) } : undefined;
  if (of !== "account") return undefined;
  const account = isHex(value) && value.length === 66 ? value : ss58Decode(value);
  return account === undefined ? undefined : { of, account };
}

/** Has all that is wished for in a fork's cache. @throws as `prefetch` does */
export function prefetchAll(
  types: ChainTypes,
  chain: Pick<Chain, "database">,
  bring: BringKeys,
  wishes: readonly string[],
): Asked {
  let [keys, requests] = [0, 0];
  for (const wish of wishes) {
    const asked = prefetch(types, chain, bring, wish);
    keys += asked.keys;
    requests += asked.requests;
  }
  return { keys, requests };
}

/**
 * Has what is wished for in a fork's cache. Which items belong to a subnet or an account is what the metadata says of their
 * keys, so that it is the same for every program: of a subnet those that are keyed first by its number; for the accounts in these
 * (its hotkeys) those of the same pallets that are keyed by account, alone or with the number or that of root; and for the
 * accounts in these (their owners) those that are keyed by account, and by hotkey, owner and number.
 * @throws UserError for a pallet that there is not; StorageError (`remote`)
 */
function prefetch(types: ChainTypes, chain: Pick<Chain, "database">, bring: BringKeys, text: string): Asked {
  const wish = readWish(text);
  if (wish === undefined) throw new UserError(`'${text}' is not ${wishForms}`);
  if (bring === undefined) return { keys: 0, requests: 0 };
  const items = itemsOf(types, wish.of === "pallet" ? [wish.pallet] : undefined);
  if (wish.of === "pallet") return bring({ keys: [], prefixes: items.map(({ prefix }) => prefix) });
  if (wish.of === "account") return bring(underFirst(types, items.filter(keyedBy(isAccount)), wish.account));
  return bringSubnet(types, chain, bring, { items, netuid: wish.netuid });
}

/** In three steps, since each says whom the next is about: the subnet, its hotkeys, and their owners. */
function bringSubnet(
  types: ChainTypes,
  chain: Pick<Chain, "database">,
  bring: NonNullable<BringKeys>,
  { items, netuid }: { readonly items: readonly Item[]; readonly netuid: number },
): Asked {
  const ofNetuid = items.filter(keyedBy(isNetuid));
  if (ofNetuid.length === 0) throw new UserError("the chain's rules have no items that are kept by subnet");
  const pallets = new Set(ofNetuid.map(({ pallet }) => pallet));
  const keyed = (...kinds: readonly ((type: string | undefined) => boolean)[]): Item[] =>
    items.filter(
      ({ pallet, keyTypes }) =>
        pallets.has(pallet) && keyTypes.length === kinds.length && kinds.every((is, index) => is(keyTypes[index])),
    );
  const keysOf = (of: readonly Item[], keys: readonly unknown[]): StateKey[] =>
    of.map(({ pallet, name }) => types.storageKey(pallet, name, keys));
  const [ofAccount, ofBoth] = [keyed(isAccount), keyed(isAccount, isNetuid)];
  const ofShares = keyed(isAccount, isAccount, isNetuid);
  const on = [...new Set([netuid, root])];

  const first = bring(underFirst(types, ofNetuid, netuid));
  const hotkeys = accountsIn(types, chain, ofNetuid, netuid);
  const forHotkeys = hotkeys.flatMap((hotkey) => [
    ...keysOf(ofAccount, [hotkey]),
    ...on.flatMap((one) => keysOf(ofBoth, [hotkey, one])),
  ]);
  const second = bring({ keys: forHotkeys, prefixes: [] });
  const owners = new Set<unknown>();
  const forOwners: StateKey[] = [];
  for (const hotkey of hotkeys)
    for (const owner of accountsIn(types, chain, ofAccount, hotkey)) {
      owners.add(owner);
      for (const one of on) for (const key of keysOf(ofShares, [hotkey, owner, one])) forOwners.push(key);
    }
  for (const owner of owners) for (const key of keysOf(ofAccount, [owner])) forOwners.push(key);
  const third = bring({ keys: forOwners, prefixes: [] });
  return {
    keys: first.keys + second.keys + third.keys,
    requests: first.requests + second.requests + third.requests,
  };
}

type Item = ReturnType<ChainTypes["item"]>;

function itemsOf(types: ChainTypes, pallets: readonly string[] | undefined): Item[] {
  const named = pallets ?? types.pallets;
  return named.flatMap((pallet) => {
    try {
      return types.items(pallet).map((name) => types.item(pallet, name));
    } catch (error) {
      // One of all may have no storage.
      if (pallets === undefined && error instanceof UserError) return [];
      throw error;
    }
  });
}

/** Metadata has the number of a subnet as what it is made of; no item of this network is keyed by another u16 first. */
const isNetuid = (type: string | undefined): boolean => type === "NetUid" || type === "u16";
const isAccount = (type: string | undefined): boolean => type === "AccountId32" || type === "AccountId";
const keyedBy =
  (isKey: (type: string | undefined) => boolean) =>
  ({ keyTypes }: Item): boolean =>
    isKey(keyTypes[0]);

/** What lies under one first key: whole keys, and what others begin with. */
function underFirst(types: ChainTypes, items: readonly Item[], key: unknown): WantedKeys {
  const keys: StateKey[] = [];
  const prefixes: StateKey[] = [];
  for (const { pallet, name, keys: count } of items)
    (count === 1 ? keys : prefixes).push(types.storageKey(pallet, name, [key]));
  return { keys, prefixes };
}

/** The accounts that are values of items under one first key. */
function accountsIn(
  types: ChainTypes,
  { database }: Pick<Chain, "database">,
  items: readonly Item[],
  first: unknown,
): unknown[] {
  const state = database.stateAt(database.best().hash);
  const found = new Set<unknown>();
  for (const { pallet, name, keys, valueType } of items) {
    if (!isAccount(valueType)) continue;
    const prefix = types.storageKey(pallet, name, [first]);
    if (keys === 1) {
      const only = state?.get(prefix);
      if (only !== undefined) found.add(types.decodeValue(pallet, name, only));
      continue;
    }
    for (let key = state?.nextKey(prefix); key?.startsWith(prefix); key = state?.nextKey(key))
      found.add(types.decodeValue(pallet, name, state?.get(key) as Uint8Array));
  }
  return [...found];
}
