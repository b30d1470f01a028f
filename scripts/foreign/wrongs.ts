import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { keyPairFromSuri } from "../../src/crypto/keypair.ts";
import { fromHex, toHex } from "../../src/lib/bytes.ts";
import { createRuntime, local } from "../../src/runtime/index.ts";
import type { NodeProcess } from "../../test/support/node-process.ts";
import { signExtrinsic, transfer } from "../../test/support/sign.ts";
import { demand, type ForeignNetwork, sleep, until } from "./network.ts";
import { type ForeignProgram, openStreams, statusOf } from "./program.ts";

/** What follows for the peer: its streams stay or end, either of these, or it is banned and not let in again. */
type Outcome = "stays" | "goes" | "banned" | "either";

interface Wrong {
  readonly what: string;
  /** What the node says of the peer's standing, when that is sure. */
  readonly reason?: RegExp;
  readonly outcome: Outcome;
  /** The command that does it. */
  readonly command: Readonly<Record<string, unknown>>;
}

/** A vote of GRANDPA's gossip, SCALE, with a signature and a key of zeros. */
function foreignVote(round: number, target: Uint8Array): string {
  const bytes = new Uint8Array(1 + 8 + 8 + 1 + 32 + 4 + 64 + 32);
  bytes[1] = round & 255;
  bytes[2] = round >>> 8;
  bytes.set(target, 18);
  return toHex(bytes);
}

/** A message of one transaction. */
const listOf = (extrinsic: Uint8Array): string => `0x04${toHex(extrinsic).slice(2)}`;

type Command = Wrong["command"];

function wrongs({ genesisHash }: ForeignNetwork): Wrong[] {
  const call = transfer(devAccount("Alice").accountId, 1n);
  const changed = signExtrinsic(createRuntime(local), { call, pair: devAccount("Bob"), nonce: 0, genesisHash });
  changed[60] = (changed[60] as number) ^ 1;
  const future = foreignVote(60_000, fromHex(genesisHash));

  const notify = (protocol: string, hex: string): Command => ({ do: "notify", protocol, hex });
  const stays = (what: string, reason: RegExp, command: Command): Wrong => ({
    ...{ what, reason, outcome: "stays", command },
  });
  const badBlock = (kind: string): Wrong => ({
    ...{ what: `a block announced and served: ${kind}`, reason: /Block verification failed/, outcome: "goes" },
    command: { do: "fake", kind },
  });
  return [
    stays("bytes that are no list of transactions", /Bad transaction/, notify("transactions", "0x08ff")),
    stays("a transaction that is none", /Bad transaction/, notify("transactions", "0x041404010203")),
    stays("a transaction with a changed signature", /Bad transaction/, notify("transactions", listOf(changed))),
    stays("GRANDPA bytes that are no message", /Bad packet/, notify("grandpa", "0x09010203")),
    stays("a vote for a round to come", /Future message/, notify("grandpa", future)),
    ...["sync", "state", "warp", "light"].map((protocol) =>
      stays(`a request of ${protocol} that is none`, /bad request/, { do: "request", protocol, hex: "0xff0102" }),
    ),
    {
      ...{ what: "an announcement that is none", reason: /Bad block announcement/, outcome: "goes" },
      command: notify("block-announces", "0x0102"),
    },
    // A peer may be on a fork that is not noticed yet: what it shares is looked for, and it goes when it cannot show it.
    {
      ...{ what: "a block of an unknown parent, announced and served", outcome: "either" },
      command: { do: "fake", kind: "unknown-parent" },
    },
    ...["changed-seal", "bad-seal", "no-seal", "no-digest", "future-slot", "bad-state-root", "bad-body"].map(badBlock),
    {
      ...{ what: "the same request of blocks four times", reason: /Same block request multiple times.*Banned/ },
      ...{ outcome: "banned", command: { do: "repeat", times: 4 } },
    },
  ];
}

/** The node that is wronged: no other foreign peer has streams with it. */
const victim = 2;

/** Waits for what a node's log says of a peer's standing since a place in it. */
async function standingTold(node: NodeProcess, id: string, from: number, reason: RegExp | undefined): Promise<string> {
  if (reason === undefined) return "The chain goes on.";
  const told = (): string | undefined =>
    node
      .log()
      .slice(from)
      .split("\n")
      .find((line) => line.includes(`Report ${id}: `) && reason.test(line));
  await until(`a loss of standing as ${reason}`, 15_000, async () => told() !== undefined);
  return (told() ?? "").replace(/^.*Report \S+: /, "");
}

async function doWrong(network: ForeignNetwork, peer: ForeignProgram, wrong: Wrong): Promise<string> {
  const node = network.node(victim);
  const address = network.tcp(victim);
  const isPeer = async (id: string): Promise<boolean> =>
    ((await node.rpc("system_peers")) as { peerId: string }[]).some(({ peerId }) => peerId === id);

  const id = (await peer.event("listening", 10_000, ({ event }) => event === "listening")).peer as string;
  await openStreams(peer, [address]);
  await until("at the head", 60_000, async () => (await statusOf(peer)).best + 3 > (await network.best(victim)));
  const [from, seen] = [node.log().length, peer.events.length];
  await peer.ask({ peer: network.peerId(victim), ...wrong.command });
  const said = await standingTold(node, id, from, wrong.reason);
  if (wrong.outcome === "stays" || wrong.outcome === "either") {
    await sleep(1000);
    const stayed = await isPeer(id);
    demand(stayed || wrong.outcome === "either", "it is not in system_peers");
    const goal = (await network.best(victim)) + 4;
    await until("further blocks", 30_000, async () => (await network.best(victim)) >= goal);
    return `${said} The streams ${stayed ? "stay" : "end"}.`;
  }
  const ended = wrong.outcome === "goes" ? "closed" : "connection-closed";
  await peer.event(ended, 10_000, ({ event }) => event === ended, seen);
  demand(!(await isPeer(id)), "it is still in system_peers");
  if (wrong.outcome === "goes") return `${said} The streams end.`;
  const again = await openStreams(peer, [address], 8000).then(
    () => "let in again",
    () => "not let in again",
  );
  demand(again === "not let in again", again);
  return `${said} The connection ends, and a new one is refused.`;
}

/** Has a peer of its own do each wrong at a node: what, and what the node said of it and did. */
export function wrongSteps(network: ForeignNetwork): [what: string, run: () => Promise<string>][] {
  const auraSeed = keyPairFromSuri("sr25519", network.fourth.suri).seed;
  return wrongs(network).map((wrong) => [
    wrong.what,
    async () => {
      const peer = network.foreign({ role: "full", relay: false, auraSeed });
      try {
        return await doWrong(network, peer, wrong);
      } finally {
        await peer.stop();
      }
    },
  ]);
}
