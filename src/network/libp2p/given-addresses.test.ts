import { expect, it } from "vitest";
import { dialableTexts, ownPublicAddresses, readPeerAddresses } from "./given-addresses.ts";

const peer = "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";
const other = "12D3KooWHvLp7Pb2jCaeugAkUGW1XgqNPimeE2TiqGZF8kCvPZJP";

it("of a peer whose address cannot be dialed only the identity counts, and the log says so", () => {
  const warnings: string[] = [];
  const log = { warn: (_target: string, text: string) => void warnings.push(text) };
  const quic = `/ip4/1.2.3.4/udp/1/quic-v1/p2p/${peer}`;
  const old = `/dns/a.example/tcp/1/x-parity-ws/%2f/p2p/${peer}`;
  const read = readPeerAddresses([quic, old, `/p2p/${peer}`, `/ip4/1.2.3.4/tcp/1/ws/p2p/${peer}`], log);
  expect(read.map(({ address }) => address)).toEqual(["", "", "", "/ip4/1.2.3.4/tcp/1/ws"]);
  expect(dialableTexts(read)).toEqual([`/ip4/1.2.3.4/tcp/1/ws/p2p/${peer}`]);
  expect(warnings).toEqual(
    [quic, old].map((text) => `${text} cannot be dialed: this node has /tcp at /ip4, /ip6 and /dns, and /ws over it`),
  );
});

it("leaves out public addresses of another node, and says so", () => {
  const warnings: string[] = [];
  const log = { warn: (_target: string, text: string) => void warnings.push(text) };
  const own = ["/ip4/1.2.3.4/tcp/1", `/ip4/1.2.3.4/tcp/2/p2p/${peer}`];
  const foreign = `/ip4/1.2.3.4/tcp/3/p2p/${other}`;
  expect(ownPublicAddresses([...own, foreign], peer, log)).toEqual(own);
  expect(warnings).toEqual([`the public address ${foreign} is left out: this node's identity is ${peer}`]);
});
