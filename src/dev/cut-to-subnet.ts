import type { Chain } from "../chain/chain.ts";
import type { Step } from "../chain/step.ts";
import type { StateKey } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import type { ChainTypes } from "../metadata/chain-types.ts";
import type { StateReader } from "../primitives/state.ts";
import type { Blocks } from "./blocks.ts";

const pallet = "SubtensorModule";
/** The list of subnets, and how many there are: what every block and every call goes by. */
const [list, count] = ["NetworksAdded", "TotalNetworks"] as const;

const root = 0;

/** The block from which on subnets may be created: never again. */
const never = String(2n ** 64n - 1n);

/** Cuts a chain in a block of its own. @returns how many subnets went */
export function createCut({
  chain,
  blocks,
  typesAt,
}: {
  readonly chain: Chain;
  readonly blocks: Blocks;
  typesAt(): Promise<ChainTypes>;
}): (netuid: number) => Promise<number> {
  return async (netuid) => {
    const state = chain.database.stateAt(chain.best().hash);
    if (state === undefined) throw new UserError("the state of the best block is not kept");
    const { step, gone } = cutToSubnet(await typesAt(), state, netuid);
    // Not by the sudo key: its block would still begin with all subnets.
    if (gone > 0) await blocks.own({ step });
    return gone;
  };
}

/** What cutting a chain to a subnet changes. */
interface Cut {
  /** Empty where nothing is to be cut. */
  readonly step: Step;
  /** How many subnets go. */
  readonly gone: number;
}

/**
 * What leaves a chain root and one subnet: the list of subnets loses the others, so that nothing reads them any more. What is
 * kept under their numbers stays where it is, so none of these may be given again: subnets are created no more. Root
 * dividends of all subnets are claimed by and by in each block: not any more, until the owner says so.
 * @throws UserError when there is no such subnet, or the chain has none at all
 */
function cutToSubnet(types: ChainTypes, state: StateReader, netuid: number): Cut {
  const items = types.pallets.includes(pallet) ? types.items(pallet) : [];
  if (!items.includes(list) || !items.includes(count))
    throw new UserError(`the chain's rules have no ${pallet}.${list} and ${count}: it cannot be cut to a subnet`);
  const found: { readonly key: StateKey; readonly netuid: unknown }[] = [];
  const { prefix } = types.item(pallet, list);
  for (let key = state.nextKey(prefix); key?.startsWith(prefix); key = state.nextKey(key))
    found.push({ key, netuid: types.describeKey(key)?.keys[0] });
  const netuids = found.map((one) => one.netuid);
  if (netuid === root || !netuids.includes(netuid))
    throw new UserError(
      `the forked chain has no subnet ${netuid} to be cut to: it has ${netuids.filter((one) => one !== root).join(", ") || "none"}`,
    );
  const others = found.filter((one) => one.netuid !== root && one.netuid !== netuid);
  if (others.length === 0) return { step: new Map(), gone: 0 };
  const step = new Map<StateKey, Uint8Array | undefined>(others.map(({ key }) => [key, undefined]));
  const set = (item: string, value: unknown): void => {
    if (items.includes(item)) step.set(types.storageKey(pallet, item, []), types.encodeValue(pallet, item, value));
  };
  set(count, found.length - others.length);
  set("NumRootClaim", 0);
  set("NetworkRegistrationStartBlock", never);
  return { step, gone: others.length };
}
