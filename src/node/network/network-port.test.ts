import { expect, test } from "vitest";
import type { Chain } from "../../chain/chain.ts";
import type { Libp2pNetwork } from "../../network/libp2p/network.ts";
import type { NodeConfig } from "../config.ts";
import { networkPort } from "./network-port.ts";
import type { PeerToPeer } from "./start-network.ts";

const own = "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";
const other = "12D3KooWHvLp7Pb2jCaeugAkUGW1XgqNPimeE2TiqGZF8kCvPZJP";

/** The port of a node whose network writes down what it is told. */
function port() {
  const told: string[] = [];
  const network: Partial<Libp2pNetwork> = {
    addReserved: (address) => void told.push(`add ${address}`),
    removeReserved: (peer) => void told.push(`remove ${peer}`),
  };
  const config = { spec: { bootNodes: [] }, network: { bootnodes: [], reservedOnly: false } };
  const chain = { best: () => ({ number: 0 }) };
  const peers = { localPeer: own, network };
  const made = networkPort(config as unknown as NodeConfig, chain as unknown as Chain, peers as unknown as PeerToPeer);
  return { made, told };
}

test("the node itself is no reserved peer", () => {
  const { made, told } = port();
  expect(() => made.addReservedPeer(`/ip4/127.0.0.1/tcp/30333/p2p/${own}`)).toThrow(
    /^Local peer ID cannot be added as a reserved peer\.$/,
  );
  expect(told).toEqual([]);
  made.addReservedPeer(`/ip4/127.0.0.1/tcp/30333/p2p/${other}`);
  expect(told).toEqual([`add /ip4/127.0.0.1/tcp/30333/p2p/${other}`]);
});

test.each(["garbage", "", `/p2p/${other}`, `/ip4/127.0.0.1/tcp/30333/p2p/${other}`, other.slice(0, -1)])(
  "'%s' is no identity of a reserved peer",
  (text) => {
    const { made, told } = port();
    expect(() => made.removeReservedPeer(text)).toThrow(`'${text}' is not a peer's identity`);
    expect(told).toEqual([]);
  },
);

test("a reserved peer goes by its bare identity", () => {
  const { made, told } = port();
  made.removeReservedPeer(other);
  expect(told).toEqual([`remove ${other}`]);
});
