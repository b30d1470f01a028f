import { addU64 } from "../../../../lib/integers.ts";
import { U64F64, U96F32 } from "../../../fixed/formats.ts";
import { okOr } from "../../../frame/dispatch-error.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { NetUid, TaoBalance } from "../../../types/balances.ts";
import type { Credit } from "../../balances/imbalances.ts";
import { adjustProtocolLiquidity, currentAlphaPrice, maxPrice } from "../../swap/impls.ts";
import { getAlphaIssuance } from "../staking/alpha-price.ts";
import { swapTaoForAlpha } from "../staking/stake-utils.ts";
import { recordProtocolInflow } from "../staking/tao-flow.ts";
import { storage } from "../storage.ts";
import { getSubnetAccountId } from "../subnets/subnet.ts";
import { getFloatSubnetOwnerCut } from "../utils/misc.ts";
import { mintAlpha, recycleSubnetAlpha, resolveToAlphaIn, resolveToAlphaOut } from "./alpha.ts";
import { noteBlockEmissionForIssuance } from "./block-emission.ts";
import { rootProportion } from "./root-proportion.ts";
import { recycleCredit, spendTao } from "./tao.ts";

const half = U96F32.one >> 1n;

/** What a subnet gets in a block, U96F32 bits of rao. */
export interface SubnetTerms {
  /** TAO and alpha that go into the pool. */
  readonly taoIn: bigint;
  readonly alphaIn: bigint;
  /** Alpha for owner, miners and validators. */
  readonly alphaOut: bigint;
  /** TAO that buys alpha from the pool. */
  readonly excessTao: bigint;
}

/**
 * What each subnet gets for its TAO emission (U96F32 bits of rao, by ascending netuid). The pool gets TAO and alpha at
 * the current price, but no more alpha than the root's proportion of what the subnet creates; the other TAO is excess.
 * Rust: `pallets/subtensor/src/coinbase/run_coinbase.rs get_subnet_terms`.
 */
function getSubnetTerms(state: WriteState, emissions: ReadonlyMap<NetUid, bigint>): Map<NetUid, SubnetTerms> {
  const terms = new Map<NetUid, SubnetTerms>();
  for (const [netuid, taoEmission] of emissions) {
    const issued = noteBlockEmissionForIssuance(state, getAlphaIssuance(state, netuid));
    const alphaOut = U96F32.saturatingFromNum(issued);
    const price = U96F32.saturatingFromFixed(U64F64, currentAlphaPrice(state, netuid));
    let taoIn = taoEmission;
    let alphaIn = U96F32.safeDiv(taoEmission, price);
    const cap = U96F32.saturatingMul(rootProportion(state, netuid), alphaOut);
    if (alphaIn > cap) {
      alphaIn = cap;
      taoIn = U96F32.saturatingMul(alphaIn, price);
    }
    terms.set(netuid, { taoIn, alphaIn, alphaOut, excessTao: U96F32.saturatingSub(taoEmission, taoIn) });
  }
  return terms;
}

/** Buys alpha of a subnet for the chain with what its account was just given, rao. A failing swap leaves it there. */
function buyAlpha(state: WriteState, netuid: NetUid, tao: TaoBalance): void {
  const bought = okOr(() => swapTaoForAlpha(state, netuid, tao, maxPrice(), true));
  if ("failure" in bought) return;
  const { amountPaidIn, amountPaidOut } = bought.ok;
  storage.SubnetProtocolAlpha.at(netuid).mutate(state, (total) => addU64(total, amountPaidOut));
  storage.SubnetExcessTao.at(netuid).set(state, amountPaidIn);
  recordProtocolInflow(state, netuid, amountPaidIn);
}

/** Counts TAO that was given to a subnet's account as part of its pool, rao. */
function noteTaoIn(state: WriteState, netuid: NetUid, tao: TaoBalance): void {
  storage.SubnetTaoInEmission.at(netuid).set(state, tao);
  storage.SubnetTAO.at(netuid).mutate(state, (total) => addU64(total, tao));
  storage.TotalStake.mutate(state, (total) => addU64(total, tao));
  recordProtocolInflow(state, netuid, tao);
}

/**
 * Puts TAO and alpha into the pools and buys alpha with the excess, in the order of the list. The pool's weights are
 * moved first, so that the purchase meets new weights and old reserves. What is left of the credit is recycled.
 * Rust: `pallets/subtensor/src/coinbase/run_coinbase.rs inject_and_maybe_swap`.
 */
