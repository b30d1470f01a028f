import type { Hex } from "../../src/lib/bytes.ts";
import { genesisOf } from "../../src/replay/genesis.ts";
import type { CallValue } from "../../src/runtime/frame/calls.ts";
import { createRuntime, local } from "../../src/runtime/index.ts";
import { storage as subtensor } from "../../src/runtime/pallets/subtensor/storage.ts";
import type { NetUid } from "../../src/runtime/types/balances.ts";
import { orderedRoot } from "../../src/storage/trie/ordered-root.ts";
import { address, callOf } from "./attempt.ts";
import { apply, closeBlock, extrinsicOf, type FuzzChain, openBlock } from "./chain.ts";
import { newCoverage, reasonName } from "./coverage.ts";
import { beaconKey } from "./recipes/beacon.ts";
import { type Watch, watchRuntime } from "./watched-runtime.ts";
import { alice, hotkeys, poor, rich } from "./world.ts";

const bob: Hex = "0x8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48";
const tao = 1_000_000_000n;

/** A signed call, from Root when `from` is left out. */
interface Step {
  readonly call: CallValue;
  readonly from?: Hex;
}

const pallet =
  (name: string) =>
  (call: string, args: Record<string, unknown> = {}): CallValue =>
    callOf(name, call, args);
const subtensorCall = pallet("SubtensorModule");
const admin = pallet("AdminUtils");

const asRoot = (call: CallValue): CallValue => callOf("Sudo", "sudo", { call });

/** Subnets that the prepared chain has beside that of genesis. */
export const preparedSubnets = [2, 3, 4, 5] as const;

const ownerHotkey = (netuid: NetUid): Hex => hotkeys[netuid] as Hex;
const ownerColdkey = (netuid: NetUid): Hex => rich[netuid] as Hex;

function funding(): Step[] {
  const give = (dest: Hex, value: bigint): Step => ({
    call: callOf("Balances", "transfer_allow_death", { dest: address(dest), value }),
    from: bob,
  });
  return [
    ...rich.map((who) => give(who, 30_000n * tao)),
    ...poor.map((who, at) => give(who, at % 2 === 0 ? 600n : tao / 50n)),
    ...hotkeys.slice(0, 32).map((who) => give(who, tao)),
  ];
}

/** Limits that would take thousands of blocks are lowered, as on a development chain. */
function freedoms(): Step[] {
  return [
    admin("sudo_set_network_min_lock_cost", { lock_cost: 10n * tao }),
    admin("sudo_set_lock_reduction_interval", { interval: 20n }),
    admin("sudo_set_start_call_delay", { delay: 0n }),
    admin("sudo_set_tx_rate_limit", { tx_rate_limit: 0n }),
    admin("sudo_set_tx_delegate_take_rate_limit", { tx_rate_limit: 2n }),
    admin("sudo_set_admin_freeze_window", { window: 2 }),
    admin("sudo_set_owner_hparam_rate_limit", { epochs: 0 }),
    admin("sudo_set_network_immunity_period", { immunity_period: 5n }),
    admin("sudo_set_min_delegate_take", { take: 100 }),
    admin("sudo_set_subnet_limit", { max_subnets: 14 }),
    admin("sudo_set_subtoken_enabled", { netuid: 0, subtoken_enabled: true }),
    admin("sudo_set_subtoken_enabled", { netuid: 1, subtoken_enabled: true }),
    subtensorCall("set_pending_childkey_cooldown", { cooldown: 3n }),
    subtensorCall("sudo_set_tx_childkey_take_rate_limit", { tx_rate_limit: 1n }),
  ].map((call) => ({ call: asRoot(call), from: alice }));
}

/** A beacon whose pulses the fuzz can make. */
function beacon(): Step[] {
  const bare = new Uint8Array(0);
  const config = {
    public_key: beaconKey(),
    period: 3,
    genesis_time: 0,
    hash: bare,
    group_hash: bare,
    scheme_id: bare,
    metadata: { beacon_id: bare },
  };
  const config_payload = { block_number: 0, config, public: { type: "Sr25519", value: alice } };
  const call = callOf("Drand", "set_beacon_config", { config_payload, signature: undefined });
  return [{ call: asRoot(call), from: alice }];
}

function subnets(): Step[] {
  return preparedSubnets.flatMap((netuid) => [
    { call: subtensorCall("register_network", { hotkey: ownerHotkey(netuid) }), from: ownerColdkey(netuid) },
    { call: subtensorCall("start_call", { netuid }), from: ownerColdkey(netuid) },
  ]);
}

