import { encode } from "../../codec/codec.ts";
import { struct } from "../../codec/composites.ts";
import { option, result, vec } from "../../codec/containers.ts";
import { bytes as bytesCodec, unit } from "../../codec/primitives.ts";
import { utf8 } from "../../lib/bytes.ts";
import { Trap } from "../memory.ts";
import { type HostFunction, hostFunction } from "./function.ts";
import type { Host, HostOffchain } from "./host.ts";
import {
  answerBool,
  answerEncoded,
  answerFixed,
  answerOptionalBytes,
  answerU64,
  bool,
  bytes,
  decoded,
  nothing,
  standsFor,
  u32,
  u64,
} from "./marshal.ts";

/** @throws Trap where the call is no offchain worker's */
export function offchainOf({ offchain }: Host): HostOffchain {
  if (offchain === undefined) throw new Trap("this call is not made by an offchain worker");
  return offchain;
}

/** 0 for what outlives reorganisations, 1 for what does not. Rust: `sp_core: offchain/mod.rs StorageKind` */
const kind = standsFor(u32, (number) => {
  if (number > 1) throw new Trap(`${number} is no kind of an offchain worker's storage`);
  return number;
});

/** Both are bytes of SCALE within bytes. Rust: `sp_core: offchain/mod.rs OpaqueNetworkState` */
const NetworkState = struct("sp_core::offchain::OpaqueNetworkState", {
  peer_id: bytesCodec,
  external_addresses: vec(bytesCodec),
});

/** What an offchain worker asks of its node. Rust: `sp_io: lib.rs Offchain` */
export const offchainFunctions: readonly HostFunction[] = [
  /** Rust: `sp_io: lib.rs offchain::is_validator` */
  hostFunction("offchain_is_validator", 1, [], answerBool, (host) => offchainOf(host).isValidator()),
  /** Rust: `sp_io: lib.rs offchain::submit_transaction` */
  hostFunction("offchain_submit_transaction", 1, [bytes], answerEncoded(result(unit, unit)), (host, extrinsic) =>
    offchainOf(host).submitTransaction(extrinsic) ? { ok: undefined } : { err: undefined },
  ),
  /** Rust: `sp_io: lib.rs offchain::network_state`, `sc_offchain: api.rs NetworkState` */
  hostFunction("offchain_network_state", 1, [], answerEncoded(result(NetworkState, unit)), (host) => {
    const { peerId, addresses } = offchainOf(host).networkState();
    return {
      ok: {
        peer_id: encode(bytesCodec, peerId),
        external_addresses: addresses.map((address) => encode(bytesCodec, utf8(address))),
      },
    };
  }),
  /** ms since 1970. Rust: `sp_io: lib.rs offchain::timestamp` */
  hostFunction("offchain_timestamp", 1, [], answerU64, (host) => offchainOf(host).timestamp()),
  /** Rust: `sp_io: lib.rs offchain::sleep_until` */
  hostFunction("offchain_sleep_until", 1, [u64], nothing, (host, deadline) => offchainOf(host).sleepUntil(deadline)),
  /** 32 bytes. Rust: `sp_io: lib.rs offchain::random_seed` */
  hostFunction("offchain_random_seed", 1, [], answerFixed, (host) => offchainOf(host).randomSeed()),
  /** Rust: `sp_io: lib.rs offchain::local_storage_set` */
  hostFunction("offchain_local_storage_set", 1, [kind, bytes, bytes], nothing, (host, space, key, value) =>
    offchainOf(host).storage.set(space, key, value),
  ),
  /** Rust: `sp_io: lib.rs offchain::local_storage_clear` */
  hostFunction("offchain_local_storage_clear", 1, [kind, bytes], nothing, (host, space, key) =>
    offchainOf(host).storage.clear(space, key),
  ),
  /** Sets where the value is the old one still: whether it was. Rust: `sp_io: lib.rs offchain::local_storage_compare_and_set` */
  hostFunction(
    "offchain_local_storage_compare_and_set",
    1,
    [kind, bytes, decoded(option(bytesCodec)), bytes],
    answerBool,
    (host, space, key, old, value) => offchainOf(host).storage.compareAndSet(space, key, old, value),
  ),
  /** Rust: `sp_io: lib.rs offchain::local_storage_get` */
  hostFunction("offchain_local_storage_get", 1, [kind, bytes], answerOptionalBytes, (host, space, key) =>
    offchainOf(host).storage.get(space, key),
  ),
  /** Rust: `sp_io: lib.rs offchain::set_authorized_nodes` */
  hostFunction("offchain_set_authorized_nodes", 1, [decoded(vec(bytesCodec)), bool], nothing, (host, peers, only) =>
    offchainOf(host).setAuthorizedNodes(peers, only),
  ),
];
