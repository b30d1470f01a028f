import { type Hex, toHex } from "../lib/bytes.ts";

/**
 * A signature that stands for anybody's, on chains whose owner lets it: what tools made for Chopsticks sign with who hold no
 * secret. 64 bytes: deadbeef, then cd.
 */
const mock = Buffer.alloc(64, 0xcd);
mock.set([0xde, 0xad, 0xbe, 0xef]);
export const mockSignature: Hex = toHex(mock);

let accepted = false;

/** Takes mock signatures for good ones on this thread from now on, of every scheme. */
export function acceptMockSignatures(): void {
  accepted = true;
}

/** Whether a signature is a mock, and such are taken here. ECDSA's have a byte more at their end. */
export function isAcceptedMock(signature: Hex): boolean {
  return accepted && signature.startsWith(mockSignature);
}

/** Whether an extrinsic has a mock signature that was taken here: elsewhere it is not valid. */
export function hasAcceptedMock(extrinsic: Uint8Array): boolean {
  return accepted && Buffer.from(extrinsic.buffer, extrinsic.byteOffset, extrinsic.length).includes(mock);
}
