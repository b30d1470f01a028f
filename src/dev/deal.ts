import type { Step } from "../chain/step.ts";
import { ss58Encode } from "../crypto/ss58.ts";
import type { Hex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import type { ChainTypes } from "../metadata/chain-types.ts";
import type { StateOverlay } from "../primitives/state.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import { execute } from "../runtime/frame/execution.ts";
import type { WriteState } from "../runtime/frame/state.ts";
import { existentialDeposit } from "../runtime/pallets/balances/accounts.ts";
import { mintAlpha, resolveToAlphaOut } from "../runtime/pallets/subtensor/emissions/alpha.ts";
import { totalSupply } from "../runtime/pallets/subtensor/emissions/block-emission.ts";
import { mintTao, spendTao } from "../runtime/pallets/subtensor/emissions/tao.ts";
import { getAlphaIssuance } from "../runtime/pallets/subtensor/staking/alpha-price.ts";
import { increaseStakeForHotkeyAndColdkeyOnSubnet } from "../runtime/pallets/subtensor/staking/alpha-shares.ts";
import { hotkeyAccountExists } from "../runtime/pallets/subtensor/staking/helpers.ts";
import { storage } from "../runtime/pallets/subtensor/storage.ts";
import { storage as system } from "../runtime/pallets/system/storage.ts";
import type { Deal, DevApi } from "./api.ts";
import type { Change } from "./blocks.ts";
import type { SudoCalls } from "./call-runner.ts";

/** Items in which a block notes what happens in it: a change from outside has no part in them. */
const ofBlocks = [system.Events, system.EventCount, system.EventTopics].map(({ prefix }) => prefix);

/** An account of nobody's, "dev_deal" and zeros. */
const purse: Hex = `0x${Buffer.from("dev_deal").toString("hex").padEnd(64, "0")}`;

/** As much alpha of a subnet as there is TAO at most, rao: at that issuance blocks create none any more. */
const mostAlpha = totalSupply;

interface DealParts {
  /** This project's rules, where they hold after the best block. */
  rules(): Runtime | undefined;
  readonly sudo: SudoCalls;
  changeState(change: Change): Promise<Hex>;
  dispatch: DevApi["dispatch"];
  typesAt(): Promise<ChainTypes>;
}

/** Gives TAO or alpha to anybody, in a block of its own. */
export function createDeal({ rules, sudo, changeState, dispatch, typesAt }: DealParts): DevApi["deal"] {
  return async (given) => {
    const ours = rules();
    if (ours === undefined)
      throw new UserError(
        "only this project's rules give something out of nothing: a program holds here; set its storage",
      );
    const toKey = "tao" in given && given.account === (await sudo.key())?.publicKey;
    if (!toKey) return changeState((overlay) => dealStep(ours, overlay, given));
    // The sudo key signs the change, so its account, nonce and all, changes meanwhile: it is given a purse that is then emptied.
    await changeState((overlay) => dealStep(ours, overlay, { ...given, account: purse }, given.account));
    const args = { dest: given.account, keep_alive: false };
    const call = (await typesAt()).encodeCall({ pallet: "Balances", call: "transfer_all", args });
    return dispatch([{ origin: purse, call, name: "Balances.transfer_all" }]);
  };
}

/**
 * What changes in a state when somebody is given TAO or alpha out of nothing, by the rules' own functions: issuance, reserves
 * and shares stay right, if nothing else happens between the state and the change.
 * @param overlay of the state; left as it is
 * @param named whom an error names
 * @throws UserError when it cannot be given
 */
function dealStep(runtime: Runtime, overlay: StateOverlay, deal: Deal, named?: Hex): Step {
  const before = new Map(overlay.changes());
  overlay.begin();
  try {
    const state = execute(overlay, runtime.rules, runtime);
    if ("tao" in deal) giveTao(state, deal.account, deal.tao, named ?? deal.account);
    else giveAlpha(state, deal);
    state.settle();
    const changed = [...overlay.changes()].filter(([key, value]) => !before.has(key) || before.get(key) !== value);
    return new Map(changed.filter(([key]) => !ofBlocks.some((prefix) => key.startsWith(prefix))));
  } finally {
    overlay.rollback();
  }
}

function giveTao(state: WriteState, account: Hex, amount: bigint, named: Hex): void {
  const credit = mintTao(state, amount);
  if (credit.amount < amount)
    throw new UserError(`there are never more than 21 million TAO: ${credit.amount} rao are left`);
  const { spent } = spendTao(state, account, credit, credit.amount);
  if (spent) return;
  const whose = account === named ? "" : ", and it is the chain's sudo key, which is given that much at least";
  const why = `fewer than the existential deposit, ${existentialDeposit} rao${whose}`;
  throw new UserError(`${amount} rao cannot be given to ${ss58Encode(named)}: ${why}`);
}

function giveAlpha(state: WriteState, { coldkey, hotkey, netuid, alpha }: Extract<Deal, { alpha: bigint }>): void {
  if (netuid === 0) throw new UserError("the root subnet has no alpha: give TAO, and stake it there");
  if (!storage.NetworksAdded.at(netuid).get(state)) throw new UserError(`there is no subnet ${netuid}`);
  if (!hotkeyAccountExists(state, hotkey))
    throw new UserError(`${ss58Encode(hotkey)} is no hotkey yet: register it, or stake something with it`);
  const issued = getAlphaIssuance(state, netuid);
  const left = issued < mostAlpha ? mostAlpha - issued : 0n;
  if (alpha > left)
    throw new UserError(
      `there are never more than 21 million alpha of a subnet: ${left} rao are left of subnet ${netuid}`,
    );
  const created = mintAlpha(state, netuid, alpha);
  resolveToAlphaOut(state, created);
  increaseStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, netuid, created.amount);
}
