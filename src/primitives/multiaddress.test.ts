import { expect, it } from "vitest";
import { isMultiaddress, parsePeerAddress } from "./multiaddress.ts";

const peer = "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";
const address = `/ip4/1.2.3.4/tcp/30333/p2p/${peer}`;

it("takes addresses of protocols that are known", () => {
  for (const text of [
    ...["/ip4/1.2.3.4/tcp/30333", "/ip6/::1/tcp/1/ws", "/dns/a.example/tcp/443/tls/ws", "/ip4/1.2.3.4/udp/1/quic-v1"],
    ...["/dns/a.example/tcp/30334/x-parity-ws/%2f", address, `/p2p/${peer}`, "/memory/7"],
  ])
    expect([text, isMultiaddress(text)]).toEqual([text, true]);
  for (const text of [
    ...["", "/", "ip4/1.2.3.4", "/ip4", "/ip4/1.2.3", "/ip4/999.0.0.1/tcp/1", "/ip6/1.2.3.4/tcp/1", "/tcp/65536"],
    ...["/tcp/-1", "/tcp/x", "/tcp/", "/what/1.2.3.4", "1.2.3.4:30333", "/ip4/1.2.3.4/tcp/1/"],
  ])
    expect([text, isMultiaddress(text)]).toEqual([text, false]);
});

it("takes identities that a key can have", () => {
  expect(parsePeerAddress(address)).toEqual({ address: "/ip4/1.2.3.4/tcp/30333", peer });
  // The hash of an RSA key, and a secp256k1 key.
  for (const other of [
    "QmSk5HQbn6LhUwDiNMseVUjuRYhEtYj4aUZ6WfWoGURpdV",
    "16Uiu2HAmPoEdFVGFhEgg6B6UWXmKyoC7cMmVUkRmPj2LT6bgGxSZ",
  ])
    expect(parsePeerAddress(`/p2p/${other}`)?.peer).toBe(other);
  for (const other of [`${peer}x`, peer.slice(0, -1), peer.replace("12D3", "12D4"), `${peer.slice(0, -1)}0`])
    expect([other, parsePeerAddress(`/p2p/${other}`)]).toEqual([other, undefined]);
});
