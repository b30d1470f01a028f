import { expect, it } from "vitest";
import { sr25519Verify } from "../../src/crypto/sr25519.ts";
import { createSealer } from "./seal.ts";

it("makes seals that are good, the same each time, and others on request", () => {
  const sealer = createSealer(new Uint8Array(32).fill(7));
  for (let length = 0; length < 20; length++) {
    const message = new Uint8Array(length).fill(length);
    const seal = sealer.sign(message);
    expect(sr25519Verify(seal, message, sealer.publicKey)).toBe(true);
    expect(sealer.sign(message)).toBe(seal);
    const other = sealer.sign(message, 1);
    expect(other).not.toBe(seal);
    expect(sr25519Verify(other, message, sealer.publicKey)).toBe(true);
    expect(sr25519Verify(seal, Uint8Array.of(1, ...message), sealer.publicKey)).toBe(false);
  }
});
