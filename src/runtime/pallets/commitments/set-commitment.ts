import type { Infer } from "../../../codec/codec.ts";
import { addU64, greatest, mulU64, subU64 } from "../../../lib/integers.ts";
import { ensure } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { NetUid, TaoBalance } from "../../types/balances.ts";
import { reserve, unreserve } from "../balances/reserves.ts";
import { storage as subtensor } from "../subtensor/storage.ts";
import { mechanismIndices } from "../subtensor/subnets/storage-index.ts";
import { isHotkeyRegisteredOnNetwork } from "../subtensor/subnets/uids.ts";
import { doResetBonds } from "../subtensor/yuma/run-epoch.ts";
import { blockNumber } from "../system/initialize.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";
import { addTimelocked, removeTimelocked } from "./timelocked-index.ts";
import type { CommitmentInfo, Data } from "./types.ts";

type Info = Infer<typeof CommitmentInfo>;
type Field = Infer<typeof Data>;

/** What a commitment counts at least, bytes. */
const minimumSpace = 100n;

/** Bytes of a field. Rust: `pallets/commitments/src/types.rs len_for_rate_limit`. */
export function spaceOf(field: Field): bigint {
  if (field.type === "None" || field.type === "ResetBondsFlag") return 0n;
  const { value } = field;
  if (typeof value === "string") return 32n;
  return BigInt(value instanceof Uint8Array ? value.length : value.encrypted.length);
}

/** Counts the space against what is allowed in an epoch of the subnet. @throws SpaceLimitExceeded */
function useSpace(state: WriteState, netuid: NetUid, who: AccountId, fields: readonly Field[]): void {
  const space = greatest(
    fields.reduce((sum, field) => sum + spaceOf(field), 0n),
    minimumSpace,
  );
  const item = storage.UsedSpaceOf.at(netuid, who);
  const epoch = subtensor.SubnetEpochIndex.at(netuid).get(state);
  const usage = item.get(state);
  const before = usage?.last_epoch === epoch ? usage.used_space : 0n;
  const used_space = addU64(before, space);
  ensure(used_space <= BigInt(storage.MaxSpace.get(state)), errors.SpaceLimitExceeded);
  item.set(state, { last_epoch: epoch, used_space });
}

/** Reserves or frees what the deposit changes by; returns the new one, rao. @throws UnexpectedUnreserveLeftover */
function adjustDeposit(state: WriteState, who: AccountId, old: TaoBalance, fields: number): TaoBalance {
  const { InitialDeposit, FieldDeposit } = constants;
  const ofFields = mulU64(BigInt(fields), FieldDeposit.valueOf(state.rules));
  const deposit = addU64(InitialDeposit.valueOf(state.rules), ofFields);
  if (deposit > old) reserve(state, who, deposit - old);
  if (old > deposit) ensure(unreserve(state, who, subU64(old, deposit)) === 0n, errors.UnexpectedUnreserveLeftover);
  return deposit;
}

/**
 * Replaces what a hotkey commits to in a subnet; a flag among the fields resets the bonds to it.
 * Rust: `pallets/commitments/src/lib.rs set_commitment`.
 * @throws AccountNotAllowedCommit, TooManyFieldsInCommitmentInfo, SpaceLimitExceeded
 */
export function setCommitment(state: WriteState, who: AccountId, netuid: NetUid, info: Info): void {
  const { fields } = info;
  ensure(isHotkeyRegisteredOnNetwork(state, netuid, who), errors.AccountNotAllowedCommit);
  ensure(fields.length <= constants.MaxFields.valueOf(state.rules), errors.TooManyFieldsInCommitmentInfo);
  const block = blockNumber(state);
  if (fields.some(({ type }) => type === "ResetBondsFlag")) {
    storage.LastBondsReset.at(netuid, who).set(state, block);
    for (const index of mechanismIndices(state, netuid)) doResetBonds(state, index, who);
  }
  useSpace(state, netuid, who, fields);
  const item = storage.CommitmentOf.at(netuid, who);
  const deposit = adjustDeposit(state, who, item.get(state)?.deposit ?? 0n, fields.length);
  item.set(state, { deposit, block, info });
  storage.LastCommitment.at(netuid, who).set(state, block);
  const timelocked = fields.find((field) => field.type === "TimelockEncrypted");
  if (timelocked?.type === "TimelockEncrypted") {
    const { reveal_round } = timelocked.value;
    state.emit(events.TimelockCommitment({ netuid, who, reveal_round }));
    addTimelocked(state, [netuid, who]);
  } else {
    state.emit(events.Commitment({ netuid, who }));
    removeTimelocked(state, [netuid, who]);
  }
}
