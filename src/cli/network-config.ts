import { UserError } from "../lib/user-error.ts";
import { isDialable, isListenable, withoutPeer } from "../network/libp2p/addresses.ts";
import type { NetworkConfig } from "../node/config.ts";
import type { ChainSpec } from "../primitives/chain-spec.ts";
import { parsePeerAddress, peerAddressForm } from "../primitives/multiaddress.ts";
import { devKeyFlags } from "./options/node.ts";
import type { RunValues } from "./options/run.ts";

/** The port of peers when none is given. */
const usualPort = 30333;

/** What the network options mean. Rust: `sc_cli NetworkParams::network_config`. */
export function networkConfig(values: RunValues, spec: ChainSpec, authority: boolean): NetworkConfig {
  const isLocal = values.dev || spec.chainType === "Local" || spec.chainType === "Development";
  return {
    alone: false,
    key: {
      nodeKey: values.nodeKey,
      nodeKeyFile: values.nodeKeyFile,
      authority,
      // What is thrown away, and whose session keys everybody knows, has no identity that others rely on.
      development: values.dev || values.tmp || values.fork !== undefined || devKeyFlags.some((flag) => values[flag]),
      forceGeneration: values.unsafeForceNodeKeyGeneration,
    },
    listen:
      values.listenAddr.length > 0
        ? checked("--listen-addr", values.listenAddr, listened)
        : usualListenAddresses(values, authority),
    listenChosen: values.port !== undefined || values.listenAddr.length > 0,
    publicAddresses: checked("--public-addr", values.publicAddr, dialed),
    sync: syncOf(values),
    backfill: values.historyBackfill === "keep",
    bootnodes: distinct([...spec.bootNodes, ...checked("--bootnodes", values.bootnodes, peer)]),
    reserved: checked("--reserved-nodes", values.reservedNodes, peer),
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

/** What an address must be, so that the mistake is told before anything starts. */
interface AddressForm {
  readonly is: (text: string) => boolean;
  readonly expected: string;
}
const listened: AddressForm = {
  is: (text) => isListenable(withoutPeer(text)),
  expected: "an address such as /ip4/HOST/tcp/PORT",
};
const dialed: AddressForm = { is: (text) => isDialable(withoutPeer(text)), expected: listened.expected };
const peer: AddressForm = { is: (text) => parsePeerAddress(text) !== undefined, expected: peerAddressForm };

function checked(flag: string, texts: readonly string[], { is, expected }: AddressForm): readonly string[] {
  const wrong = texts.find((text) => !is(text));
  if (wrong !== undefined) throw new UserError(`${flag}: '${wrong}' is not ${expected}`, 2);
  return texts;
}

/**
 * Bootnodes without those that are named twice. Rust: `sc_network: config.rs FullNetworkConfiguration::sanity_check_bootnodes`.
 * @throws UserError when one address has two identities
 */
function distinct(bootnodes: readonly string[]): readonly string[] {
  const peers = new Map<string, string>();
  for (const text of bootnodes) {
    const { address, peer } = parsePeerAddress(text) ?? { address: "", peer: "" };
    const other = peers.get(address) ?? peer;
    if (address !== "" && other !== peer)
      throw new UserError(`the bootnode ${address} is named with two identities: ${other} and ${peer}`, 2);
    peers.set(address, peer);
  }
  return [...new Set(bootnodes)];
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
