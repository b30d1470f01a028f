import type { Chain } from "../chain/chain.ts";
import type { BlockPlace } from "../chain/engine.ts";
import { accountNonce } from "../chain/runtime-apis.ts";
import { decode } from "../codec/codec.ts";
import type { KeyPair } from "../crypto/keypair.ts";
import { mockSignature } from "../crypto/mock-signature.ts";
import { rememberVerified } from "../crypto/verified.ts";
import { emptyBytes, type Hex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import type { ChainTypes } from "../metadata/chain-types.ts";
import { createExtrinsic, type Extrinsic } from "../primitives/extrinsic.ts";
import { RuntimeVersion } from "../primitives/runtime-version.ts";

/** Makes extrinsics of accounts on a block's state. */
export interface Signer {
  /** The account's next nonce there. */
  readonly first: number;
  sign(call: Uint8Array, nonce: number): Extrinsic;
}

/**
 * Signs with a pair, or for an account whose secret nobody has: then with a mock signature, which this thread takes for good
 * on this one extrinsic. Other threads, and other nodes, do not: it is for trials.
 * @param on the block whose state says the nonce and the version; the best one when not given
 * @throws UserError when its state is not kept
 */
export async function createSigner(
  chain: Pick<Chain, "runtimeAt" | "database" | "api">,
  types: ChainTypes,
  who: KeyPair | Hex,
  on: BlockPlace = chain.database.best(),
): Promise<Signer> {
  const runtime = chain.runtimeAt(on.hash);
  if (runtime === undefined) throw new UserError(`the state of block ${on.number} is not kept`);
  const version = decode(RuntimeVersion, await runtime.ask("Core_version", emptyBytes));
  const account = typeof who === "string" ? who : who.publicKey;
  const signatureOf = (payload: Uint8Array): Hex => {
    if (typeof who !== "string") return who.sign(payload);
    rememberVerified({ scheme: "sr25519", signature: mockSignature, message: payload, publicKey: account });
    return mockSignature;
  };
  return {
    first: await accountNonce(runtime.ask, account),
    sign: (call, nonce) =>
      createExtrinsic(
        types.signedExtrinsic({
          ...{ call, account, nonce, genesisHash: chain.api.genesisHash },
          ...{ specVersion: version.spec_version, transactionVersion: version.transaction_version },
          sign: (payload) => ({ type: "Sr25519", signature: signatureOf(payload) }),
        }),
      ),
  };
}
