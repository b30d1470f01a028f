import { createRequire } from "node:module";

/** The parts of @polkadot/util-crypto that are used, by the names of its entry points. */
interface Parts {
  address: typeof import("@polkadot/util-crypto/address");
  base58: typeof import("@polkadot/util-crypto/base58");
  key: typeof import("@polkadot/util-crypto/key");
  "key/DeriveJunction": typeof import("@polkadot/util-crypto/key/DeriveJunction");
  mnemonic: typeof import("@polkadot/util-crypto/mnemonic");
  networks: typeof import("@polkadot/util-crypto/networks");
  sr25519: typeof import("@polkadot/util-crypto/sr25519");
}

/**
 * A part of @polkadot/util-crypto, loaded when it is first asked for: 70 to 130 ms and 25 MB, which a start of the node
 * and a running development chain do without (docs/decisions/signatures.md).
 */
export function utilCrypto<P extends keyof Parts>(part: P): Parts[P] {
  return createRequire(import.meta.url)(`@polkadot/util-crypto/${part}`) as Parts[P];
}
