// Runs a peer that nobody here wrote as the fourth voter of four, beside three authorities and a full node that has no other peer.
// npm run test:foreign -- PROGRAM [MINUTES], ten when not given. docs/foreign-peers.md says what the program must understand.
import { devAccount } from "../src/crypto/dev-accounts.ts";
import { ss58Encode } from "../src/crypto/ss58.ts";
import { toHex } from "../src/lib/bytes.ts";
import { createRuntime, local } from "../src/runtime/index.ts";
import { signExtrinsic, transfer } from "../test/support/sign.ts";
import { demand, sleep, startForeignNetwork, until } from "./foreign/network.ts";
import { type ForeignProgram, openStreams, statusOf, streamsOpen } from "./foreign/program.ts";
import { streamSteps } from "./foreign/streams.ts";
import { wrongSteps } from "./foreign/wrongs.ts";
import { tableText } from "./table.ts";

const [peerProgram, minutesText = "10"] = process.argv.slice(2);
if (peerProgram === undefined) {
  console.error("usage: npm run test:foreign -- PROGRAM [MINUTES]");
  process.exit(2);
}
const minutes = Number(minutesText);
const began = Date.now();
const rows: string[][] = [["minute", "what", "outcome"]];
let failures = 0;

function note(what: string, outcome: string): void {
  const minute = ((Date.now() - began) / 60_000).toFixed(1);
  rows.push([minute, what, outcome]);
  console.log(`${minute}  ${what}: ${outcome}`);
}
/** Does one step; an error of it is a failure, and the others go on. */
async function step(what: string, run: () => Promise<string>): Promise<void> {
  try {
    note(what, await run());
  } catch (error) {
    failures++;
    note(what, `FAILED: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const network = await startForeignNetwork(peerProgram);
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void network.stop().finally(() => process.exit(1)));
const { node, peerId, best, final, genesisHash, authorities } = network;
const finalOf = (of: readonly number[]): Promise<number[]> => Promise.all(of.map(final));
const nameOf = (at: number): string => authorities[at]?.name ?? "";

async function startVoter(): Promise<ForeignProgram> {
  const peer = network.foreignVoter();
  const took = await openStreams(peer, [network.tcp(0), network.webSocket(1), network.tcp(3)]);
  await until("at the head", 60_000, async () => (await statusOf(peer)).best + 3 > (await best(0)));
  await peer.ask({ do: "warp", peer: peerId(0) });
  await peer.ask({ do: "vote" });
  note("the foreign voter", `streams with One (TCP), Two (WebSocket) and the full node open after ${took} ms`);
  return peer;
}

async function sendTransaction(voter: ForeignProgram): Promise<string> {
  const [pair, call] = [devAccount("Alice"), transfer(devAccount("Bob").accountId, 1000n)];
  const extrinsic = toHex(signExtrinsic(createRuntime(local), { call, pair, nonce: 0, genesisHash }));
  // A list of one.
  await voter.ask({ do: "notify", peer: peerId(0), protocol: "transactions", hex: `0x04${extrinsic.slice(2)}` });
  const included = (): Promise<{ number: number } | null> => voter.ask({ do: "includes", hex: extrinsic });
  const took = await until("in a block", 20_000, async () => (await included()) !== null);
  const number = (await included())?.number ?? 0;
  await until("final", 30_000, async () => (await final(3)) >= number);
  const nonce = await node(3).rpc("system_accountNextIndex", [ss58Encode(pair.accountId)]);
  demand(nonce === 1, `the nonce is ${String(nonce)}`);
  return `in #${number} after ${took} ms, and final on the full node`;
}

async function checkRequests(voter: ForeignProgram, at: number): Promise<string> {
  const checks: { what: string; ok: boolean; detail: string }[] = await voter.ask({ do: "checks", peer: peerId(at) });
  const bad = checks.filter(({ ok }) => !ok);
  for (const { what, ok, detail } of checks) note(`  ${what}`, ok ? detail : `FAILED: ${detail}`);
  demand(checks.length > 0 && bad.length === 0, bad.map(({ what }) => what).join(", "));
  return `${checks.length} answers as they should be`;
}

const lost = ["closed", "not-opened", "connection-closed", "not-sent"];
async function stayedOpen(voter: ForeignProgram, from: number, since: number): Promise<string> {
  // A node that looks whether somebody has its key asks the peer under another identity, and leaves (src/network/libp2p/same-key.ts).
  const own = new Set<unknown>([0, 1, 2, 3].map(peerId));
  const ended = voter.events
    .slice(from)
    .filter(({ event, peer }) => lost.includes(event) && (peer === undefined || own.has(peer)));
  demand(ended.length === 0, JSON.stringify(ended.slice(0, 3)));
  const { peers, faults, counts } = await statusOf(voter);
  demand(faults.length === 0, faults.slice(0, 3).join("; "));
  for (const at of [0, 1, 3])
    demand(
      peers.some((one) => one.peer === peerId(at) && streamsOpen(one)),
      `not all are open with node ${at}`,
    );
  const did = Object.entries(counts).map(([what, count]) => `${count} ${what}`);
  return `${((Date.now() - since) / 60_000).toFixed(1)} minutes, none ended; ${did.join(", ")}`;
}

let voter: ForeignProgram;
async function withoutOne(): Promise<string> {
  await node(2).stop("SIGKILL");
  await sleep(3000);
  const [before, mark] = [await final(0), voter.events.length];
  await until("twenty further final blocks", 60_000, async () => (await final(0)) > before + 20);
  const commits = voter.events.slice(mark).filter(({ event }) => event === "finalized");
  demand(
    commits.every(({ own }) => own === true),
    "a commit without the foreign vote",
  );
  return `from #${before} to #${await final(0)}, the foreign vote in each of ${commits.length} commits`;
}
async function withoutTwo(): Promise<string> {
  await voter.stop();
  await sleep(3000);
  const [before, grown] = [await final(0), await best(0)];
  await until("ten further blocks", 60_000, async () => (await best(0)) > grown + 10);
  demand((await final(0)) === before, `final went on from #${before} to #${await final(0)}`);
  return `final stays #${before} while best goes from #${grown} to #${await best(0)}`;
}
async function voterBack(): Promise<string> {
  const [goal, since] = [await best(0), Date.now()];
  voter = await startVoter();
  await until("caught up", 60_000, async () => (await finalOf([0, 3])).every((number) => number >= goal));
  return `#${goal} final here and on the full node ${((Date.now() - since) / 1000).toFixed(1)} s after its start`;
}
async function nodeBack(): Promise<string> {
  await network.start(2);
  const goal = await best(0);
  const took = await until("caught up", 60_000, async () => (await final(2)) >= goal);
  return `#${goal} final after ${(took / 1000).toFixed(1)} s`;
}
async function sameEverywhere(): Promise<string> {
  const { finalized, finalizedHash, faults } = await statusOf(voter);
  await until(`#${finalized} final`, 20_000, async () => (await finalOf([0, 1, 2, 3])).every((n) => n >= finalized));
  for (const at of [0, 1, 2, 3])
    demand((await node(at).rpc("chain_getBlockHash", [finalized])) === finalizedHash, `another one on node ${at}`);
  demand(faults.length === 0, faults.slice(0, 3).join("; "));
  return `#${finalized} on four nodes and the foreign one`;
}

try {
  await until("blocks", 120_000, async () => (await best(0)) > 10);
  voter = await startVoter();
  const [from, since] = [voter.events.length, Date.now()];
  await step("a transaction", () => sendTransaction(voter));
  await step("the full node has the foreign peer alone", async () => {
    const peers = (await node(3).rpc("system_peers")) as { peerId: string }[];
    demand(peers.length === 1 && peers[0]?.peerId === network.fourth.peerId, JSON.stringify(peers));
    await until("at the head", 10_000, async () => (await best(3)) + 3 > (await best(0)));
    return `#${await best(3)} of #${await best(0)}, final #${await final(3)}`;
  });
  for (const [what, run] of [...streamSteps(network), ...wrongSteps(network)]) await step(what, run);
  await step("a chain that has a justification", async () => {
    const within = minutes * 60_000 + 300_000;
    const took = await until("520 final blocks", within, async () => (await final(0)) > 520);
    return `#${await final(0)} is final, ${Math.round(took / 1000)} s later`;
  });
  for (const at of [0, 1]) await step(`requests to ${nameOf(at)}`, () => checkRequests(voter, at));
  await sleep(Math.max(since + minutes * 60_000 - Date.now(), 0));
  await step("all streams stay open", () => stayedOpen(voter, from, since));
  await step("one of ours stopped: finality goes on with the foreign vote", withoutOne);
  await step("the foreign voter stopped too: finality waits", withoutTwo);
  await step("the foreign voter is back: finality goes on", voterBack);
  await step("ours is back: it catches up by what it is told", nodeBack);
  await step("the same chain everywhere", sameEverywhere);
} catch (error) {
  failures++;
  console.error(error);
} finally {
  console.log(`\n${tableText(rows)}`);
  console.log(`Logs: ${await network.stop()}-*.log`);
}
process.exit(failures === 0 ? 0 : 1);
