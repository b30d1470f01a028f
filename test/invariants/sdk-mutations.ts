import { blake2Hex } from "../../src/crypto/hashing.ts";
import type { WriteState } from "../../src/runtime/frame/state.ts";
import { storage as aura } from "../../src/runtime/pallets/aura/storage.ts";
import { storage as balances } from "../../src/runtime/pallets/balances/storage.ts";
import { storage as crowdloan } from "../../src/runtime/pallets/crowdloan/storage.ts";
import { storage as drand } from "../../src/runtime/pallets/drand/storage.ts";
import { storage as limitOrders } from "../../src/runtime/pallets/limit-orders/storage.ts";
import { storage as multisig } from "../../src/runtime/pallets/multisig/storage.ts";
import { storage as preimage } from "../../src/runtime/pallets/preimage/storage.ts";
import { storage as proxy } from "../../src/runtime/pallets/proxy/storage.ts";
import { storage as safeMode } from "../../src/runtime/pallets/safe-mode/storage.ts";
import { storage as scheduler } from "../../src/runtime/pallets/scheduler/storage.ts";
import { storage as shield } from "../../src/runtime/pallets/shield/storage.ts";
import { accountOf } from "../../src/runtime/pallets/system/accounts.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import { account } from "../support/account.ts";
import type { Mutations } from "./mutation.ts";

type Info = ReturnType<typeof accountOf>;
const [a, b, alice] = [
  account(1),
  account(2),
  "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d",
] as const;

const change = (s: WriteState, info: Partial<Omit<Info, "data">>, data: Partial<Info["data"]> = {}): void => {
  const old = accountOf(s, alice);
  system.Account.at(alice).set(s, { ...old, ...info, data: { ...old.data, ...data } });
};
const holdOf = (amount: bigint) => ({ id: { type: "Preimage" as const, value: "Preimage" as const }, amount });
const proxyOf = (delegate: `0x${string}`) => ({ delegate, proxy_type: "Any" as const, delay: 0 });
const openMultisig = (s: WriteState, approvals: `0x${string}`[], depositor = a): void =>
  multisig.Multisigs.at(a, blake2Hex(new Uint8Array())).set(s, {
    when: { height: 1, index: 1 },
    deposit: 1n,
    depositor,
    approvals,
  });
const task = (
  maybe_id: `0x${string}` | undefined,
  call: { type: "Inline"; value: Uint8Array } | { type: "Lookup"; value: { hash: `0x${string}`; len: number } },
) => ({ maybe_id, priority: 0, call, maybe_periodic: undefined, origin: { type: "Root" } }) as const;
const inline = { type: "Inline", value: new Uint8Array([0, 0, 0]) } as const;
const loan = (s: WriteState, more: object = {}): void =>
  crowdloan.Crowdloans.at(0).set(s, {
    creator: a,
    deposit: 5n,
    min_contribution: 1n,
    end: 100,
    cap: 10n,
    funds_account: b,
    raised: 7n,
    target_address: a,
    call: undefined,
    finalized: false,
    contributors_count: 1,
    ...more,
  });

