import type { VerifySignature } from "../../consensus/grandpa/signatures.ts";
import { ed25519Verify } from "../../crypto/ed25519.ts";
import { type Hex, toHex } from "../../lib/bytes.ts";
import { createRecentMap } from "../../lib/recent.ts";

/** Votes whose check is remembered: gossip looks at a vote first, then the voter, and a commit brings it again. */
const remembered = 4096;

const checks = createRecentMap<string, boolean>(remembered);

/** Whether a voter signed these bytes: ed25519. */
export const verifyVote: VerifySignature = (payload, signature, voter: Hex) => {
  const signed = toHex(signature);
  const key = `${voter}${signed}${toHex(payload)}`;
  const known = checks.get(key);
  if (known !== undefined) return known;
  const good = ed25519Verify(signed, payload, voter);
  checks.set(key, good);
  return good;
};
