import type { Chain } from "../../chain/chain.ts";
import type { NetworkDiagnosis } from "../../network/libp2p/diagnosis.ts";
import { isPeerId, parsePeerAddress } from "../../primitives/multiaddress.ts";
import type { NetworkPort } from "../../rpc/ports.ts";
import type { NodeConfig } from "../config.ts";
import type { PeerToPeer } from "./start-network.ts";

/** What the RPC tells of the network. Before it has started there are no peers. */
export function networkPort(
  { spec, network: { bootnodes, reservedOnly } }: NodeConfig,
  chain: Chain,
  peers: PeerToPeer,
): NetworkPort {
  const starting = chain.best().number;
  const libp2p = () => peers.network;
  const started = () => {
    const network = libp2p();
    if (network === undefined) throw new Error("the network has not started yet");
    return network;
  };
  const beforeStart: NetworkDiagnosis = {
    peerId: peers.localPeer,
    listenedAddresses: [],
    externalAddresses: [],
    connectedPeers: {},
    notConnectedPeers: {},
    peerset: { reservedOnly, reserved: [], nodes: {} },
  };
  return {
    localPeerId: peers.localPeer,
    shouldHavePeers: spec.bootNodes.length + bootnodes.length > 0,
    listenAddresses: () => libp2p()?.listenAddresses() ?? [],
    peers: () =>
      peers.sync.peers().map(({ peer, roles, best }) => ({
        peerId: peer,
        roles: roles.toUpperCase(),
        bestHash: best.hash,
        bestNumber: best.number,
      })),
    isSyncing: () => peers.sync.isMajorSyncing(),
    syncState() {
      const current = peers.sync.current();
      const seen = current.type === "full" ? (current.sync.figures().bestSeen ?? 0) : 0;
      return { starting, highest: Math.max(seen, chain.best().number) };
    },
    reservedPeers: () => libp2p()?.networkState().reserved ?? [],
    addReservedPeer(address) {
      if (parsePeerAddress(address)?.peer === peers.localPeer)
        throw new Error("Local peer ID cannot be added as a reserved peer.");
      started().addReserved(address);
    },
    removeReservedPeer(peer) {
      if (!isPeerId(peer)) throw new Error(`'${peer}' is not a peer's identity: give it bare, without an address`);
      started().removeReserved(peer);
    },
    state: () => libp2p()?.diagnosis() ?? beforeStart,
  };
}
