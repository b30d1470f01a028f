import type { ReadState } from "../../frame/state.ts";
import { type Finding, holds, same } from "../../frame/try-state.ts";
import { freeBalance } from "../balances/accounts.ts";
import { type Crowdloan, fundsAccount } from "./crowdloans.ts";
import { storage } from "./storage.ts";

function* ofCrowdloan(state: ReadState, id: number, crowdloan: Crowdloan): Generator<Finding> {
  const { raised, cap, contributors_count, funds_account, finalized, creator, deposit } = crowdloan;
  const given = [...storage.Contributions.entries(state, id)];
  const sum = given.reduce((total, [, amount]) => total + amount, 0n);
  yield* same("What was raised is the sum of the contributions.", [id], raised, sum);
  yield* same("Contributors are counted.", [id], contributors_count, given.length);
  yield* holds("No more is raised than the cap.", [id], raised <= cap, raised, cap);
  yield* same("Funds are on the crowdloan's own account.", [id], funds_account, fundsAccount(id));
  const own = storage.Contributions.at(id, creator).get(state) ?? 0n;
  yield* holds("The creator's deposit is a contribution.", [id], own >= deposit, own, deposit);
  const there = freeBalance(state, funds_account);
  if (!finalized) yield* holds("What was raised is on the account.", [id], there >= raised, there, raised);
}

/** Contributions, what they come to, and where the funds are. */
export function* tryState(state: ReadState): Generator<Finding> {
  const next = storage.NextCrowdloanId.get(state);
  const ids = new Set<number>();
  for (const [[id], crowdloan] of storage.Crowdloans.entries(state)) {
    ids.add(id);
    yield* holds("Ids are given in turn.", [id], id < next, id, next);
    yield* ofCrowdloan(state, id, crowdloan);
  }
  for (const keys of storage.Contributions.keys(state))
    yield* holds("Contributions are to crowdloans that exist.", keys, ids.has(keys[0]), "none", "a crowdloan");
  for (const keys of storage.MaxContributions.keys(state))
    yield* holds("Limits are of crowdloans that exist.", keys, ids.has(keys[0]), "none", "a crowdloan");
  const current = storage.CurrentCrowdloanId.get(state);
  yield* same("No crowdloan's call is being made between calls.", [], current, undefined);
}
