import type { NetworkConfig } from "../node/config.ts";
import type { ChainSpec } from "../primitives/chain-spec.ts";
import type { RunValues } from "./options/run.ts";

/** The port of peers when none is given. */
const usualPort = 30333;

/** What the network options mean. Rust: `sc_cli NetworkParams::network_config`. */
export function networkConfig(values: RunValues, spec: ChainSpec, authority: boolean): NetworkConfig {
  const isLocal = values.dev || spec.chainType === "Local" || spec.chainType === "Development";
  return {
    key: {
      nodeKey: values.nodeKey,
      nodeKeyFile: values.nodeKeyFile,
      authority,
      development: values.dev,
      forceGeneration: values.unsafeForceNodeKeyGeneration,
    },
    listen: values.listenAddr.length > 0 ? values.listenAddr : usualListenAddresses(values, authority),
    listenChosen: values.port !== undefined || values.listenAddr.length > 0,
    publicAddresses: values.publicAddr,
    bootnodes: [...new Set([...spec.bootNodes, ...values.bootnodes])],
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
