import { expect, it } from "vitest";
import { type Hex, utf8 } from "../lib/bytes.ts";
import { devAccount } from "./dev-accounts.ts";
import { ecdsaFromSeed, ecdsaSign } from "./ecdsa.ts";
import { accountOf } from "./keypair.ts";
import { checkKey, type SignatureCheck } from "./signature-check.ts";
import { checkSignatureOnce, takeAnswer } from "./verified.ts";

const verify = (scheme: SignatureCheck["scheme"], signature: Hex, message: Uint8Array, publicKey: Hex): boolean =>
  checkSignatureOnce({ scheme, signature, message, publicKey });

it("answers as the check itself does, the first time and after", () => {
  const { publicKey, sign } = devAccount("Alice");
  const [message, other] = [utf8("message"), utf8("massage")];
  const signature = sign(message);
  const forged: Hex = `0x${"00".repeat(64)}`;
  for (let time = 0; time < 2; time++) {
    expect(verify("sr25519", signature, message, publicKey)).toBe(true);
    expect(verify("sr25519", signature, other, publicKey)).toBe(false);
    expect(verify("sr25519", forged, message, publicKey)).toBe(false);
    expect(verify("ed25519", signature, message, publicKey)).toBe(false);
    expect(verify("sr25519", signature, message, devAccount("Bob").publicKey)).toBe(false);
  }
});

it("recovers the key of an account that signs by ecdsa", () => {
  const pair = ecdsaFromSeed(new Uint8Array(32).fill(7));
  const message = utf8("message");
  const account = accountOf("ecdsa", pair.publicKey);
  const signature = ecdsaSign(pair, message);
  for (let time = 0; time < 2; time++) {
    expect(verify("ecdsa-account", signature, message, account)).toBe(true);
    expect(verify("ecdsa-account", signature, utf8("massage"), account)).toBe(false);
    expect(verify("ecdsa-account", signature, message, devAccount("Bob").accountId)).toBe(false);
    expect(verify("ecdsa-account", "0x00", message, account)).toBe(false);
  }
});

it("takes the answers of other threads: a good one for good, a bad one for the next question", () => {
  const { publicKey } = devAccount("Alice");
  const check: SignatureCheck = { scheme: "sr25519", signature: `0x${"11".repeat(64)}`, message: utf8("x"), publicKey };
  takeAnswer(checkKey(check), false);
  expect(checkSignatureOnce(check)).toBe(false);
  // Never done here, so nobody could have found it good but whoever said so.
  takeAnswer(checkKey(check), true);
  expect([checkSignatureOnce(check), checkSignatureOnce(check)]).toEqual([true, true]);
});
