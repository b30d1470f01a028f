import { describe, expect, it } from "vitest";
import { ecdsaRecover, ecdsaVerify } from "../../src/crypto/ecdsa.ts";
import { ed25519Verify } from "../../src/crypto/ed25519.ts";
import { accountOf } from "../../src/crypto/keypair.ts";
import { fromHex, type Hex } from "../../src/lib/bytes.ts";
import { verifyMultiSignature } from "../../src/runtime/executive/extrinsic.ts";
import { recordingJson } from "../support/recordings.ts";

/** A signature with what the original says of it. Hex without 0x; `public` is what the key's owner made it with. */
interface Case {
  kind: string;
  scheme: "ed25519" | "ecdsa";
  check: "verify" | "ecdsaVerify" | "ecdsaRecover" | "verifyMultiSignature";
  public: string;
  message: string;
  hash?: string;
  signature: string;
  expected: boolean | string;
}

const hex = (text: string): Hex => `0x${text}`;

function answer(one: Case): boolean | string | undefined {
  const [message, publicKey, signature] = [fromHex(one.message), hex(one.public), hex(one.signature)];
  switch (one.check) {
    case "verify":
      return ed25519Verify(signature, message, publicKey);
    case "ecdsaVerify":
      return ecdsaVerify(signature, message, publicKey);
    case "ecdsaRecover":
      return ecdsaRecover(signature, fromHex(one.hash ?? ""))?.slice(2);
    case "verifyMultiSignature":
      return verifyMultiSignature({ type: "Ecdsa", value: signature }, message, accountOf("ecdsa", publicKey));
  }
}

describe("signatures that the original was asked about", () => {
  const cases = recordingJson("signatures", "signatures.json.gz") as Case[];
  const checks = [...new Set(cases.map(({ scheme, check }) => `${scheme} ${check}`))];

  it.each(checks)("%s", (named) => {
    const some = cases.filter(({ scheme, check }) => `${scheme} ${check}` === named);
    expect(some.length).toBeGreaterThan(0);
    expect(some.map((one) => [one.kind, answer(one)])).toEqual(some.map((one) => [one.kind, one.expected]));
  });
});
