import { UserError } from "../lib/user-error.ts";
import type { NetworkConfig } from "../node/config.ts";
import type { ChainSpec } from "../primitives/chain-spec.ts";
import { devKeyFlags } from "./options/node.ts";
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
      // What is thrown away, and whose session keys everybody knows, has no identity that others rely on.
      development: values.dev || values.tmp || devKeyFlags.some((flag) => values[flag]),
      forceGeneration: values.unsafeForceNodeKeyGeneration,
    },
    listen: values.listenAddr.length > 0 ? values.listenAddr : usualListenAddresses(values, authority),
    listenChosen: values.port !== undefined || values.listenAddr.length > 0,
    publicAddresses: values.publicAddr,
    sync: syncOf(values),
    backfill: values.historyBackfill === "keep",
    bootnodes: [...new Set([...spec.bootNodes, ...values.bootnodes])],
    reserved: values.reservedNodes,
    reservedOnly: values.reservedOnly,
    peers: { in: values.inPeers, out: values.outPeers, inLight: values.inPeersLight },
    allowPrivateAddresses: values.allowPrivateIp || (isLocal && !values.noPrivateIp),
    privateAddressesInTable: values.discoverLocal || isLocal,
    mdns: !values.dev && !values.noMdns,
    blockGossip: !values.noBlockGossip,
    kademliaReplication: values.kademliaReplicationFactor,
    maxParallelDownloads: values.maxParallelDownloads,
    maxBlocksPerRequest: values.maxBlocksPerRequest,
  };
}

/** Rust: `node/src/service.rs new_full`. @throws UserError for the modes that the original refuses */
function syncOf({ sync }: RunValues): NetworkConfig["sync"] {
  if (sync === "full" || sync === "warp") return sync;
  throw new UserError(`Unsupported sync mode. Supported sync modes: full, warp. Provided: ${sync}`);
}

/** An authority and a development node are called by TCP alone, others by WebSocket. */
function usualListenAddresses({ dev, port = usualPort }: RunValues, authority: boolean): string[] {
  const end = dev || authority ? "" : "/ws";
  return [`/ip6/::/tcp/${port}${end}`, `/ip4/0.0.0.0/tcp/${port}${end}`];
}
