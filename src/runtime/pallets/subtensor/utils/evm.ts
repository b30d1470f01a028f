import { encode } from "../../../../codec/codec.ts";
import { u64 } from "../../../../codec/primitives.ts";
import { ecdsaRecoverPrehashed, ethereumAddress } from "../../../../crypto/ecdsa.ts";
import { keccak256 } from "../../../../crypto/hashing.ts";
import { concatBytes, fromHex, type Hex, toHex, utf8 } from "../../../../lib/bytes.ts";
import { ensure, fail } from "../../../frame/dispatch-error.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { WriteState } from "../../../frame/state.ts";
import { zeroAccount } from "../../../types/account-id.ts";
import type { NetUid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { getOwningColdkeyForHotkey } from "../staking/helpers.ts";
import { storage } from "../storage.ts";
import { getUidForNetAndHotkey } from "../subnets/uids.ts";
import { ensureEvmKeyAssociateRateLimit } from "./evm-rate-limit.ts";
import { getCurrentBlockAsU64 } from "./misc.ts";

/** The hash that a wallet signs for a message. Rust: `pallets/subtensor/src/utils/evm.rs hash_message_eip191`. */
export function hashMessageEip191(message: Uint8Array): Uint8Array {
  return keccak256(concatBytes(utf8(`\x19Ethereum Signed Message:\n${message.length}`), message));
}

/** Some wallets count recovery ids from 27. */
function countedFromZero(signature: Hex): Hex {
  const bytes = fromHex(signature);
  const id = bytes[64] ?? 0;
  if (id < 27) return signature;
  const copy = bytes.slice();
  copy[64] = id - 27;
  return toHex(copy);
}

/** What is signed to bind an EVM key to a hotkey. Any block number will do. */
export interface Association {
  /** The Ethereum address, 20 bytes. */
  readonly evmKey: Hex;
  readonly blockNumber: bigint;
  /** 65 bytes over the hotkey and the hash of the block number. */
  readonly signature: Hex;
}

/**
 * Binds an Ethereum address to the signing hotkey's uid on a subnet.
 * @throws NonAssociatedColdKey, HotKeyNotRegisteredInSubNet, EvmKeyAssociateRateLimitExceeded, InvalidIdentity for a
 * signature of nobody, InvalidRecoveredPublicKey for one of another address.
 * Rust: `pallets/subtensor/src/utils/evm.rs do_associate_evm_key`.
 */
export function doAssociateEvmKey(
  state: WriteState,
  origin: Origin,
  netuid: NetUid,
  { evmKey, blockNumber, signature }: Association,
): void {
  const hotkey = ensureSigned(origin);
  ensure(getOwningColdkeyForHotkey(state, hotkey) !== zeroAccount, errors.NonAssociatedColdKey);
  const uid = getUidForNetAndHotkey(state, netuid, hotkey);
  ensureEvmKeyAssociateRateLimit(state, netuid, uid);
  const message = concatBytes(fromHex(hotkey), keccak256(encode(u64, blockNumber)));
  const publicKey =
    ecdsaRecoverPrehashed(countedFromZero(signature), hashMessageEip191(message)) ?? fail(errors.InvalidIdentity);
  ensure(evmKey === ethereumAddress(publicKey), errors.InvalidRecoveredPublicKey);
  const block_associated = getCurrentBlockAsU64(state);
  storage.AssociatedEvmAddress.at(netuid, uid).set(state, [evmKey, block_associated]);
  state.emit(events.EvmKeyAssociated({ netuid, hotkey, evm_key: evmKey, block_associated }));
}
