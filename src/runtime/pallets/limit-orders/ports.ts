import { type Port, port } from "../../frame/ports.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { AlphaBalance, NetUid, TaoBalance } from "../../types/balances.ts";

/** Whose stake with whom. */
export interface StakePlace {
  readonly coldkey: AccountId;
  readonly hotkey: AccountId;
}

/**
 * What LimitOrders needs of SubtensorModule. Amounts in rao of TAO or alpha, limit prices in rao per alpha times 10^9.
 * Each undoes what it did when it throws. Rust: `OrderSwapInterface`.
 */
export interface OrderSwap {
  /** Stakes TAO, all of it or none; gives back the alpha bought. */
  buyAlpha(
    state: WriteState,
    place: StakePlace,
    netuid: NetUid,
    tao: TaoBalance,
    limitPrice: TaoBalance,
    validate: boolean,
  ): AlphaBalance;
  /** Sells staked alpha, all of it or none; gives back the TAO that the coldkey got. */
  sellAlpha(
    state: WriteState,
    place: StakePlace,
    netuid: NetUid,
    alpha: AlphaBalance,
    limitPrice: TaoBalance,
    validate: boolean,
  ): TaoBalance;
  /** TAO per alpha, U64F64 bits. */
  currentAlphaPrice(state: ReadState, netuid: NetUid): bigint;
  transferTao(state: WriteState, from: AccountId, to: AccountId, rao: TaoBalance): void;
  /** Moves stake beside the pool. */
  transferStakedAlpha(
    state: WriteState,
    from: StakePlace,
    to: StakePlace,
    netuid: NetUid,
    alpha: AlphaBalance,
    validate: { readonly sender: boolean; readonly receiver: boolean },
  ): void;
  /** Makes `coldkey` own `hotkey`, unless that has an owner. Throws when the hotkey may not be used. */
  registerPalletHotkey(state: WriteState, coldkey: AccountId, hotkey: AccountId): void;
  palletHotkeyRegistered(state: ReadState, coldkey: AccountId, hotkey: AccountId): boolean;
}

export const orderSwap: Port<OrderSwap> = port("LimitOrders.SwapInterface");
