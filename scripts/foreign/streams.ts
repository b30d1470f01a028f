import { demand, type ForeignNetwork, sleep, until } from "./network.ts";
import { type ForeignProgram, openStreams, statusOf, streamsOpen } from "./program.ts";

type Peers = { readonly peerId: string; readonly roles: string }[];

/** Does something as a peer of its own with streams to node 2. */
async function asPeer(
  network: ForeignNetwork,
  role: "full" | "light",
  act: (peer: ForeignProgram, id: string) => Promise<string>,
): Promise<string> {
  const peer = network.foreign({ role, relay: false });
  try {
    const id = (await peer.event("listening", 10_000, ({ event }) => event === "listening")).peer as string;
    await openStreams(peer, [network.tcp(2)]);
    const roles = ((await network.node(2).rpc("system_peers")) as Peers).find(({ peerId }) => peerId === id)?.roles;
    demand(roles === role.toUpperCase(), `system_peers has it as ${roles}`);
    return await act(peer, id);
  } finally {
    await peer.stop();
  }
}

/** A peer ends streams beside block announces: they open again, and it stays a peer. */
async function reopened(network: ForeignNetwork, peer: ForeignProgram, id: string): Promise<string> {
  const seen = peer.events.length;
  for (const protocol of ["transactions", "grandpa"]) {
    await peer.ask({ do: "close", peer: network.peerId(2), protocol });
    await peer.event(`${protocol} closed`, 10_000, (one) => one.event === "closed" && one.protocol === protocol, seen);
  }
  const took = await until("open again", 30_000, async () => (await statusOf(peer)).peers.every(streamsOpen));
  // Other nodes may find the peer meanwhile, and open theirs.
  const ended = peer.events.slice(seen).filter(({ event }) => event === "closed");
  demand(!ended.some(({ protocol }) => protocol === "block-announces"), "block announces ended too");
  const peers = (await network.node(2).rpc("system_peers")) as Peers;
  demand(
    peers.some(({ peerId }) => peerId === id),
    "it is no peer any more",
  );
  return `open again after ${took} ms`;
}

/** A light peer hears of blocks and of rounds, and stays. */
async function heard(peer: ForeignProgram): Promise<string> {
  await until("synced", 30_000, async () => (await statusOf(peer)).best > 0);
  const { best } = await statusOf(peer);
  await until("further blocks", 30_000, async () => (await statusOf(peer)).best > best + 4);
  await sleep(12_000);
  const { peers, faults } = await statusOf(peer);
  demand(peers.every(streamsOpen), "a stream ended");
  demand(faults.length === 0, faults.slice(0, 3).join("; "));
  return `follows from #${best} to #${(await statusOf(peer)).best}`;
}

/** What peers may do: the step and how it went. */
export function streamSteps(network: ForeignNetwork): [what: string, run: () => Promise<string>][] {
  return [
    [
      "transactions and GRANDPA ended by the peer",
      () => asPeer(network, "full", (peer, id) => reopened(network, peer, id)),
    ],
    ["a light peer", () => asPeer(network, "light", (peer) => heard(peer))],
  ];
}
