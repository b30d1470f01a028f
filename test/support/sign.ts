import { encode } from "../../src/codec/codec.ts";
import { Writer } from "../../src/codec/io.ts";
import type { KeyPair } from "../../src/crypto/keypair.ts";
import type { Hex } from "../../src/lib/bytes.ts";
import { encodeExtrinsic, signingPayload } from "../../src/runtime/executive/extrinsic.ts";
import type { CallValue } from "../../src/runtime/frame/calls.ts";
import type { Runtime } from "../../src/runtime/frame/compose.ts";
import { H256 } from "../../src/runtime/types/hashes.ts";

/** An immortal, signed extrinsic with its length prefix. Tip in rao. */
export function signExtrinsic(
  runtime: Runtime,
  {
    call,
    pair,
    nonce,
    genesisHash,
    tip = 0n,
  }: { call: CallValue; pair: KeyPair; nonce: number; genesisHash: Hex; tip?: bigint },
): Uint8Array {
  const callBytes = runtime.encodeCall(call);
  const explicit = { era: "Immortal", nonce, tip, mode: "Disabled" } as const;
  const implicit = new Writer();
  implicit.u32(runtime.rules.specVersion);
  implicit.u32(runtime.rules.transactionVersion);
  implicit.raw(encode(H256, genesisHash));
  implicit.raw(encode(H256, genesisHash));
  implicit.u8(0);
  const signature = pair.sign(signingPayload(callBytes, explicit, implicit.finish()));
  return encodeExtrinsic({
    callBytes,
    preamble: {
      type: "Signed",
      address: { type: "Id", value: pair.accountId },
      signature: { type: "Sr25519", value: signature },
      explicit,
    },
  });
}

/** Sends `value` rao without emptying the sender. */
export function transfer(dest: Hex, value: bigint): CallValue {
  return { pallet: "Balances", name: "transfer_keep_alive", args: { dest: { type: "Id", value: dest }, value } };
}
