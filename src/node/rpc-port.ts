import type { Chain } from "../chain/chain.ts";
import { programVersion } from "../cli/version.ts";
import type { Keystore } from "../crypto/keystore.ts";
import { fromHex, joinBytes, toHex, toKey } from "../lib/bytes.ts";
import type { Faults } from "../lib/faults.ts";
import type { KeystorePort, NodePort, OffchainPort } from "../rpc/ports.ts";
import type { NodeConfig } from "./config.ts";
import type { NodeLog } from "./log/log.ts";
import { networkPort } from "./network/network-port.ts";
import type { PeerToPeer } from "./network/start-network.ts";

/** What answers the RPC's questions. */
interface NodeParts {
  readonly config: NodeConfig;
  readonly chain: Chain;
  readonly keystore: Keystore;
  readonly log: NodeLog;
  readonly faults: Faults;
  readonly peers: PeerToPeer;
}

/** What the RPC asks of the node besides the chain. */
export function nodePort({ config, chain, keystore, log, faults, peers }: NodeParts): NodePort {
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
    keystore: keystorePort(keystore),
    offchain: offchainPort(chain),
    ...(config.log.reloading ? { logging: log } : {}),
    failed: () => faults.first !== undefined,
    warn: (text) => log.warn("rpc", text),
  };
}

function keystorePort(keystore: Keystore): KeystorePort {
  return {
    insert: (keyType, suri, publicKey) => keystore.insert(keyType, suri, toHex(publicKey)),
    has: (publicKey, keyType) => keystore.has(keyType, toHex(publicKey)),
    rotate: () => joinBytes(["aura", "gran"].map((keyType) => fromHex(keystore.generate(keyType)))),
  };
}

/** The offchain storage, beside the chain in its database. */
function offchainPort({ database, environment }: Chain): OffchainPort {
  const name = (key: Uint8Array): string => `offchain ${toKey(key)}`;
  const put = (key: Uint8Array, value: Uint8Array | undefined): void => {
    database.putExtra(new Map([[name(key), value]])).catch((error: unknown) => {
      environment.log.error("offchain", `not stored: ${error instanceof Error ? error.message : error}`);
    });
  };
  return {
    get: (key) => database.getExtra(name(key)),
    set: put,
    clear: (key) => put(key, undefined),
  };
}
