import { devNames } from "../../crypto/dev-accounts.ts";
import { keyPairFromSuri } from "../../crypto/keypair.ts";
import { peerIdOfSecret } from "../../crypto/node-key.ts";
import { ss58Encode } from "../../crypto/ss58.ts";
import { fromHex, type Hex } from "../../lib/bytes.ts";

/** The keys of an authority of a devnet. Everybody knows them, or can work them out. */
export interface DevnetAuthority {
  readonly name: string;
  /** The secret that its session keys are made of. */
  readonly suri: string;
  /** sr25519 and ed25519 public keys. */
  readonly aura: Hex;
  readonly grandpa: Hex;
  /** SS58 addresses of the two. */
  readonly auraAddress: string;
  readonly grandpaAddress: string;
  /** 64 hex digits. */
  readonly nodeKey: string;
  readonly peerId: string;
}

/** The original's local chain begins with these. */
const first = ["One", "Two", "Three"];
const names = [...first, ...devNames.filter((name) => !first.includes(name))];

/** So many authorities: first those that have names, then `//Authority10` and so on. */
export function devnetAuthorities(count: number): DevnetAuthority[] {
  return Array.from({ length: count }, (_, at) => {
    const name = names[at] ?? `Authority${at + 1}`;
    const suri = `//${name}`;
    const [aura, grandpa] = [keyPairFromSuri("sr25519", suri).publicKey, keyPairFromSuri("ed25519", suri).publicKey];
    const nodeKey = (at + 1).toString(16).padStart(64, "0");
    return {
      ...{ name, suri, aura, grandpa, nodeKey },
      auraAddress: ss58Encode(aura),
      grandpaAddress: ss58Encode(grandpa),
      peerId: peerIdOfSecret(fromHex(nodeKey)),
    };
  });
}
