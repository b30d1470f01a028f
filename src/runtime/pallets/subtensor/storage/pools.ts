import { bool, u16, u64, u128 } from "../../../../codec/primitives.ts";
import { blake2_128Concat, identity } from "../../../frame/hashers.ts";
import { map, value } from "../../../frame/storage.ts";
import { AccountId32 } from "../../../types/account-id.ts";
import { AlphaBalance, NetUid, TaoBalance } from "../../../types/balances.ts";
import { I96F32, U96F32 } from "../../../types/fixed.ts";

/** What was issued, and what each subnet's pool holds and gets. */
export const poolStorage = {
  BlockEmission: value(u64, 1_000_000_000n, "TAO that a block issues, rao."),
  LastHotkeyEmissionOnNetuid: map(
    [blake2_128Concat(AccountId32), identity(NetUid)],
    AlphaBalance,
    0n,
    "Alpha that a hotkey once earned in an epoch, by hotkey and netuid, rao; nothing writes it any more.",
  ),
  SubnetLimit: value(u16, 128, "How many subnets there may be besides root."),
  TotalIssuance: value(TaoBalance, 0n, "TAO that was issued and not recycled, rao."),
  TotalStake: value(TaoBalance, 0n, "TAO in the pools of all subnets, and root stake, rao."),
  SubnetMovingAlpha: value(
    I96F32,
    12_885n,
    "How far a moving price follows the price in one block at the most, I96F32.",
  ),
  SubnetMovingPrice: map(
    [identity(NetUid)],
    I96F32,
    0n,
    "The moving average of a subnet's price, TAO per alpha, I96F32.",
  ),
  RootProp: map(
    [identity(NetUid)],
    U96F32,
    0n,
    "Weighted root stake as a part of that and the alpha of a subnet together, as the last block had it, U96F32.",
  ),
  SubnetVolume: map([identity(NetUid)], u128, 0n, "TAO that was ever swapped on a subnet in both directions, rao."),
  SubnetTAO: map([identity(NetUid)], TaoBalance, 0n, "TAO in a subnet's pool, rao; on root, all root stake."),
  SubnetAlphaInEmission: map(
    [identity(NetUid)],
    AlphaBalance,
    0n,
    "Alpha that the last block put into a subnet's pool, rao.",
  ),
  SubnetEmissionEnabled: map([identity(NetUid)], bool, true, "Whether a subnet gets TAO."),
  SubnetAlphaOutEmission: map(
    [identity(NetUid)],
    AlphaBalance,
    0n,
    "Alpha that the last block created for a subnet's owner, miners, validators and root, rao.",
  ),
  SubnetTaoInEmission: map(
    [identity(NetUid)],
    TaoBalance,
    0n,
    "TAO that the last block put into a subnet's pool, rao.",
  ),
  SubnetExcessTao: map(
    [identity(NetUid)],
    TaoBalance,
    0n,
    "TAO for which the chain bought alpha of a subnet in the last block, rao.",
  ),
  SubnetRootSellTao: map(
    [identity(NetUid)],
    TaoBalance,
    0n,
    "TAO that root dividends of a subnet were sold for since the block began, rao.",
  ),
  SubnetAlphaIn: map([identity(NetUid)], AlphaBalance, 0n, "Alpha in a subnet's pool, rao."),
  SubnetAlphaOut: map([identity(NetUid)], AlphaBalance, 0n, "Alpha of a subnet outside of its pool, rao."),
  SubnetProtocolAlpha: map(
    [identity(NetUid)],
    AlphaBalance,
    0n,
    "Alpha of a subnet that the chain itself has bought, rao.",
  ),
};
