import type { Chain } from "../chain/chain.ts";
import { programVersion } from "../cli/version.ts";
import type { Keystore } from "../crypto/keystore.ts";
import type { DevApi } from "../dev/api.ts";
import { fromHex, joinBytes, toHex } from "../lib/bytes.ts";
import type { Faults } from "../lib/faults.ts";
import type { KeystorePort, NodePort } from "../rpc/ports.ts";
import type { NodeConfig } from "./config.ts";
import type { NodeLog } from "./log/log.ts";
import { networkPort } from "./network/network-port.ts";
import type { PeerToPeer } from "./network/start-network.ts";
import { offchainStorage } from "./offchain.ts";

/** What answers the RPC's questions. */
interface NodeParts {
  readonly config: NodeConfig;
  readonly chain: Chain;
  readonly keystore: Keystore;
  /** Makes session keys by the chain's program; undefined where this project's rules hold. */
  rotateKeys(): Promise<Uint8Array> | undefined;
  readonly log: NodeLog;
  readonly faults: Faults;
  readonly peers: PeerToPeer;
  readonly dev: DevApi | undefined;
}

/** What the RPC asks of the node besides the chain. */
export function nodePort({ config, chain, keystore, rotateKeys, log, faults, peers, dev }: NodeParts): NodePort {
  const { spec } = config;
  // What the database keeps, whatever was said at this start.
  const kept = chain.database.pruning();
  return {
    name: "Subtensor Node",
    version: programVersion(),
    spec: {
      name: spec.name,
      chainType: typeof spec.chainType === "string" ? spec.chainType : spec.chainType.Custom,
      properties: spec.properties,
    },
    roles: [config.authority ? "Authority" : "Full"],
    archive: typeof kept.state === "string" && typeof kept.blocks === "string",
    network: networkPort(config, chain, peers),
    keystore: keystorePort(keystore, rotateKeys),
    offchain: offchainStorage(chain),
    dev,
    ...(config.log.reloading ? { logging: log } : {}),
    failed: () => faults.first !== undefined,
    warn: (text) => log.warn("rpc", text),
  };
}

function keystorePort(keystore: Keystore, rotateByProgram: NodeParts["rotateKeys"]): KeystorePort {
  return {
    insert(keyType, suri, publicKey) {
      // The original stores whatever it is given. Here a secret that is none would end the node in its next slot, and at each start.
      const mismatch = keystore.mismatch(keyType, suri, toHex(publicKey));
      if (mismatch !== undefined) throw new Error(mismatch);
      keystore.insert(keyType, suri, toHex(publicKey));
    },
    has: (publicKey, keyType) => keystore.has(keyType, toHex(publicKey)),
    rotate: async () =>
      (await rotateByProgram()) ?? joinBytes(["aura", "gran"].map((keyType) => fromHex(keystore.generate(keyType)))),
  };
}
