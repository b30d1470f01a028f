import type { Infer } from "../../../../codec/codec.ts";
import { maxU128, subU64 } from "../../../../lib/integers.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { NetUid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import type { AxonInfo, NeuronCertificate } from "../types.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";

type Axon = Omit<Infer<typeof AxonInfo>, "block">;

/** Where a prometheus server is: ip as a number (IPv4 in its low 32 bits), ip_type 4 or 6. */
export interface Endpoint {
  readonly version: number;
  readonly ip: bigint;
  readonly port: number;
  readonly ip_type: number;
}

const allOnesV4 = 0xffff_ffffn;
const localhostV4 = 0x7f00_0001n;

/** Rust: `pallets/subtensor/src/subnets/serving.rs is_valid_ip_address`. */
export function isValidIpAddress(ipType: number, ip: bigint, allowZero: boolean): boolean {
  if (!allowZero && ip === 0n) return false;
  if (ipType === 4) return ip < allOnesV4 && ip !== localhostV4;
  return ipType !== 6 || (ip !== maxU128 && ip !== 1n);
}

function ensureAddress({ ip, ip_type }: Endpoint, allowZero: boolean): void {
  ensure(ip_type === 4 || ip_type === 6, errors.InvalidIpType);
  ensure(isValidIpAddress(ip_type, ip, allowZero), errors.InvalidIpAddress);
}

/** Rust: `pallets/subtensor/src/subnets/serving.rs axon_passes_rate_limit`. */
function ensureRateLimit(state: ReadState, netuid: NetUid, lastServed: bigint): void {
  const limit = storage.ServingRateLimit.at(netuid).get(state);
  const passed = subU64(getCurrentBlockAsU64(state), lastServed);
  ensure(limit === 0n || lastServed === 0n || passed >= limit, errors.ServingRateLimitExceeded);
}

/**
 * @throws HotKeyNotRegisteredInNetwork, InvalidIpType, InvalidIpAddress, ServingRateLimitExceeded, InvalidPort.
 * Rust: `pallets/subtensor/src/subnets/serving.rs validate_serve_axon`.
 */
export function validateServeAxon(state: ReadState, hotkey: AccountId, netuid: NetUid, endpoint: Endpoint): void {
  ensure(storage.Uids.at(netuid, hotkey).exists(state), errors.HotKeyNotRegisteredInNetwork);
  ensureAddress(endpoint, true);
  ensureRateLimit(state, netuid, storage.Axons.at(netuid, hotkey).get(state)?.block ?? 0n);
  ensure(endpoint.port !== 0, errors.InvalidPort);
}

/**
 * @throws InvalidIpType, InvalidIpAddress, HotKeyNotRegisteredInNetwork, ServingRateLimitExceeded, InvalidPort.
 * Rust: `pallets/subtensor/src/subnets/serving.rs validate_serve_prometheus`.
 */
export function validateServePrometheus(state: ReadState, hotkey: AccountId, netuid: NetUid, endpoint: Endpoint): void {
  ensureAddress(endpoint, false);
  ensure(storage.Uids.at(netuid, hotkey).exists(state), errors.HotKeyNotRegisteredInNetwork);
  ensureRateLimit(state, netuid, storage.Prometheus.at(netuid, hotkey).get(state)?.block ?? 0n);
  ensure(endpoint.port !== 0, errors.InvalidPort);
}

/** One byte of algorithm and up to 64 of key; undefined for anything else. */
function certificateOf(bytes: Uint8Array): Infer<typeof NeuronCertificate> | undefined {
  const [algorithm] = bytes;
  if (algorithm === undefined || bytes.length > 65) return undefined;
  return { public_key: bytes.slice(1), algorithm };
}

/**
 * Publishes where the signing hotkey's axon is, with a TLS certificate when one is given that can be read.
 * @throws what `validateServeAxon` throws.
 * Rust: `pallets/subtensor/src/subnets/serving.rs do_serve_axon`.
 */
export function doServeAxon(
  state: WriteState,
  origin: Origin,
  netuid: NetUid,
  axon: Axon,
  certificate: Uint8Array | undefined,
): void {
  const hotkey = ensureSigned(origin);
  validateServeAxon(state, hotkey, netuid, axon);
  const readable = certificate === undefined ? undefined : certificateOf(certificate);
  if (readable !== undefined) storage.NeuronCertificates.at(netuid, hotkey).set(state, readable);
  const { version, ip, port, ip_type, protocol, placeholder1, placeholder2 } = axon;
  const block = getCurrentBlockAsU64(state);
  storage.Axons.at(netuid, hotkey).set(state, {
    block,
    version,
    ip,
    port,
    ip_type,
    protocol,
    placeholder1,
    placeholder2,
  });
  state.emit(events.AxonServed(netuid, hotkey));
}

/**
 * Publishes where the signing hotkey's prometheus server is.
 * @throws what `validateServePrometheus` throws.
 * Rust: `pallets/subtensor/src/subnets/serving.rs do_serve_prometheus`.
 */
export function doServePrometheus(state: WriteState, origin: Origin, netuid: NetUid, endpoint: Endpoint): void {
  const hotkey = ensureSigned(origin);
  validateServePrometheus(state, hotkey, netuid, endpoint);
  const { version, ip, port, ip_type } = endpoint;
  storage.Prometheus.at(netuid, hotkey).set(state, { block: getCurrentBlockAsU64(state), version, ip, port, ip_type });
  state.emit(events.PrometheusServed(netuid, hotkey));
}
