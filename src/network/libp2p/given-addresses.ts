import type { PeerAddress } from "../../primitives/multiaddress.ts";
import type { PeerId } from "../network.ts";
import { isDialable, readPeerAddress } from "./addresses.ts";
import type { NetworkLog } from "./options.ts";

const target = "sub-libp2p";

/**
 * Reads addresses of peers that the operator gave. Where one cannot be dialed, only the identity counts, and the log says so.
 * @throws UserError when a text is no address of a peer
 */
export function readPeerAddresses(texts: readonly string[], log: Pick<NetworkLog, "warn">): PeerAddress[] {
  return texts.map((text) => {
    const { peer, address } = readPeerAddress(text);
    if (address === "" || isDialable(address)) return { peer, address };
    log.warn(target, `${text} cannot be dialed: this node has /tcp at /ip4, /ip6 and /dns, and /ws over it`);
    return { peer, address: "" };
  });
}

/** The texts of those that can be dialed. */
export function dialableTexts(addresses: readonly PeerAddress[]): string[] {
  return addresses.flatMap(({ peer, address }) => (address === "" ? [] : [`${address}/p2p/${peer}`]));
}

/** Addresses by which others reach this node, without those that end with another node's identity: the log tells of them. */
export function ownPublicAddresses(
  texts: readonly string[],
  localPeer: PeerId,
  log: Pick<NetworkLog, "warn">,
): string[] {
  return texts.filter((text) => {
    const named = /\/(?:p2p|ipfs)\/([^/]+)$/.exec(text)?.[1] ?? localPeer;
    if (named !== localPeer)
      log.warn(target, `the public address ${text} is left out: this node's identity is ${localPeer}`);
    return named === localPeer;
  });
}