function injectAndMaybeSwap(
  state: WriteState,
  subnetsToEmitTo: readonly NetUid[],
  terms: ReadonlyMap<NetUid, SubnetTerms>,
  blockEmission: Credit,
): void {
  let credit = blockEmission;
  for (const netuid of subnetsToEmitTo) {
    const account = getSubnetAccountId(state, netuid);
    if (account === undefined) continue;
    const of = terms.get(netuid);
    const tao = U96F32.saturatingToU64(of?.taoIn ?? 0n);
    const alpha = U96F32.saturatingToU64(of?.alphaIn ?? 0n);
    const excess = U96F32.saturatingToU64(of?.excessTao ?? 0n);
    const [injectedTao, injectedAlpha] = adjustProtocolLiquidity(state, netuid, tao, alpha);
    storage.SubnetExcessTao.at(netuid).set(state, 0n);
    storage.SubnetTaoInEmission.at(netuid).set(state, 0n);
    if (excess > 0n) {
      const { spent, rest } = spendTao(state, account, credit, excess);
      credit = rest;
      if (spent) buyAlpha(state, netuid, excess);
    }
    storage.SubnetAlphaInEmission.at(netuid).set(state, injectedAlpha);
    resolveToAlphaIn(state, mintAlpha(state, netuid, injectedAlpha));
    if (injectedTao > 0n) {
      const { spent, rest } = spendTao(state, account, credit, injectedTao);
      credit = rest;
      if (spent) noteTaoIn(state, netuid, injectedTao);
    }
  }
  recycleCredit(state, credit);
}

/** Adds the whole part of `amount` (U96F32 bits) to what a subnet collects for its epoch. */
function collect(state: WriteState, item: typeof storage.PendingOwnerCut, netuid: NetUid, amount: bigint): void {
  item.at(netuid).mutate(state, (total) => addU64(total, U96F32.saturatingToU64(amount)));
}

/** Creates the alpha (U96F32 bits) of owner, miners and validators, to be handed out by the epoch. */
function emitAlphaOut(state: WriteState, netuid: NetUid, alphaOut: bigint, ownerCut: bigint, rootSells: boolean): void {
  const created = U96F32.saturatingToU64(alphaOut);
  storage.SubnetAlphaOutEmission.at(netuid).set(state, created);
  resolveToAlphaOut(state, mintAlpha(state, netuid, created));
  let rest = alphaOut;
  if (storage.OwnerCutEnabled.at(netuid).get(state)) {
    const cut = U96F32.saturatingMul(alphaOut, ownerCut);
    rest = U96F32.saturatingSub(alphaOut, cut);
    collect(state, storage.PendingOwnerCut, netuid, cut);
  }
  const root = U96F32.saturatingMul(U96F32.saturatingMul(rootProportion(state, netuid), rest), half);
  const server = U96F32.saturatingMul(rest, half);
  const validator = U96F32.saturatingSub(U96F32.saturatingSub(rest, server), root);
  collect(state, storage.PendingServerEmission, netuid, server);
  collect(state, storage.PendingValidatorEmission, netuid, validator);
  if (rootSells) collect(state, storage.PendingRootAlphaDivs, netuid, root);
  else recycleSubnetAlpha(state, netuid, U96F32.saturatingToU64(root));
}

/**
 * Gives subnets their part of the block: TAO and alpha into pools, alpha to collect for owner, miners, validators and
 * root. Emissions are U96F32 bits of rao; the credit is settled.
 * Rust: `pallets/subtensor/src/coinbase/run_coinbase.rs emit_to_subnets`.
 */
export function emitToSubnets(
  state: WriteState,
  subnetsToEmitTo: readonly NetUid[],
  subnetEmissions: ReadonlyMap<NetUid, bigint>,
  credit: Credit,
  rootSellFlag: boolean,
): void {
  const terms = getSubnetTerms(state, subnetEmissions);
  injectAndMaybeSwap(state, subnetsToEmitTo, terms, credit);
  const ownerCut = getFloatSubnetOwnerCut(state);
  for (const netuid of subnetsToEmitTo)
    emitAlphaOut(state, netuid, terms.get(netuid)?.alphaOut ?? 0n, ownerCut, rootSellFlag);
}
