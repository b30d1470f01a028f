import type { CallValue } from "../../src/runtime/frame/calls.ts";
import { type Attempt, address, callOf } from "../fuzz/attempt.ts";
import { hotkeys, rich } from "../fuzz/world.ts";

/** Extrinsics of one block after another, each of which must succeed. They follow the chain that the fuzz prepares. */
export type Sequence = readonly (readonly Attempt[])[];

const account = (all: readonly `0x${string}`[], at: number) => all[at] as `0x${string}`;
const subtensor = (name: string, args: Record<string, unknown>) => callOf("SubtensorModule", name, args);
const idle = (blocks: number): Sequence => Array.from({ length: blocks }, () => []);

const noter = account(rich, 7);
/** The blake2-256 hash of two zero bytes. */
const noted = "0x9ee6dfb61a2fb903df487c401663825643bb825d41695e63df8af6162ab145a6";
const staker = account(rich, 10);
const validator = account(hotkeys, 21);
const locker = account(rich, 16);
const miner = account(hotkeys, 16);

const light = callOf("System", "remark", { remark: new Uint8Array(1) });
const heavy = callOf("Utility", "with_weight", { call: light, weight: { ref_time: 10n ** 16n, proof_size: 0n } });
/** A call under a name in a block that comes; the prepared chain has six. */
const planned = (when: number, call: CallValue): Attempt => {
  const args = { id: `0x${"01".repeat(32)}`, when, maybe_periodic: undefined, priority: 0, call };
  return { call: callOf("Scheduler", "schedule_named", args), from: "root" };
};

/** Who has stake on one subnet only, and how much, alpha rao. */
const [holder, newest, allOfIt] = [account(rich, 14), account(hotkeys, 38), 150_970_952_896n];

/** A coldkey that was never used, and what root stake entitles it to once more. */
export const heir = account(hotkeys, 47);

/** What breaks an invariant by the original's own rules, as short as it goes. */
export const sequences = {
  // Balances.force_unreserve takes what a hold counts on; releasing the hold fails then, and Preimage passes that over.
  "Preimage: Deposits for preimages are held.": [
    [{ call: callOf("Preimage", "note_preimage", { bytes: new Uint8Array(2) }), from: noter }],
    [{ call: callOf("Balances", "force_unreserve", { who: address(noter), amount: 10n ** 9n }), from: "root" }],
    [{ call: callOf("Preimage", "unnote_preimage", { hash: noted }), from: noter }],
  ],
  // What is too heavy for its block stays there without its name; cancelled, it takes the name from who has it then.
  "Scheduler: A name leads to its task.": [
    [planned(9, heavy)],
    ...idle(3),
    [planned(30, light), { call: callOf("Scheduler", "cancel", { when: 9, index: 0 }), from: "root" }],
  ],
  // The sums of locks on the owner's hotkey and on others are kept apart: another hotkey is the owner's, its lock is where it was.
  "SubtensorModule: Locks add up.": [
    [{ call: subtensor("lock_stake", { hotkey: miner, netuid: 2, amount: 10n ** 9n }), from: locker }],
    [{ call: callOf("AdminUtils", "sudo_set_sn_owner_hotkey", { netuid: 2, hotkey: miner }), from: "root" }],
  ],
  // Who has no TAO pays for taking stake back in alpha, whether it is locked or not, and whether or not anything is taken back.
  "SubtensorModule: No more is locked than there is.": [
    [
      { call: subtensor("lock_stake", { hotkey: newest, netuid: 5, amount: allOfIt }), from: holder },
      { call: callOf("Balances", "transfer_all", { dest: address(noter), keep_alive: true }), from: holder },
      { call: subtensor("unstake_all", { hotkey: newest }), from: holder },
    ],
  ],
  // A swap on one subnet does not ask whether there is such a subnet, and writes no dividends of the new hotkey there.
  "SubtensorModule: Nothing is left of subnets that are gone.": [
    [{ call: subtensor("swap_hotkey", { hotkey: miner, new_hotkey: heir, netuid: 77 }), from: locker }],
  ],
  // Of a stake that comes and goes a few rao stay in the pool; on the subnet's account they are less than an account may have.
  "SubtensorModule: The TAO of a subnet is on its account.": [
    [
      { call: subtensor("add_stake", { hotkey: miner, netuid: 1, amount_staked: 10n ** 9n }), from: staker },
      { call: subtensor("unstake_all", { hotkey: miner }), from: staker },
    ],
  ],
} as const satisfies Record<string, Sequence>;

const admin = (name: string, args: Record<string, unknown>): Attempt => ({
  call: callOf("AdminUtils", name, args),
  from: "root",
});

/** Root stake without alpha, what it earned claimed, and its coldkey swapped: who has it then claims the same again. */
export const claimedTwice: Sequence = [
  // Prices above one in sum, so that root stakers earn alpha.
  [admin("sudo_set_subnet_moving_alpha", { alpha: 1n << 32n })],
  [2, 3, 4, 5].map((netuid) => admin("sudo_set_ema_price_halving_period", { netuid, ema_halving: 1n })),
  [{ call: subtensor("add_stake", { hotkey: validator, netuid: 0, amount_staked: 10n ** 12n }), from: staker }],
  ...idle(40),
  [{ call: subtensor("claim_root", { subnets: [2, 3] }), from: staker }],
  [{ call: subtensor("swap_coldkey", { old_coldkey: staker, new_coldkey: heir, swap_cost: 0n }), from: "root" }],
  [{ call: subtensor("claim_root", { subnets: [2, 3] }), from: heir }],
];
