import type { VerifySignature } from "../../consensus/grandpa/signatures.ts";
import { ed25519Verify } from "../../crypto/ed25519.ts";
import { toHex } from "../../lib/bytes.ts";

/** Whether a voter signed these bytes: ed25519. */
export const verifyVote: VerifySignature = (payload, signature, voter) =>
  ed25519Verify(toHex(signature), payload, voter);
