import { expect, test } from "vitest";
import { createKnownPeers } from "../peers/known-peers.ts";
import { createDiscovery } from "./discovery.ts";
import type { Node } from "./node.ts";

/** The library's node as far as discovery sees it: its store has peers p0, p1 and so on. */
function fakeNode(stored: number, inTable: ReadonlySet<string>, connected: ReadonlySet<string>) {
  const id = (name: string) => ({ toString: () => name, equals: (other: unknown) => String(other) === name });
  const peers = new Map(Array.from({ length: stored }, (_, index) => [`p${index}`, id(`p${index}`)]));
  const libp2p = Object.assign(new EventTarget(), {
    peerId: id("p0"),
    getConnections: (peer: unknown) => (connected.has(String(peer)) ? [{}] : []),
    peerStore: {
      all: async () =>
        [...peers].map(([name, peer]) => ({ id: peer, tags: new Map(inTable.has(name) ? [["kad-peer", {}]] : []) })),
      delete: async (peer: unknown) => void peers.delete(String(peer)),
    },
  });
  return { node: { libp2p, dht: { rpc: { handlers: {} } } } as unknown as Node, peers, libp2p };
}

const discoveryOf = (node: Node, learnPrivate: boolean, known = createKnownPeers(undefined, 0)) => ({
  known,
  discovery: createDiscovery(node, {
    chain: { genesisHash: `0x${"11".repeat(32)}`, protocolId: "bittensor" },
    ...{ known, learnPrivate, walk: false, now: () => 0, after: () => () => {}, walked() {}, seen() {} },
  }),
});

test("of what the library keeps, 200 peers stay beside this node, the table and those that are connected", async () => {
  const { node, peers } = fakeNode(1_000, new Set(["p5"]), new Set(["p7"]));
  await discoveryOf(node, true).discovery.prune();
  expect(peers.size).toBe(200);
  for (const name of ["p0", "p5", "p7", "p999"]) expect(peers.has(name)).toBe(true);
});

test("addresses are learned that can be dialed, private ones only where they are of use", () => {
  const addresses = ["/ip4/10.0.0.1/tcp/1", "/ip4/1.2.3.4/tcp/2/p2p/p1", "/ip4/1.2.3.4/udp/3/quic-v1"];
  for (const learnPrivate of [true, false]) {
    const { node, libp2p } = fakeNode(0, new Set(), new Set());
    const { known } = discoveryOf(node, learnPrivate);
    const tell = (peer: string) =>
      libp2p.dispatchEvent(new CustomEvent("peer:discovery", { detail: { id: peer, multiaddrs: addresses } }));
    tell("p1");
    // This node itself is no peer.
    tell("p0");
    expect([...known.peers()]).toEqual(["p1"]);
    expect(known.addresses("p1")).toEqual([...(learnPrivate ? ["/ip4/10.0.0.1/tcp/1"] : []), "/ip4/1.2.3.4/tcp/2"]);
  }
});

test("only peers of this chain are learned from what they say of themselves", () => {
  const { node, libp2p } = fakeNode(0, new Set(), new Set());
  const { known } = discoveryOf(node, true);
  const say = (peerId: string, protocols: string[]) =>
    libp2p.dispatchEvent(
      new CustomEvent("peer:identify", { detail: { peerId, protocols, listenAddrs: ["/ip4/1.2.3.4/tcp/1"] } }),
    );
  say("light", ["/ipfs/ping/1.0.0"]);
  say("other", ["/bittensor/kad"]);
  say("full", [`/${"11".repeat(32)}/kad`]);
  expect([...known.peers()]).toEqual(["full"]);
});
