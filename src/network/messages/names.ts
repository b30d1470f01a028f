import type { Hex } from "../../lib/bytes.ts";
import type { NotificationProtocol, RequestProtocol } from "../network.ts";

/** What tells one chain's protocols from another's. */
export interface ChainName {
  readonly genesisHash: Hex;
  /** The `forkId` of the specification: chains with the same genesis block that went different ways. */
  readonly forkId?: string | undefined;
  /** The `protocolId` of the specification, in names that older nodes use. */
  readonly protocolId: string;
}

/** Names of one protocol on the wire, the preferred one first: a listener answers to all, a dialer offers them in this order. */
export type ProtocolNames = readonly [name: string, legacy: string];

const notificationEndings: Readonly<Record<NotificationProtocol, string>> = {
  "block-announces": "block-announces/1",
  transactions: "transactions/1",
  grandpa: "grandpa/1",
};

const requestEndings: Readonly<Record<RequestProtocol, string>> = {
  sync: "sync/2",
  state: "state/2",
  warp: "sync/warp",
  light: "light/2",
};

/** The front of every name: the genesis hash without 0x, and the fork after it when there is one. */
function prefixOf({ genesisHash, forkId }: ChainName): string {
  const hash = genesisHash.slice(2);
  return forkId === undefined ? `/${hash}` : `/${hash}/${forkId}`;
}

/** Rust: `sc_network_sync: engine.rs get_block_announce_proto_config`, `sc_consensus_grandpa: communication protocol_standard_name`. */
export function notificationNames(chain: ChainName, protocol: NotificationProtocol): ProtocolNames {
  // The legacy name of GRANDPA does not name the chain.
  const legacy = protocol === "grandpa" ? "paritytech" : chain.protocolId;
  return [`${prefixOf(chain)}/${notificationEndings[protocol]}`, `/${legacy}/${notificationEndings[protocol]}`];
}

/** Rust: `sc_network_sync: block_request_handler.rs generate_protocol_name` and those of state, warp and light. */
export function requestNames(chain: ChainName, protocol: RequestProtocol): ProtocolNames {
  return [`${prefixOf(chain)}/${requestEndings[protocol]}`, `/${chain.protocolId}/${requestEndings[protocol]}`];
}

/** The topic of gossipsub under which whole blocks travel; nodes of this project alone know it. */
export function blockTopic(chain: ChainName): string {
  return `${prefixOf(chain)}/blocks/1`;
}

/** Rust: `sc_network: litep2p/discovery.rs kademlia_protocol_name`. */
export function kademliaNames(chain: ChainName): ProtocolNames {
  return [`${prefixOf(chain)}/kad`, `/${chain.protocolId}/kad`];
}
