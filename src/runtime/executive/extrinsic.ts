import { encode } from "../../codec/codec.ts";
import { DecodeError, Reader, readCounts, Writer } from "../../codec/io.ts";
import { blake2b256 } from "../../crypto/hashing.ts";
import type { SignatureCheck } from "../../crypto/signature-check.ts";
import { checkSignatureOnce } from "../../crypto/verified.ts";
import { concatBytes } from "../../lib/bytes.ts";
import { type Explicit, ExplicitExtensions } from "../extensions/explicit.ts";
import type { CallValue } from "../frame/calls.ts";
import { RuntimeCall } from "../frame/outer-codecs.ts";
import type { OuterRuntime } from "../frame/outer-runtime.ts";
import type { AccountId } from "../types/account-id.ts";
import { MultiAddress, MultiSignature } from "../types/substrate.ts";

export type AddressValue = ReturnType<typeof MultiAddress.decode>;
export type SignatureValue = ReturnType<typeof MultiSignature.decode>;

/** What stands before the call. Rust: `sp_runtime: generic/unchecked_extrinsic.rs Preamble`. */
export type Preamble =
  | { readonly type: "Bare"; readonly version: 4 | 5 }
  | {
      readonly type: "Signed";
      readonly address: AddressValue;
      readonly signature: SignatureValue;
      readonly explicit: Explicit;
    }
  | { readonly type: "General"; readonly extensionVersion: number; readonly explicit: Explicit };

/**
 * An extrinsic after its only decoding. Rules, roots, fees and signatures know it by its bytes as written anew, which differ
 * from those that came where a set in its call was out of order or had repeats.
 */
export interface Extrinsic {
  readonly preamble: Preamble;
  readonly call: CallValue;
  /** The whole as written anew, with its length in front. The array that was decoded itself, where that is the same. */
  readonly bytes: Uint8Array;
  /** The call as written anew. */
  readonly callBytes: Uint8Array;
  /** How many steps down decoding the call makes at most. */
  readonly depth: number;
}

/** What a decoded call may take of the original's memory, bytes. Rust: `sp_runtime: generic/unchecked_extrinsic.rs DEFAULT_MAX_CALL_SIZE`. */
const mostMemory = 16 * 1024 * 1024;

/**
 * Reads an extrinsic with its length in front: signed and bare of version 4, bare and general of version 5.
 * Rust: `sp_runtime: generic/unchecked_extrinsic.rs UncheckedExtrinsic::decode`.
 * @param from with the runtime's outer types.
 * @throws DecodeError
 */
export function readExtrinsic(from: Reader): Extrinsic {
  const start = from.offset;
  const length = from.length();
  const inner = from.offset;
  const preamble = readPreamble(from);
  const callStart = from.offset;
  const outside = from.counts;
  const counts = readCounts(mostMemory);
  from.counts = counts;
  const call = RuntimeCall.decode(from);
  from.counts = outside;
  const end = from.offset;
  if (end - inner !== length) throw new DecodeError("length does not fit the extrinsic", start);
  const { canonical, deepest: depth } = counts;
  const callBytes = canonical ? from.bytes.subarray(callStart, end) : encode(RuntimeCall, call, from.outer);
  const bytes = canonical ? part(from.bytes, start, end) : encodeExtrinsic({ preamble, callBytes });
  return { preamble, call, bytes, callBytes, depth };
}

/** Bytes within others, and these themselves where that is all of them. */
function part(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end);
}

function readPreamble(from: Reader): Preamble {
  const version = from.u8();
  switch (version) {
    case 0x04:
    case 0x05:
      return { type: "Bare", version };
    case 0x84:
      return {
        type: "Signed",
        address: MultiAddress.decode(from),
        signature: MultiSignature.decode(from),
        explicit: ExplicitExtensions.decode(from),
      };
    case 0x45:
      return { type: "General", extensionVersion: from.u8(), explicit: ExplicitExtensions.decode(from) };
    default:
      throw new DecodeError(`no extrinsic format 0x${version.toString(16)}`, from.offset - 1);
  }
}

/**
 * Decodes an extrinsic with its length in front, which the bytes hold whole and nothing else.
 * @throws DecodeError
 */
export function decodeExtrinsic(bytes: Uint8Array, runtime: OuterRuntime): Extrinsic {
  const from = new Reader(bytes, runtime.outer);
  const extrinsic = readExtrinsic(from);
  from.end();
  return extrinsic;
}

/** Encodes an extrinsic with its length in front. */
export function encodeExtrinsic({ preamble, callBytes }: Pick<Extrinsic, "callBytes" | "preamble">): Uint8Array {
  const body = new Writer();
  body.u8(preamble.type === "Bare" ? preamble.version : preamble.type === "Signed" ? 0x84 : 0x45);
  if (preamble.type === "Signed") {
    MultiAddress.encode(preamble.address, body);
    MultiSignature.encode(preamble.signature, body);
  }
  if (preamble.type === "General") body.u8(preamble.extensionVersion);
  if (preamble.type !== "Bare") ExplicitExtensions.encode(preamble.explicit, body);
  body.raw(callBytes);
  return withLength(body.finish());
}

/** The bytes of an extrinsic with their length in front. */
export function withLength(inner: Uint8Array): Uint8Array {
  const whole = new Writer();
  whole.compact(inner.length);
  whole.raw(inner);
  return whole.finish();
}

/** A bare extrinsic of a call: how inherents travel. */
export function bareExtrinsic(call: CallValue, runtime: OuterRuntime): Uint8Array {
  return encodeExtrinsic({ callBytes: runtime.encodeCall(call), preamble: { type: "Bare", version: 5 } });
}

/**
 * What is signed: the call, the extensions' explicit data and their implicit data; hashed when longer than 256 bytes.
 * Rust: `sp_runtime: generic/unchecked_extrinsic.rs SignedPayload::using_encoded`.
 * @param callBytes the call as written anew.
 */
export function signingPayload(callBytes: Uint8Array, explicit: Explicit, implicit: Uint8Array): Uint8Array {
  const payload = concatBytes(callBytes, encode(ExplicitExtensions, explicit), implicit);
  return payload.length > 256 ? blake2b256(payload) : payload;
}

const schemes = { Sr25519: "sr25519", Ed25519: "ed25519", Ecdsa: "ecdsa-account" } as const;

/** The check of a signature of `payload` by the key behind an account. */
export function multiSignatureCheck(
  { type, value: signature }: SignatureValue,
  payload: Uint8Array,
  who: AccountId,
): SignatureCheck {
  return { scheme: schemes[type], signature, message: payload, publicKey: who };
}

/** Whether a signature of `payload` was made by the key behind an account. Rust: `sp_runtime: MultiSignature::verify`. */
export function verifyMultiSignature(signature: SignatureValue, payload: Uint8Array, who: AccountId): boolean {
  return checkSignatureOnce(multiSignatureCheck(signature, payload, who));
}
