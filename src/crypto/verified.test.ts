import { expect, it } from "vitest";
import { type Hex, utf8 } from "../lib/bytes.ts";
import { devAccount } from "./dev-accounts.ts";
import { verifySignatureOnce } from "./verified.ts";

it("answers as the check itself does, the first time and after", () => {
  const { publicKey, sign } = devAccount("Alice");
  const [message, other] = [utf8("message"), utf8("massage")];
  const signature = sign(message);
  const forged: Hex = `0x${"00".repeat(64)}`;
  for (let time = 0; time < 2; time++) {
    expect(verifySignatureOnce("sr25519", signature, message, publicKey)).toBe(true);
    expect(verifySignatureOnce("sr25519", signature, other, publicKey)).toBe(false);
    expect(verifySignatureOnce("sr25519", forged, message, publicKey)).toBe(false);
    expect(verifySignatureOnce("ed25519", signature, message, publicKey)).toBe(false);
    expect(verifySignatureOnce("sr25519", signature, message, devAccount("Bob").publicKey)).toBe(false);
  }
});
