import { expect, test } from "vitest";
import { isDialable, isPrivateAddress, readPeerAddress, withoutPeer } from "./addresses.ts";

const peer = "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";

test("addresses with an identity are taken apart", () => {
  for (const address of ["/ip4/1.2.3.4/tcp/30333", "/dns/bootnode.example/tcp/30333/ws", "/ip6/::1/tcp/1", ""]) {
    expect(readPeerAddress(`${address}/p2p/${peer}`)).toEqual({ address, peer });
    expect(readPeerAddress(`${address}/ipfs/${peer}`)).toEqual({ address, peer });
    expect(withoutPeer(`${address}/p2p/${peer}`)).toBe(address);
  }
  for (const text of [
    ...["", peer, "/ip4/1.2.3.4/tcp/30333", "/p2p/x", `/ip4/1.2.3.4/tcp/1/p2p/${peer}/`],
    `/ip4/1.2.3.4/tcp/1/p2p/${peer}/p2p-circuit/p2p/${peer}`,
  ])
    expect(() => readPeerAddress(text)).toThrow("is no address of a peer");
});

test("TCP and WebSocket over it are dialed, and nothing else", () => {
  for (const address of [
    ...["/ip4/1.2.3.4/tcp/30333", "/ip6/::1/tcp/1", "/dns/a.example/tcp/443/wss", "/dns4/a/tcp/1/ws"],
    ...["/dns6/a/tcp/443/tls/ws", "/ip4/1.2.3.4/tcp/1/ws/http-path"],
  ])
    expect([address, isDialable(address)]).toEqual([address, true]);
  for (const address of [
    "/ip4/1.2.3.4/udp/1/quic-v1",
    "/ip4/1.2.3.4",
    "/unix/x",
    "",
    "/ip4/1.2.3.4/tcp/x",
    "/memory/1",
  ])
    expect([address, isDialable(address)]).toEqual([address, false]);
});

test("private networks and this machine are told from the rest", () => {
  for (const host of [
    ...["127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.1.1", "100.64.0.1", "0.0.0.0"],
    ...["192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "240.0.0.1", "255.255.255.255"],
  ])
    expect([host, isPrivateAddress(`/ip4/${host}/tcp/1`)]).toEqual([host, true]);
  for (const host of ["1.1.1.1", "172.32.0.1", "100.128.0.1", "192.1.0.1", "198.20.0.1", "203.0.112.1", "8.8.8.8"])
    expect([host, isPrivateAddress(`/ip4/${host}/tcp/1`)]).toEqual([host, false]);
  for (const host of ["::1", "fe80::1", "fc00::1", "fd12::1", "::", "2001:db8::1", "::ffff:10.0.0.1"])
    expect([host, isPrivateAddress(`/ip6/${host}/tcp/1`)]).toEqual([host, true]);
  for (const host of ["2001:4860::8888", "2a01::1", "::ffff:8.8.8.8"])
    expect([host, isPrivateAddress(`/ip6/${host}/tcp/1`)]).toEqual([host, false]);
  expect(isPrivateAddress("/dns/a.example/tcp/1")).toBe(false);
});
