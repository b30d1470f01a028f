import { expect, it } from "vitest";
import { utf8 } from "../lib/bytes.ts";
import { devAccount } from "./dev-accounts.ts";
import { isVerified, type SignatureCheck } from "./verified.ts";
import { verifyAhead } from "./verify-ahead.ts";

it("knows the good ones among many, and none of the bad", async () => {
  const { publicKey, sign } = devAccount("Dave");
  const checks: SignatureCheck[] = Array.from({ length: 100 }, (_, index) => {
    const message = utf8(`message ${index}`);
    return { scheme: "sr25519", publicKey, message, signature: sign(index % 3 === 0 ? utf8("another") : message) };
  });
  await verifyAhead(checks);
  expect(checks.map(isVerified)).toEqual(checks.map((_, index) => index % 3 !== 0));
});
