import type { Hex } from "../../../src/lib/bytes.ts";
import { least } from "../../../src/lib/integers.ts";
import { storage } from "../../../src/runtime/pallets/crowdloan/storage.ts";
import { getNetworkLockCost } from "../../../src/runtime/pallets/subtensor/emissions/network-lock.ts";
import { storage as subtensor } from "../../../src/runtime/pallets/subtensor/storage.ts";
import { callOf, type Recipe, type Recipes } from "../attempt.ts";
import type { Random } from "../random.ts";
import { rich, type World } from "../world.ts";
import { anyRich, signed, tao } from "./common.ts";

type Loan = { readonly id: number } & ReturnType<typeof loansOf>[number];

const loansOf = (w: World) => [...storage.Crowdloans.entries(w.state)].map(([[id], one]) => ({ id, ...one }));

/** What a crowdloan pays for: a leased subnet mostly. */
function purpose(w: World, r: Random): Record<string, unknown> {
  if (r.chance(25)) return { call: undefined, target_address: r.pick(rich) };
  if (r.chance(15)) return { call: w.innerCall(r), target_address: undefined };
  const end_block = r.chance(20) ? undefined : w.now + r.between(20, 90);
  const lease = callOf("SubtensorModule", "register_leased_network", { emissions_share: r.between(1, 100), end_block });
  // By somebody else than the creator it must fail.
  const call = r.chance(5) ? callOf("Utility", "as_derivative", { index: 0, call: lease }) : lease;
  return { call, target_address: undefined };
}

const creating: Recipe = (w, r) => {
  const deposit = BigInt(r.between(10, 20)) * tao;
  return signed(w, r, "Crowdloan.create", anyRich(r), {
    deposit,
    min_contribution: tao / 10n,
    cap: deposit + BigInt(r.between(5, 400)) * tao,
    end: w.now + r.between(49, 120),
    ...purpose(w, r),
  });
};

/** A crowdloan from its beginning to its end in one extrinsic: its creator gives all of it, enough for a leased subnet mostly. */
const leasing: Recipe = (w, r) => {
  const from = anyRich(r);
  const crowdloan_id = storage.NextCrowdloanId.get(w.state);
  const price = least(getNetworkLockCost(w.state), 10n ** 18n);
  const [deposit, cap] = [10n * tao, 10n * tao + (r.chance(90) ? price + r.big(price) : r.big(price))];
  const end = w.now + r.between(50, 60);
  const end_block = r.chance(15) ? undefined : w.now + r.between(1, 25);
  const lease = callOf("SubtensorModule", "register_leased_network", { emissions_share: r.between(1, 100), end_block });
  const given = { deposit, cap, end, min_contribution: tao, call: lease, target_address: undefined };
  const calls = [
    callOf("Crowdloan", "create", given),
    callOf("Crowdloan", "contribute", { crowdloan_id, amount: cap }),
    callOf("Crowdloan", "finalize", { crowdloan_id }),
  ];
  return { call: callOf("Utility", "batch_all", { calls }), from };
};

/** A lease that is over, mostly; when none is, there is a new one. */
const terminating: Recipe = (w, r) => {
  const all = [...subtensor.SubnetLeases.entries(w.state)];
  const over = all.filter(([, { end_block }]) => end_block !== undefined && end_block <= w.now);
  const [key, lease] = r.some(r.chance(90) ? over : all) ?? [];
  if (key === undefined || lease === undefined) return r.chance(40) ? leasing(w, r) : undefined;
  const own = r.some(subtensor.OwnedHotkeys.at(lease.beneficiary).get(w.state));
  const hotkey = (r.chance(90) ? own : undefined) ?? lease.hotkey;
  const from = r.chance(94) ? lease.beneficiary : anyRich(r);
  return signed(w, r, "SubtensorModule.terminate_lease", from, { lease_id: key[0], hotkey });
};

/** Something about a crowdloan that fits, from its creator unless told; without one, one is created. */
const about =
  (
    name: string,
    fits: (one: Loan, w: World) => boolean,
    given: (one: Loan, w: World, r: Random) => Record<string, unknown> = () => ({}),
    from: (one: Loan, w: World, r: Random) => Hex = ({ creator }) => creator,
  ): Recipe =>
  (w, r) => {
    const all = loansOf(w);
    const one = r.some(r.chance(94) ? all.filter((loan) => fits(loan, w)) : all);
    if (one === undefined) return all.length < 12 ? creating(w, r) : undefined;
    return signed(w, r, `Crowdloan.${name}`, from(one, w, r), { crowdloan_id: one.id, ...given(one, w, r) });
  };

const contributor = ({ id, creator }: Loan, w: World, r: Random): Hex =>
  r.some([...storage.Contributions.keys(w.state, id)].map(([, who]) => who).filter((who) => who !== creator)) ??
  creator;

const open = ({ finalized }: Loan): boolean => !finalized;

/** Crowdloans and the leases that come of them. */
export const crowdloanRecipes: Recipes = {
  "Crowdloan.create": creating,
  "SubtensorModule.register_leased_network": (w, r) => (r.chance(90) ? leasing(w, r) : undefined),
  "SubtensorModule.terminate_lease": terminating,
  "Crowdloan.contribute": about(
    "contribute",
    (one, { now }) => open(one) && one.raised < one.cap && now < one.end,
    (one, _w, r) => ({ amount: r.chance(50) ? one.cap - one.raised : tao / 10n + r.big(5n * tao) }),
    (_one, _w, r) => anyRich(r),
  ),
  "Crowdloan.withdraw": about("withdraw", (one) => open(one) && one.contributors_count > 1, undefined, contributor),
  "Crowdloan.finalize": about("finalize", (one) => open(one) && one.raised === one.cap),
  "Crowdloan.refund": about("refund", (one) => open(one) && one.contributors_count > 1),
  "Crowdloan.dissolve": about("dissolve", (one) => open(one) && one.raised === one.deposit),
  "Crowdloan.update_min_contribution": about("update_min_contribution", open, (_one, _w, r) => ({
    new_min_contribution: r.chance(10) ? 1000n * tao : tao / 10n + r.big(tao),
  })),
  "Crowdloan.update_end": about("update_end", open, (_one, w, r) => ({ new_end: w.now + r.between(49, 130) })),
  "Crowdloan.update_cap": about("update_cap", open, (one, _w, r) => ({ new_cap: one.raised + r.big(30n * tao) })),
  "Crowdloan.set_max_contribution": about("set_max_contribution", open, (_one, _w, r) => ({
    new_max_contribution: r.chance(30) ? undefined : BigInt(r.between(20, 200)) * tao,
  })),
};
