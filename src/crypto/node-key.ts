import { concatBytes, fromHex, type Hex } from "../lib/bytes.ts";
import { base58Encode } from "./base58.ts";
import { ed25519FromSeed } from "./ed25519.ts";

/** A libp2p public key of type ed25519 and 32 bytes, as protobuf: field 1 = 1, field 2 = the bytes. */
const keyHead = new Uint8Array([0x08, 0x01, 0x12, 0x20]);

/** The peer id (12D3KooW...) of an ed25519 public key: base58 of the identity multihash of the protobuf key. */
function peerIdOf(publicKey: Hex): string {
  const key = concatBytes(keyHead, fromHex(publicKey));
  return base58Encode(concatBytes(new Uint8Array([0x00, key.length]), key));
}

/** The peer id of a node key: the 32 secret bytes in `network/secret_ed25519`. */
export function peerIdOfSecret(secret: Uint8Array): string {
  return peerIdOf(ed25519FromSeed(secret).publicKey);
}

/** The secret in a node key file: 32 raw bytes or 64 hex digits; undefined when it is neither. */
export function parseNodeKey(file: Uint8Array): Uint8Array | undefined {
  if (file.length === 32) return file.slice();
  const text = new TextDecoder("latin1").decode(file);
  return /^[0-9a-fA-F]{64}$/.test(text) ? fromHex(text) : undefined;
}