/** For each rule of the pallets that are not Bittensor's own, and of Crowdloan: what breaks it. */
export const sdkMutations: Mutations = {
  "An account that is consumed has a provider.": (s) => change(s, { consumers: 1, providers: 0 }),
  "An account that is kept has a reference, or has sent something free and has nothing else.": (s) =>
    change(s, { providers: 0, sufficients: 0 }),
  "Events are as many as are counted.": (s) => system.EventCount.set(s, 1_000),
  "Hashes are kept of block 0 and of the last blocks only.": (s) =>
    system.BlockHash.at(1_000_000).set(s, blake2Hex(new Uint8Array())),
  "An account with the existential deposit has a provider.": (s) => change(s, { providers: 0, sufficients: 1 }),
  "No account keeps less than the existential deposit, unless it has something reserved.": (s) =>
    change(s, {}, { free: 1n }),
  "Reserved and frozen funds count as a consumer.": (s) => change(s, { consumers: 0 }, { frozen: 1n }),
  "Frozen is the greatest lock or freeze.": (s) =>
    balances.Locks.at(alice).set(s, [{ id: new Uint8Array(8), amount: 5n, reasons: "All" }]),
  "There is at most one hold for each reason.": (s) => balances.Holds.at(a).set(s, Array(5).fill(holdOf(1n))),
  "Every reason to hold funds is listed once.": (s) => balances.Holds.at(a).set(s, [holdOf(1n), holdOf(1n)]),
  "A hold is of something.": (s) => balances.Holds.at(a).set(s, [holdOf(0n)]),
  "Balances are kept in System.": (s) => balances.Account.at(a).set(s, accountOf(s, alice).data),
  "TotalIssuance changes as the accounts do.": (s) => balances.TotalIssuance.mutate(s, (all) => all + 1n),
  "What is reserved changes with the reasons for it.": (s) => change(s, {}, { reserved: 7n }),
  "Everybody approves once.": (s) => openMultisig(s, [a, a]),
  "Who deposits approves.": (s) => openMultisig(s, [b]),
  "Approvals are in order.": (s) => openMultisig(s, [b, a]),
  "Who is listed has a proxy.": (s) => proxy.Proxies.at(a).set(s, [[], 1n]),
  "Every proxy is listed once.": (s) => proxy.Proxies.at(a).set(s, [[proxyOf(b), proxyOf(b)], 1n]),
  "Proxies are in order.": (s) => proxy.Proxies.at(a).set(s, [[proxyOf(b), proxyOf(a)], 1n]),
  "Proxies have a deposit.": (s) => proxy.Proxies.at(a).set(s, [[proxyOf(b)], 0n]),
  "Who is listed has announced something.": (s) => proxy.Announcements.at(a).set(s, [[], 1n]),
  "Announcements have a deposit.": (s) =>
    proxy.Announcements.at(a).set(s, [[{ real: b, call_hash: blake2Hex(new Uint8Array()), height: 1 }], 0n]),
  "What is asked for is counted.": (s) =>
    preimage.RequestStatusFor.at(a).set(s, {
      type: "Requested",
      value: { maybe_ticket: undefined, count: 0, maybe_len: undefined },
    }),
  "What is noted is kept.": (s) =>
    preimage.RequestStatusFor.at(a).set(s, { type: "Unrequested", value: { ticket: [a, 0n], len: 5 } }),
  "A preimage is as long as its key and its status say.": (s) =>
    preimage.PreimageFor.at([a, 5]).set(s, new Uint8Array(4)),
  "A preimage is kept under its hash.": (s) => preimage.PreimageFor.at([a, 5]).set(s, new Uint8Array(5)),
  "Deposits for preimages are held.": (s) =>
    preimage.RequestStatusFor.at(a).set(s, { type: "Unrequested", value: { ticket: [a, 3n], len: 5 } }),
  "Deposits for safe mode are held.": (s) => safeMode.Deposits.at(a, 1).set(s, 3n),
  "An agenda ends with a task.": (s) => scheduler.Agenda.at(9_999).set(s, [task(undefined, inline), undefined]),
  "A name leads to its task.": (s) => scheduler.Agenda.at(9_999).set(s, [task(a, inline)]),
  "What is tried again is planned.": (s) =>
    scheduler.Retries.at([9_999, 0]).set(s, { total_retries: 1, remaining: 1, period: 1 }),
  "The preimages of planned calls are asked for.": (s) =>
    scheduler.Agenda.at(9_999).set(s, [task(undefined, { type: "Lookup", value: { hash: a, len: 200 } })]),
  "There is a slot after this one.": (s) => aura.CurrentSlot.set(s, (1n << 64n) - 1n),
  "Somebody may make blocks.": (s) => aura.Authorities.set(s, []),
  "Every authority is listed once.": (s) => aura.Authorities.set(s, [a, a]),
  "A pulse is kept under its round.": (s) =>
    drand.Pulses.at(3n).set(s, { round: 4n, randomness: new Uint8Array(32), signature: new Uint8Array(48) }),
  "Pulses are of rounds up to the last.": (s) =>
    drand.Pulses.at(3n).set(s, { round: 3n, randomness: new Uint8Array(32), signature: new Uint8Array(48) }),
  "The pulse of the last round is kept.": (s) => drand.LastStoredRound.set(s, 99n),
  "Stored calls are as many as are counted.": (s) => shield.CounterForPendingExtrinsics.set(s, 3),
  "Indices are given in turn.": (s) =>
    shield.PendingExtrinsics.at(77).set(s, { who: a, encrypted_call: new Uint8Array(), submitted_at: 1 }),
  "An order filled in part is filled.": (s) => limitOrders.Orders.at(a).set(s, { type: "PartiallyFilled", value: 0n }),
  "What was raised is the sum of the contributions.": (s) => loan(s),
  "Contributors are counted.": (s) => loan(s),
  "No more is raised than the cap.": (s) => loan(s, { raised: 11n }),
  "Funds are on the crowdloan's own account.": (s) => loan(s),
  "The creator's deposit is a contribution.": (s) => loan(s),
  "What was raised is on the account.": (s) => loan(s),
  "Ids are given in turn.": (s) => loan(s),
  "Contributions are to crowdloans that exist.": (s) => crowdloan.Contributions.at(5, a).set(s, 1n),
  "Limits are of crowdloans that exist.": (s) => crowdloan.MaxContributions.at(5).set(s, 1n),
  "No crowdloan's call is being made between calls.": (s) => crowdloan.CurrentCrowdloanId.set(s, 0),
};
