import type { ReadState } from "../../runtime/frame/state.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../../runtime/pallets/subtensor/staking/alpha-shares.ts";
import { stakeAvailability } from "../../runtime/pallets/subtensor/staking/lock.ts";
import { whole } from "./amounts.ts";
import { freeOf } from "./funding.ts";
import { type PlayedCall, playedCall } from "./played-call.ts";
import { fractionOf } from "./random.ts";
import type { World } from "./world.ts";

/** In one of so many blocks somebody moves stake. */
const seldom = 25;
/** Below this a coldkey sells instead of buying, rao. */
const enough = whole(3);
/** The least alpha that is sold, rao: what it gives must be 0.002 TAO at the lowest of usual prices. */
const leastSale = whole(20);

/** The stake that moves after a block, by chance: half a TAO is bought, or a hundredth sold. Mostly none does. */
export function stakeMove(world: World, state: ReadState, block: number): PlayedCall | undefined {
  const chance = (word: string): number => fractionOf(world.seed, `stake ${word} ${block}`);
  const subnets = world.subnets.filter(({ started, validators }) => started && validators.length > 0);
  if (chance("whether") * seldom >= 1 || subnets.length === 0) return undefined;
  const subnet = subnets[Math.floor(chance("subnet") * subnets.length)];
  const validator = subnet?.validators[Math.floor(chance("validator") * subnet.validators.length)];
  if (subnet === undefined || validator?.coldkey.secret === undefined) return undefined;
  const { netuid } = subnet;
  const { hotkey, coldkey } = validator;
  if (freeOf(state, coldkey.id) > enough && chance("buy") < 0.6)
    return playedCall(coldkey, "add_stake", { hotkey: hotkey.id, netuid, amount_staked: whole(1) / 2n });
  const held = getStakeForHotkeyAndColdkeyOnSubnet(state, hotkey.id, coldkey.id, netuid) / 100n;
  const [, , available] = stakeAvailability(state, coldkey.id, netuid);
  if (held < leastSale || held > available) return undefined;
  return playedCall(coldkey, "remove_stake", { hotkey: hotkey.id, netuid, amount_unstaked: held });
}
