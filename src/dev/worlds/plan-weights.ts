import { utf8 } from "../../lib/bytes.ts";
import { maxU64 } from "../../lib/integers.ts";
import { UserError } from "../../lib/user-error.ts";
import type { ReadState } from "../../runtime/frame/state.ts";
import { storage } from "../../runtime/pallets/subtensor/storage.ts";
import { asAccount, inSubtensor, type PlannedCall } from "./phase.ts";
import type { Neuron, Subnet, Validator } from "./world.ts";

/** Weights in parts of 65535 of the largest, by uid; none for weights that are all zero. */
export function scaled(weights: readonly (readonly [uid: number, weight: number])[]): {
  readonly dests: number[];
  readonly weights: number[];
} {
  const most = weights.reduce((largest, [, weight]) => Math.max(largest, weight), 0);
  const given = weights
    .map(([uid, weight]) => [uid, most === 0 ? 0 : Math.round((weight / most) * 65_535)] as const)
    .filter(([, weight]) => weight > 0)
    .sort(([a], [b]) => a - b);
  return { dests: given.map(([uid]) => uid), weights: given.map(([, weight]) => weight) };
}

/** What a validator's first weights are: those of the file, or the miners' qualities; nothing is there to set when all are 0. */
export function firstWeights(subnet: Subnet, validator: Validator): (readonly [name: string, weight: number])[] {
  if (validator.weights !== undefined) return [...validator.weights];
  return validator.strategy === "silent" ? [] : subnet.miners.map(({ hotkey, quality }) => [hotkey.name, quality]);
}

function weightCalls(state: ReadState, subnet: Subnet, uids: ReadonlyMap<string, number>): PlannedCall[] {
  const permits = storage.ValidatorPermit.at(subnet.netuid).get(state);
  return subnet.validators.flatMap((validator) => {
    const first = firstWeights(subnet, validator);
    const { dests, weights } = scaled(first.map(([name, weight]) => [uids.get(name) ?? 0, weight] as const));
    if (dests.length === 0) return [];
    const uid = uids.get(validator.hotkey.name) ?? 0;
    if (!permits[uid] && uid !== 0)
      throw new UserError(
        `${validator.path}: it got no validator permit, so it can give no weights; give it more stake here or on root, or the strategy silent`,
      );
    const args = { netuid: subnet.netuid, dests, weights, version_key: maxU64 };
    return [inSubtensor(`${validator.path}.weights`, validator.hotkey.id, "set_weights", args)];
  });
}

/** What a hotkey commits to, as one field: up to 128 bytes, or up to 512. */
function commitmentCall(netuid: number, { path, hotkey, commitment }: Neuron): PlannedCall[] {
  if (commitment === undefined) return [];
  const value = utf8(commitment);
  const field = { type: value.length > 128 ? "BigRaw" : `Raw${value.length}`, value };
  const args = { netuid, info: { fields: [field] } };
  return [asAccount(`${path}.commitment`, hotkey.id, "Commitments", "set_commitment", args)];
}

function lockCalls(netuid: number, { path, hotkey, coldkey, lock }: Neuron): PlannedCall[] {
  if (lock === undefined) return [];
  const args = { hotkey: hotkey.id, netuid, amount: lock.alpha };
  return [
    inSubtensor(`${path}.lock`, coldkey.id, "lock_stake", args),
    ...(lock.perpetual
      ? [inSubtensor(`${path}.lock.perpetual`, coldkey.id, "set_perpetual_lock", { netuid, enabled: true })]
      : []),
  ];
}

/** Weights, locks and commitments of a subnet. */
export function relationCalls(state: ReadState, subnet: Subnet): PlannedCall[] {
  const { netuid, validators, miners, ownerHotkey } = subnet;
  const neurons = [...validators, ...miners];
  const uids = new Map(
    [{ hotkey: ownerHotkey }, ...neurons].map(({ hotkey }) => [
      hotkey.name,
      storage.Uids.at(netuid, hotkey.id).get(state) ?? 0,
    ]),
  );
  return [
    ...(subnet.started ? weightCalls(state, subnet, uids) : []),
    ...neurons.flatMap((neuron) => lockCalls(netuid, neuron)),
    ...neurons.flatMap((neuron) => commitmentCall(netuid, neuron)),
  ];
}
