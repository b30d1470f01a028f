import { fromHex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import type { NetworkConfig } from "../node/config.ts";
import type { ChainSpec } from "../primitives/chain-spec.ts";
import type { RunValues } from "./options/run.ts";

/** The port of peers when none is given. */
const usualPort = 30333;

/** What the network options mean. Rust: `sc_cli NetworkParams::network_config`, `NodeKeyParams::node_key`. @throws UserError */
export function networkConfig(values: RunValues, spec: ChainSpec, authority: boolean): NetworkConfig {
  const isLocal = values.dev || spec.chainType === "Local" || spec.chainType === "Development";
  return {
    key: nodeKey(values, authority),
    listen: values.listenAddr.length > 0 ? values.listenAddr : usualListenAddresses(values, authority),
    publicAddresses: values.publicAddr,
    bootnodes: [...spec.bootNodes, ...values.bootnodes],
    reserved: values.reservedNodes,
    reservedOnly: values.reservedOnly,
    peers: { in: values.inPeers, out: values.outPeers, inLight: values.inPeersLight },
    allowPrivateAddresses: values.allowPrivateIp || (isLocal && !values.noPrivateIp),
    privateAddressesInTable: values.discoverLocal || isLocal,
    mdns: !values.dev && !values.noMdns,
    kademliaReplication: values.kademliaReplicationFactor,
    maxParallelDownloads: values.maxParallelDownloads,
    maxBlocksPerRequest: values.maxBlocksPerRequest,
  };
}

/** An authority and a development node are called by TCP alone, others by WebSocket. */
function usualListenAddresses({ dev, port = usualPort }: RunValues, authority: boolean): string[] {
  const end = dev || authority ? "" : "/ws";
  return [`/ip6/::/tcp/${port}${end}`, `/ip4/0.0.0.0/tcp/${port}${end}`];
}

function nodeKey(values: RunValues, authority: boolean): NetworkConfig["key"] {
  const { nodeKey: hex } = values;
  if (hex === undefined) {
    return { file: values.nodeKeyFile, make: values.unsafeForceNodeKeyGeneration || !authority || values.dev };
  }
  if (!/^(0x)?[0-9a-fA-F]{64}$/.test(hex)) throw new UserError("--node-key is not 64 hex digits");
  return { secret: fromHex(hex.startsWith("0x") ? hex : `0x${hex}`) };
}
