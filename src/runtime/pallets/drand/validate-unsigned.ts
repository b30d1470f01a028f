import { type Codec, encode, type Infer } from "../../../codec/codec.ts";
import { tuple } from "../../../codec/containers.ts";
import { bytes, u32, u64 } from "../../../codec/primitives.ts";
import { blake2b256 } from "../../../crypto/hashing.ts";
import { checkSignatureOnce } from "../../../crypto/verified.ts";
import { concatBytes, utf8 } from "../../../lib/bytes.ts";
import { addU64, maxU64 } from "../../../lib/integers.ts";
import type { ValidTransactionValue } from "../../../primitives/validity.ts";
import type { CallValue } from "../../frame/calls.ts";
import type { ReadState } from "../../frame/state.ts";
import { invalid } from "../../frame/validity.ts";
import { type MultiSignature, MultiSigner } from "../../types/substrate.ts";
import { storage as system } from "../system/storage.ts";
import { constants } from "./constants.ts";
import { storage } from "./storage.ts";
import { BeaconConfigurationPayload, PulsesPayload } from "./types.ts";

type Signer = Infer<typeof MultiSigner>;
type Signature = Infer<typeof MultiSignature> | undefined;

/** Whether whoever the payload names signed it; only sr25519 keys may. Rust: `SignedPayload::verify`. */
function ensureSignedPayload<T extends { readonly public: Signer }>(
  codec: Codec<T>,
  payload: T,
  signature: Signature,
): void {
  if (signature === undefined) invalid("BadSigner");
  const { public: signer } = payload;
  if (signer.type !== "Sr25519" || signature.type !== "Sr25519") invalid("BadProof");
  const message = encode(codec, payload);
  if (!checkSignatureOnce({ scheme: "sr25519", signature: signature.value, message, publicKey: signer.value })) {
    invalid("BadProof");
  }
}

/** A tag of the pool that starts with the name of the pallet's worker. */
const tagOf = (hash: Uint8Array): Uint8Array => concatBytes(encode(bytes, utf8("DrandOffchainWorker")), hash);

/** One transaction for each round; earlier rounds come first. */
function validatePulses(state: ReadState, payload: Infer<typeof PulsesPayload>): Partial<ValidTransactionValue> {
  const now = system.Number.get(state);
  if (now < payload.block_number) invalid("Future");
  const [pulse, second] = payload.pulses;
  if (pulse === undefined || second !== undefined) invalid("Call");
  if (storage.NextUnsignedAt.get(state) > now) invalid("Stale");
  if (pulse.round <= storage.LastStoredRound.get(state)) invalid("Stale");
  return {
    priority: addU64(constants.UnsignedPriority.valueOf(state.rules), maxU64 - pulse.round),
    provides: [tagOf(blake2b256(concatBytes(utf8("drand"), encode(u64, pulse.round))))],
    longevity: 3n,
    propagate: false,
  };
}

function validateConfig(
  state: ReadState,
  payload: Infer<typeof BeaconConfigurationPayload>,
): Partial<ValidTransactionValue> {
  if (system.Number.get(state) < payload.block_number) invalid("Future");
  const next = storage.NextUnsignedAt.get(state);
  if (next > payload.block_number) invalid("Stale");
  return {
    priority: constants.UnsignedPriority.valueOf(state.rules),
    provides: [tagOf(blake2b256(encode(tuple(u32, bytes), [next, encode(MultiSigner, payload.public)])))],
    longevity: 1n,
  };
}

/**
 * Whether a bare call of Drand's may be in the pool and in a block. `set_beacon_config` may, but fails when it is made:
 * it is for root. Rust: `pallets/drand/src/lib.rs validate_unsigned`.
 */
export function validateUnsigned(state: ReadState, call: CallValue): Partial<ValidTransactionValue> {
  const signature = call.args.signature as Signature;
  if (call.name === "write_pulse") {
    const payload = call.args.pulses_payload as Infer<typeof PulsesPayload>;
    ensureSignedPayload(PulsesPayload, payload, signature);
    return validatePulses(state, payload);
  }
  if (call.name === "set_beacon_config") {
    const payload = call.args.config_payload as Infer<typeof BeaconConfigurationPayload>;
    ensureSignedPayload(BeaconConfigurationPayload, payload, signature);
    return validateConfig(state, payload);
  }
  return invalid("Call");
}
