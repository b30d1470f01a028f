import { encode } from "../../codec/codec.ts";
import { DecodeError, Reader, Writer } from "../../codec/io.ts";
import { ecdsaRecover } from "../../crypto/ecdsa.ts";
import { blake2b256 } from "../../crypto/hashing.ts";
import { accountOf } from "../../crypto/keypair.ts";
import { verifySignatureOnce } from "../../crypto/verified.ts";
import { concatBytes } from "../../lib/bytes.ts";
import { type Explicit, ExplicitExtensions } from "../extensions/explicit.ts";
import type { CallValue } from "../frame/calls.ts";
import type { OuterRuntime } from "../frame/outer-runtime.ts";
import type { AccountId } from "../types/account-id.ts";
import { MultiAddress, MultiSignature } from "../types/substrate.ts";

/** An extrinsic as decoded. `callBytes` are the bytes its call was read from; signatures are made over the call as it is written anew. */
export interface Extrinsic {
  readonly call: CallValue;
  readonly callBytes: Uint8Array;
  /** Length of the whole with its length prefix, bytes. Fees and block limits count it. */
  readonly length: number;
  readonly preamble:
    | { readonly type: "Bare" }
    | {
        readonly type: "Signed";
        readonly address: AddressValue;
        readonly signature: SignatureValue;
        readonly explicit: Explicit;
      }
    | { readonly type: "General"; readonly explicit: Explicit };
}

export type AddressValue = ReturnType<typeof MultiAddress.decode>;
export type SignatureValue = ReturnType<typeof MultiSignature.decode>;

/**
 * Decodes an extrinsic with its length prefix: signed and bare of version 4, bare and general of version 5.
 * Answers to `UncheckedExtrinsic::decode` of sp_runtime.
 * @throws DecodeError
 */
export function decodeExtrinsic(bytes: Uint8Array, runtime: OuterRuntime): Extrinsic {
  const from = new Reader(bytes, runtime.outer);
  const length = from.length();
  if (length !== from.remaining) throw new DecodeError(`length ${length} does not fit the data`, 0);
  const version = from.u8();
  const preamble = readPreamble(version, from);
  const start = from.offset;
  const call = runtime.outer.RuntimeCall?.decode(from) as CallValue;
  from.end();
  return { call, callBytes: bytes.slice(start), length: bytes.length, preamble };
}

function readPreamble(version: number, from: Reader): Extrinsic["preamble"] {
  switch (version) {
    case 0x04:
    case 0x05:
      return { type: "Bare" };
    case 0x84:
      return {
        type: "Signed",
        address: MultiAddress.decode(from),
        signature: MultiSignature.decode(from),
        explicit: ExplicitExtensions.decode(from),
      };
    case 0x45: {
      if (from.u8() !== 0) throw new DecodeError("no such extension version", from.offset - 1);
      return { type: "General", explicit: ExplicitExtensions.decode(from) };
    }
    default:
      throw new DecodeError(`no extrinsic format 0x${version.toString(16)}`, from.offset - 1);
  }
}

/** Encodes an extrinsic with its length prefix. */
export function encodeExtrinsic(extrinsic: Pick<Extrinsic, "callBytes" | "preamble">): Uint8Array {
  const { preamble } = extrinsic;
  const body = new Writer();
  body.u8({ Bare: 0x05, Signed: 0x84, General: 0x45 }[preamble.type]);
  if (preamble.type === "Signed") {
    MultiAddress.encode(preamble.address, body);
    MultiSignature.encode(preamble.signature, body);
  }
  if (preamble.type === "General") body.u8(0);
  if (preamble.type !== "Bare") ExplicitExtensions.encode(preamble.explicit, body);
  body.raw(extrinsic.callBytes);
  return withLength(body.finish());
}

/** The bytes of an extrinsic with their length in front. */
export function withLength(inner: Uint8Array): Uint8Array {
  const whole = new Writer();
  whole.compact(inner.length);
  whole.raw(inner);
  return whole.finish();
}

/** What follows the length of an extrinsic. @throws DecodeError */
export function withoutLength(whole: Uint8Array): Uint8Array {
  const from = new Reader(whole);
  const length = from.length();
  return from.take(length);
}

/** A bare extrinsic of a call: how inherents travel. */
export function bareExtrinsic(call: CallValue, runtime: OuterRuntime): Uint8Array {
  return encodeExtrinsic({ callBytes: runtime.encodeCall(call), preamble: { type: "Bare" } });
}

/**
 * What is signed: the call, the extensions' explicit data and their implicit data; hashed when longer than 256 bytes.
 * Answers to `SignedPayload::using_encoded`.
 */
export function signingPayload(callBytes: Uint8Array, explicit: Explicit, implicit: Uint8Array): Uint8Array {
  const payload = concatBytes(callBytes, encode(ExplicitExtensions, explicit), implicit);
  return payload.length > 256 ? blake2b256(payload) : payload;
}

/** Whether a signature of `payload` was made by the key behind an account. Answers to `MultiSignature::verify`. */
export function verifyMultiSignature(signature: SignatureValue, payload: Uint8Array, who: AccountId): boolean {
  if (signature.type === "Ed25519") return verifySignatureOnce("ed25519", signature.value, payload, who);
  if (signature.type === "Sr25519") return verifySignatureOnce("sr25519", signature.value, payload, who);
  const publicKey = ecdsaRecover(signature.value, blake2b256(payload));
  return publicKey !== undefined && accountOf("ecdsa", publicKey) === who;
}
