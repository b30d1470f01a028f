import type { ReadState } from "../../runtime/frame/state.ts";
import { storage } from "../../runtime/pallets/subtensor/storage.ts";
import { balanceNeeds, fundingCalls } from "./funding.ts";
import { asRoot, inSubtensor, type Phase, type PlannedCall } from "./phase.ts";
import { endPhases } from "./plan-end.ts";
import { stakeCalls } from "./plan-stakes.ts";
import { subnetPhases } from "./plan-subnets.ts";
import { relationCalls } from "./plan-weights.ts";
import { type ChainSettings, chainCalls, lastingCalls } from "./settings.ts";
import type { Subnet, World } from "./world.ts";

/** Epochs of one block while building. All in one would take twice as long: each reads the keys that the block wrote before it. */
const epochsPerBlock = 16;

/** Settings under which a world is built without waiting; the end of the plan puts back what they were. */
const whileBuilt = {
  network_rate_limit: 0,
  lock_reduction_interval: 1,
  start_call_delay: 0,
  admin_freeze_window: 0,
  owner_hparam_rate_limit: 0,
  max_epochs_per_block: epochsPerBlock,
  subnet_moving_alpha: 1,
  pending_childkey_cooldown: 0,
} satisfies Partial<ChainSettings>;

/** What these settings are before, as a world file writes them. */
function settingsBefore(
  state: ReadState,
): Record<keyof typeof whileBuilt, number> & Pick<ChainSettings, "network_min_lock_cost"> {
  return {
    network_rate_limit: Number(storage.NetworkRateLimit.get(state)),
    lock_reduction_interval: Number(storage.NetworkLockReductionInterval.get(state)),
    start_call_delay: Number(storage.StartCallDelay.get(state)),
    admin_freeze_window: storage.AdminFreezeWindow.get(state),
    owner_hparam_rate_limit: storage.OwnerHyperparamRateLimit.get(state),
    max_epochs_per_block: storage.MaxEpochsPerBlock.get(state),
    // I96F32 below one, which a number holds to the bit.
    subnet_moving_alpha: Number(storage.SubnetMovingAlpha.get(state)) / 2 ** 32,
    pending_childkey_cooldown: Number(storage.PendingChildKeyCooldown.get(state)),
    network_min_lock_cost: storage.NetworkMinLockCost.get(state),
  };
}

const admin = (name: string, args: Record<string, unknown>): PlannedCall =>
  asRoot("chain", { pallet: "AdminUtils", name: `sudo_set_${name}`, args });

/** How many hotkeys may join root in a block, and a third of how many in an interval. */
const rootPlaces = (max_registrations_per_block: number, target_registrations_per_interval: number): PlannedCall[] => [
  admin("max_registrations_per_block", { netuid: 0, max_registrations_per_block }),
  admin("target_registrations_per_interval", { netuid: 0, target_registrations_per_interval }),
];

/** Root can be staked to: the genesis leaves that closed, and a world opens it for good. */
const rootOpens = admin("subtoken_enabled", { netuid: 0, subtoken_enabled: true });

function openingCalls({ chain: { subnet_limit } }: World): PlannedCall[] {
  const settings = chainCalls({ ...whileBuilt, ...(subnet_limit === undefined ? {} : { subnet_limit }) });
  return [...settings.map(({ name, call }) => asRoot(`chain.${name}`, call)), rootOpens, ...rootPlaces(64, 64)];
}

/** What a take of 0 to 1 is on the chain. */
const takeParts = (take: number): number => Math.floor(take * 65_535);

/** Root's validators, and what hotkeys keep of dividends. */
function rootCalls(world: World, state: ReadState): PlannedCall[] {
  const takes = [...world.root, ...world.subnets.flatMap(({ validators }) => validators)];
  const wanted = new Map(
    takes.flatMap(({ path, hotkey, coldkey, take }) =>
      take === undefined ? [] : [[hotkey.id, { path: `${path}.take`, coldkey, take: takeParts(take) }] as const],
    ),
  );
  return [
    ...world.root.map(({ path, hotkey, coldkey }) =>
      inSubtensor(path, coldkey.id, "root_register", { hotkey: hotkey.id }),
    ),
    ...[...wanted].flatMap(([hotkey, { path, coldkey, take }]) => {
      // A hotkey has the chain's take until it says otherwise, and may say less at any time.
      const least = storage.Delegates.at(hotkey).get(state);
      return take < least ? [inSubtensor(path, coldkey.id, "decrease_take", { hotkey, take })] : [];
    }),
  ];
}

/** Only what a file says; the rest must not hide what is there. */
const given = (settings: ChainSettings): Partial<ChainSettings> =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));

/** An epoch in the next block, asked for by the owner. */
const epochOf = ({ path, owner, netuid }: Subnet): PlannedCall =>
  inSubtensor(path, owner.id, "trigger_epoch", { netuid });

/**
 * How a world comes about, by calls that the rules know: settings under which nothing waits, accounts, subnets, neurons,
 * stakes, one epoch that gives validators their permits, weights and the rest, an epoch that counts them, and at last the
 * settings that the world is to have.
 * @param before the state that it is built on, whose settings come back at the end
 */
export function planWorld(world: World, before: ReadState): Phase[] {
  const started = world.subnets.filter((subnet) => subnet.started);
  const epoch: Phase = {
    name: "epoch",
    calls: () => started.map(epochOf),
    mine: Math.ceil(started.length / epochsPerBlock),
  };
  const parents = world.subnets.some(({ validators }) => validators.some(({ children }) => children.length > 0));
  const afterwards = { ...settingsBefore(before), ...given(world.chain) };
  const chain = [
    // Before the freeze window is back: root has no epoch, and would be frozen.
    ...rootPlaces(
      storage.MaxRegistrationsPerBlock.at(0).get(before),
      storage.TargetRegistrationsPerInterval.at(0).get(before),
    ),
    ...chainCalls(afterwards).map(({ name, call }) => asRoot(`chain.${name}`, call)),
  ];
  return [
    { name: "settings", calls: () => openingCalls(world) },
    { name: "accounts", calls: (state) => fundingCalls(state, "balances", balanceNeeds(world, state)) },
    ...subnetPhases(world),
    { name: "root", calls: (state) => rootCalls(world, state) },
    {
      name: "hyperparameters",
      calls: () =>
        world.subnets.flatMap(({ path, netuid, hyperparameters }) =>
          lastingCalls(hyperparameters, netuid).map(({ name, call }) =>
            asRoot(`${path}.hyperparameters.${name}`, call),
          ),
        ),
    },
    { name: "stakes", calls: (state) => stakeCalls(world, state) },
    // Children count from the end of the first epoch on, so that permits with them come with the second.
    ...(parents ? [epoch, epoch] : [epoch]),
    { name: "weights", calls: (state) => world.subnets.flatMap((subnet) => relationCalls(state, subnet)) },
    epoch,
    ...endPhases(world, chain),
  ];
}