function limits(): Step[] {
  return [0, 1, ...preparedSubnets].flatMap((netuid) =>
    [
      admin("sudo_set_max_registrations_per_block", { netuid, max_registrations_per_block: 30 }),
      admin("sudo_set_target_registrations_per_interval", { netuid, target_registrations_per_interval: 60 }),
      admin("sudo_set_serving_rate_limit", { netuid, serving_rate_limit: 1n }),
      admin("sudo_set_weights_set_rate_limit", { netuid, weights_set_rate_limit: netuid === 5 ? 3n : 0n }),
      admin("sudo_set_commit_reveal_weights_enabled", { netuid, enabled: netuid === 3 || netuid === 5 }),
      admin("sudo_set_tempo", { netuid, tempo: 6 + 3 * netuid }),
      admin("sudo_set_max_allowed_uids", { netuid, max_allowed_uids: 64 + netuid * 8 }),
      admin("sudo_set_min_burn", { netuid, min_burn: 500_000n }),
      ...(netuid === 4 ? [admin("sudo_set_mechanism_count", { netuid, mechanism_count: 2 })] : []),
      ...(netuid === 2 ? [admin("sudo_set_yuma3_enabled", { netuid, enabled: true })] : []),
      ...(netuid === 3 ? [admin("sudo_set_liquid_alpha_enabled", { netuid, enabled: true })] : []),
    ].map((call) => ({ call: asRoot(call), from: alice })),
  );
}

function people(): Step[] {
  const joined = preparedSubnets.flatMap((netuid) =>
    Array.from({ length: 12 }, (_, at) => {
      const place = 6 + ((netuid * 5 + at) % 36);
      const hotkey = hotkeys[place] as Hex;
      return { netuid, hotkey, coldkey: rich[place % rich.length] as Hex };
    }),
  );
  const staked = (at: number): bigint => BigInt(5 + ((at * 37) % 200)) * tao;
  return [
    ...joined.map(({ netuid, hotkey, coldkey }) => ({
      call: subtensorCall("burned_register", { netuid, hotkey }),
      from: coldkey,
    })),
    ...joined.map(({ netuid, hotkey, coldkey }, at) => ({
      call: subtensorCall("add_stake", { hotkey, netuid, amount_staked: staked(at) }),
      from: coldkey,
    })),
    ...joined.slice(0, 16).map(({ hotkey, coldkey }, at) => ({
      call: subtensorCall("add_stake", { hotkey, netuid: 0, amount_staked: staked(at + 3) * 2n }),
      from: coldkey,
    })),
    ...joined.slice(0, 6).map(({ hotkey, coldkey }) => ({
      call: subtensorCall("root_register", { hotkey }),
      from: coldkey,
    })),
  ];
}

/** Makes the steps, as many in a block as go; each must succeed. */
function walk(chain: FuzzChain, steps: readonly Step[]): FuzzChain {
  let at = chain;
  let block = openBlock(at);
  const next = (): void => {
    at = closeBlock(at, block);
    block = openBlock(at);
  };
  for (const { call, from = alice } of steps) {
    const attempt = () => apply(block, at.runtime, extrinsicOf(block, at.runtime, call, from));
    let result = attempt();
    // A full block, or a limit of one a block: the next block takes it.
    for (let again = 0; again < 40 && (!("ok" in result) || !("ok" in result.ok)); again++) {
      next();
      result = attempt();
    }
    if ("err" in result) throw new Error(`${call.pallet}.${call.name} is not valid: ${JSON.stringify(result.err)}`);
    if ("err" in result.ok)
      throw new Error(`${call.pallet}.${call.name} failed: ${reasonName(result.ok.err, at.runtime)}`);
  }
  return closeBlock(at, block);
}

/** A chain under the development rules with subnets, validators, miners and stakers; every run of the fuzz starts here. */
export function prepareChain(): FuzzChain {
  const watch: Watch = { coverage: newCoverage() };
  const plain = createRuntime(local, { orderedRoot });
  const runtime = watchRuntime(plain, watch);
  const genesis = genesisOf("localnet", plain);
  let chain: FuzzChain = {
    runtime,
    watch,
    state: genesis.state,
    head: { number: 0, slot: 1_000_000n, hash: genesis.hash },
  };
  for (const steps of [funding(), freedoms(), beacon(), subnets(), limits(), people()]) chain = walk(chain, steps);
  if (!subtensor.NetworksAdded.at(5).exists({ ...chain.state, rules: local, runtime })) throw new Error("no subnet 5");
  return chain;
}
