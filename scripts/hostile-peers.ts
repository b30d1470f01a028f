// Runs an author, a follower and nodes that join among hostile peers: bad bytes, streams, connections and blocks of every kind: node scripts/run.js scripts/hostile-peers.ts [MINUTES] [SEED].
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { createLedger } from "../test/hostile/ledger.ts";
import { slotsFrom, type WatchedNode, watchedNode } from "../test/hostile/watched-node.ts";
import type { Attack } from "../test/hostile/worker.ts";

const [minutes, seed] = [Number(process.argv[2] ?? 1), Number(process.argv[3] ?? 1)];
/** Memory may be higher at the end than it was after the first minutes by this share, and no more. */
const mostGrowth = 1.15;
const warmUp = 5;

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
const middle = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1] ?? 0;
/** The development chain, without --dev: that would make every node an author with One's key. */
const chain = ["--chain", "dev", "--pow-faucet", "--tmp"];
/**
 * Honest nodes that follow: a node goes by what most of its peers say of the height, as the original does, and makes no
 * blocks while it thinks that it is far behind. Three liars at once are fewer.
 */
const honest = 4;

const author = await watchedNode([...chain, "--one", "--force-authoring"]);
const [reach = ""] = author.target.addresses;
const reserved = ["--bootnodes", reach, "--reserved-nodes", reach];
const followers = await Promise.all(
  Array.from({ length: honest }, (_, at) => watchedNode([...chain, "--name", `Follower ${at + 1}`, ...reserved])),
);
const [follower] = followers as [WatchedNode, ...WatchedNode[]];
for (const { target } of followers) await author.rpc("system_addReservedPeer", [target.addresses[0]]);
const nodes: Readonly<Record<string, WatchedNode>> = { author, follower };
const ledger = createLedger();
const joiners = new Set<WatchedNode>();
const residents = new Map<string, number[]>();
let over = false;

// Whatever ends this script ends its nodes.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));
process.on("exit", () => {
  for (const { node } of [author, ...followers, ...joiners]) node.process.kill("SIGKILL");
});

const workers = [1, 2, 3, 4].map((at) => {
  const attack: Attack = {
    seed: seed * 1000 + at,
    author: author.target,
    follower: follower.target,
    joiners: at === 4,
  };
  const worker = new Worker(new URL("../test/hostile/worker.ts", import.meta.url), { workerData: attack });
  worker.on("message", ledger.done);
  return worker;
});

const numberOf = async ({ rpc }: WatchedNode, hash?: unknown): Promise<number> =>
  Number(((await rpc("chain_getHeader", hash === undefined ? [] : [hash])) as { number: string }).number);

/** Whether a node has the author's final block within so many ms. */
async function agrees(watched: WatchedNode, within: number): Promise<boolean> {
  const final = await author.rpc("chain_getFinalizedHead");
  const number = await numberOf(author, final);
  for (const end = Date.now() + within; Date.now() < end; await sleep(500))
    if ((await watched.rpc("chain_getBlockHash", [number])) === final) return true;
  return false;
}

/** Nodes with an empty disk that know hostile peers first, and the author after a while. */
async function join(): Promise<{ joined: number; failed: number }> {
  const counts = { joined: 0, failed: 0 };
  while (!over) {
    const joiner = await watchedNode([...chain, "--name", "Joiner"]);
    joiners.add(joiner);
    workers.at(-1)?.postMessage(joiner.target);
    await sleep(40_000);
    await joiner.rpc("system_addReservedPeer", [reach]);
    const from = Date.now();
    const caughtUp = await agrees(joiner, 60_000);
    counts[caughtUp ? "joined" : "failed"]++;
    console.log(`a node joined: ${caughtUp ? `caught up after ${Date.now() - from} ms` : "not caught up in 60 s"}`);
    ledger.read("joiner", joiner.newLines());
    await joiner.node.stop();
    joiners.delete(joiner);
  }
  return counts;
}

const first = await numberOf(author);
const joining = join();
for (let minute = 1; minute <= minutes; minute++) {
  await sleep(60_000);
  for (const [name, watched] of Object.entries(nodes)) {
    ledger.read(name, watched.newLines());
    const { resident, heap, external, files, peers } = await watched.sample();
    if (minute > warmUp) residents.set(name, [...(residents.get(name) ?? []), resident]);
    const memory = `${megabytes(resident)} (heap ${megabytes(heap)}, beside it ${megabytes(external)})`;
    const state = `block ${await numberOf(watched)}, ${peers} peers, ${memory}, ${files} files`;
    console.log(`${minute} min, ${ledger.attacks()} attacks, ${name}: ${state}, ${ledger.faults.length} faults`);
  }
}
over = true;
const joined = await joining;
await Promise.all(workers.map((worker) => worker.terminate()));

const slots = await slotsFrom(author, first);
const missed = slots.flatMap((slot, index) => {
  const before = slots[index - 1];
  if (before === undefined || slot === before + 1n) return [];
  const why = ledger.ofSlot(before + 1n).at(-1) ?? "the author said nothing of it";
  return [`slot ${before + 1n} to ${slot - 1n}: ${why}`];
});
const agreed = (await Promise.all(followers.map((one) => agrees(one, 60_000)))).every(Boolean);
const growth = [...residents].map(([name, list]) => {
  const third = Math.ceil(list.length / 3);
  const [early, late] = [middle(list.slice(0, third)), middle(list.slice(-third))];
  return { name, early, late, flat: list.length < 6 || late <= early * mostGrowth };
});

console.log(`\n${ledger.table()}`);
console.log(`\n${slots.length} slots, ${missed.length} gaps`);
for (const gap of missed) console.log(`  ${gap}`);
for (const { name, early, late } of growth) console.log(`${name}: ${megabytes(early)} early, ${megabytes(late)} late`);
console.log(
  `The followers have the author's final block: ${agreed}. ${joined.joined} nodes joined, ${joined.failed} did not.`,
);
for (const fault of ledger.faults.slice(0, 50)) console.log(`FAULT ${fault}`);
const codes = await Promise.all([author, ...followers].map(({ node }) => node.stop()));
const well =
  [ledger.faults, missed].every(({ length }) => length === 0) &&
  growth.every(({ flat }) => flat) &&
  agreed &&
  joined.failed === 0 &&
  codes.every((code) => code === 0);
process.exit(well ? 0 : 1);
