import { expect, it } from "vitest";
import type { Infer } from "../../codec/codec.ts";
import { addU64, least, subU64 } from "../../lib/integers.ts";
import type { Origin } from "../frame/origin.ts";
import type { WriteState } from "../frame/state.ts";
import { events } from "../pallets/subtensor/events.ts";
import { doAddStake } from "../pallets/subtensor/staking/add-stake.ts";
import { storage } from "../pallets/subtensor/storage.ts";
import { getMechanismStorageIndex } from "../pallets/subtensor/subnets/storage-index.ts";
import type { StakeInfo } from "../pallets/subtensor/types/neuron-infos.ts";
import { getAlphaForTao, getTaoForAlpha, type Order, simSwap } from "../pallets/swap/impls.ts";
import type { AccountId } from "./account-id.ts";
import {
  type AlphaBalance,
  indexAsNetuid,
  indexOfMechanism0,
  type MechId,
  type NetUid,
  type NetUidStorageIndex,
  type TaoBalance,
  taoAsAlpha,
  type Uid,
} from "./balances.ts";

interface Given {
  readonly state: WriteState;
  readonly origin: Origin;
  readonly who: AccountId;
  readonly netuid: NetUid;
  readonly index: NetUidStorageIndex;
  readonly mecid: MechId;
  readonly uid: Uid;
  readonly tao: TaoBalance;
  readonly alpha: AlphaBalance;
}

/** What has to compile. The compiler reads it (`npm run check`); nothing runs it. */
function fits({ state, origin, who, netuid, index, mecid, uid, tao, alpha }: Given): void {
  doAddStake(state, origin, who, netuid, tao + 1n);
  storage.Weights.at(getMechanismStorageIndex(netuid, mecid), uid + 1).get(state);
  storage.LastUpdate.at(indexOfMechanism0(netuid)).get(state);
  storage.SubnetTAO.at(indexAsNetuid(index)).set(state, 5n);
  storage.SubnetAlphaIn.at(1).mutate(state, (total) => addU64(total, alpha));
  storage.SubnetAlphaOut.at(0).set(state, taoAsAlpha(tao));
}

/** What must not: an unused `@ts-expect-error` is an error of the compiler. */
function refused({ state, origin, who, netuid, index, mecid, uid, tao, alpha }: Given): void {
  // @ts-expect-error alpha for TAO, a function
  doAddStake(state, origin, who, netuid, alpha);
  // @ts-expect-error a uid for a netuid, a function
  doAddStake(state, origin, who, uid, tao);
  // @ts-expect-error the two arguments changed places
  getMechanismStorageIndex(mecid, netuid);
  // @ts-expect-error a netuid for an index, the first key of a map
  storage.Weights.at(netuid, uid);
  // @ts-expect-error a mechanism for a uid, the second key of a map
  storage.Weights.at(index, mecid);
  // @ts-expect-error an index for a netuid, the key of a map
  storage.SubnetTAO.at(index);
  // @ts-expect-error alpha for TAO, a value
  storage.SubnetTAO.at(netuid).set(state, alpha);
  // @ts-expect-error TAO for alpha, a change of a value
  storage.SubnetAlphaIn.at(netuid).mutate(state, (total) => addU64(total, tao));
  // @ts-expect-error TAO for alpha, an event
  events.AlphaBurned(who, who, tao, netuid);
  // @ts-expect-error an index for a netuid, an event
  events.StakeAdded(who, who, tao, alpha, index, 0n);
  // @ts-expect-error a difference of two units
  subU64(tao, alpha);
  // @ts-expect-error the lesser of two units
  least(tao, alpha);
  // @ts-expect-error a purchase of alpha is paid in TAO
  getAlphaForTao(alpha);
  // @ts-expect-error a sale is no purchase
  const purchase: Order<TaoBalance, AlphaBalance> = getTaoForAlpha(alpha);
  // @ts-expect-error a purchase gives alpha
  const bought: TaoBalance = simSwap(state, netuid, purchase).amountPaidOut;
  const info: Pick<Infer<typeof StakeInfo>, "netuid" | "stake"> = {
    // @ts-expect-error a uid for a netuid, an answer of a runtime API
    netuid: uid,
    // @ts-expect-error TAO for alpha, an answer of a runtime API
    stake: bought,
  };
  void info;
}

it("takes every number for what it is, and none for another", () => {
  // The compiler has judged both; see above.
  expect([fits, refused].every((judged) => judged.length === 1)).toBe(true);
});

it("is no more than a number when it runs", () => {
  expect(indexOfMechanism0(7)).toBe(7);
  expect(indexAsNetuid(4103)).toBe(4103);
  expect(taoAsAlpha(5n)).toBe(5n);
});
