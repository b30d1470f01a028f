import type { Infer } from "../../../../codec/codec.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { NetUid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { isHotkeyRegisteredOnAnyNetwork } from "../subnets/uids.ts";
import type { ChainIdentityV2, SubnetIdentityV3 } from "../types.ts";

type Texts<T> = Readonly<Record<keyof T, number>>;

/** Longest texts of a subnet's identity, bytes. */
const subnetLimits: Texts<Infer<typeof SubnetIdentityV3>> = {
  subnet_name: 256,
  github_repo: 1024,
  subnet_contact: 1024,
  subnet_url: 1024,
  discord: 256,
  description: 1024,
  logo_url: 1024,
  additional: 1024,
};

/** Longest texts of an account's identity, bytes. */
const chainLimits: Texts<Infer<typeof ChainIdentityV2>> = {
  name: 256,
  url: 256,
  github_repo: 256,
  image: 1024,
  discord: 256,
  description: 1024,
  additional: 1024,
};

const within = (texts: Readonly<Record<string, Uint8Array>>, limits: Readonly<Record<string, number>>): boolean =>
  Object.entries(limits).every(([name, most]) => (texts[name]?.length ?? 0) <= most);

/** Rust: `pallets/subtensor/src/utils/identity.rs is_valid_subnet_identity`. */
export function isValidSubnetIdentity(identity: Infer<typeof SubnetIdentityV3>): boolean {
  return within(identity, subnetLimits);
}

/** Rust: `pallets/subtensor/src/utils/identity.rs is_valid_identity`. */
function isValidIdentity(identity: Infer<typeof ChainIdentityV2>): boolean {
  return within(identity, chainLimits);
}

/**
 * Says who the signing coldkey is; one of its hotkeys must be registered somewhere.
 * @throws HotKeyNotRegisteredInNetwork, InvalidIdentity.
 * Rust: `pallets/subtensor/src/utils/identity.rs do_set_identity`.
 */
export function doSetIdentity(state: WriteState, origin: Origin, identity: Infer<typeof ChainIdentityV2>): void {
  const coldkey = ensureSigned(origin);
  const hotkeys = storage.OwnedHotkeys.at(coldkey).get(state);
  const registered = hotkeys.some((hotkey) => isHotkeyRegisteredOnAnyNetwork(state, hotkey));
  ensure(registered, errors.HotKeyNotRegisteredInNetwork);
  ensure(isValidIdentity(identity), errors.InvalidIdentity);
  storage.IdentitiesV2.at(coldkey).set(state, identity);
  state.emit(events.ChainIdentitySet(coldkey));
}

/**
 * Says what a subnet is; the signing coldkey must own it.
 * @throws NotSubnetOwner, InvalidIdentity.
 * Rust: `pallets/subtensor/src/utils/identity.rs do_set_subnet_identity`.
 */
export function doSetSubnetIdentity(
  state: WriteState,
  origin: Origin,
  netuid: NetUid,
  identity: Infer<typeof SubnetIdentityV3>,
): void {
  const coldkey = ensureSigned(origin);
  ensure(storage.SubnetOwner.at(netuid).get(state) === coldkey, errors.NotSubnetOwner);
  ensure(isValidSubnetIdentity(identity), errors.InvalidIdentity);
  storage.SubnetIdentitiesV3.at(netuid).set(state, identity);
  state.emit(events.SubnetIdentitySet(netuid));
}
