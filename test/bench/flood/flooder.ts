// The process that floods a node: it is told what to do over IPC (see Order), and answers with what came of it.
import type { Hex } from "../../../src/lib/bytes.ts";
import { floodAccounts, garbage, noncesOf, signTransfers } from "./accounts.ts";
import { type Answer, connectTo, type NodeConnection } from "./connection.ts";

/** `one` and `many` send transfers of one and of a thousand accounts; `beyond` sends more than the pool takes. */
export type Flood = "one" | "many" | "beyond" | "garbage" | "walks" | "proofs" | "calls";

export interface Order {
  readonly port: number;
  readonly seconds: number;
  readonly floods: readonly Flood[];
  /** Transfers signed for each second of a flood of them. */
  readonly rate: number;
  /** Keys that proofs are asked for. */
  readonly keys: readonly Hex[];
}

/** What came of one flood: answers, refusals by their code, and the waiting for answers in ms. */
export interface Outcome {
  readonly flood: Flood;
  readonly answered: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly waited: { readonly median: number; readonly most: number };
}

export type Report = { readonly kind: "ready" } | { readonly kind: "done"; readonly outcomes: readonly Outcome[] };

/** Transfers under way at a time, over all connections. */
const underWay = 512;
const socketsForTransfers = 4;
/** Transfers that may wait in the node's pool: less than its limit of 8,192. */
const poolRoom = 6000;

function tally(flood: Flood) {
  const refused: Record<string, number> = {};
  const waits: number[] = [];
  let answered = 0;
  return {
    note(answer: Answer, wait: number): void {
      waits.push(wait);
      if (answer.error === undefined) answered++;
      else refused[answer.error.code] = (refused[answer.error.code] ?? 0) + 1;
    },
    outcome(): Outcome {
      waits.sort((a, b) => a - b);
      return { flood, answered, refused, waited: { median: waits[waits.length >> 1] ?? 0, most: waits.at(-1) ?? 0 } };
    },
  };
}
type Tally = ReturnType<typeof tally>;

async function timed(count: Tally, ask: Promise<Answer>): Promise<Answer> {
  const start = performance.now();
  const answer = await ask;
  count.note(answer, performance.now() - start);
  return answer;
}

/** A flood that is prepared: what it does until `end` (of `performance.now`). */
type Run = (end: number, count: Tally) => Promise<void>;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends transfers in their order, never more than the pool has room for: nothing of it is refused. */
async function transfers(node: NodeConnection, order: Order, flood: "one" | "many"): Promise<Run> {
  const accounts = floodAccounts(flood, flood === "one" ? 1 : 1000);
  const genesisHash = (await node.result("chain_getBlockHash", [0])) as Hex;
  const start = await noncesOf(node, accounts);
  const signed = signTransfers(genesisHash, accounts, start, Math.ceil((order.rate * order.seconds) / accounts.length));
  const sockets = await Promise.all(Array.from({ length: socketsForTransfers }, () => connectTo(order.port)));
  // A few accounts stand for all: they take turns.
  const sample = accounts.filter((_, index) => index % 64 === 0);
  const first = await noncesOf(node, sample);
  return async (end, count) => {
    let next = 0;
    let included = 0;
    let watching = true;
    const watch = async (): Promise<void> => {
      while (watching) {
        const nonces = await noncesOf(node, sample).catch(() => first);
        const each = nonces.reduce((sum, nonce, index) => sum + nonce - (first[index] ?? 0), 0) / sample.length;
        included = each * accounts.length;
        await pause(100);
      }
    };
    const send = async (socket: NodeConnection): Promise<void> => {
      while (performance.now() < end && next < signed.length) {
        if (next - included > poolRoom) {
          await pause(20);
          continue;
        }
        await timed(count, socket.callText("author_submitExtrinsic", `["${signed[next++]}"]`));
      }
    };
    const watched = watch();
    await Promise.all(Array.from({ length: underWay }, (_, index) => send(sockets[index % sockets.length]!)));
    watching = false;
    await watched;
    for (const socket of sockets) socket.close();
  };
}

/** Twelve transfers of each of a thousand accounts at once: 12,000, where the pool takes 8,192 and 512 that wait. */
async function beyond(node: NodeConnection, order: Order): Promise<Run> {
  const accounts = floodAccounts("beyond", 1000);
  const genesisHash = (await node.result("chain_getBlockHash", [0])) as Hex;
  const signed = signTransfers(genesisHash, accounts, await noncesOf(node, accounts), 12);
  const socket = await connectTo(order.port);
  return async (_end, count) => {
    await Promise.all(signed.map((one) => timed(count, socket.callText("author_submitExtrinsic", `["${one}"]`))));
    socket.close();
  };
}

/** Repeats calls on connections of its own, one at a time on each. */
async function repeated(order: Order, connections: number, next: (round: number) => [method: string, params: string]) {
  const sockets = await Promise.all(Array.from({ length: connections }, () => connectTo(order.port)));
  return async (end: number, count: Tally): Promise<void> => {
    let round = 0;
    const work = async (socket: NodeConnection): Promise<void> => {
      while (performance.now() < end) await timed(count, socket.callText(...next(round++)));
      socket.close();
    };
    await Promise.all(sockets.map(work));
  };
}

async function garbageFlood(node: NodeConnection, order: Order): Promise<Run> {
  const genesisHash = (await node.result("chain_getBlockHash", [0])) as Hex;
  const first = Math.floor(Date.now() / 1000) % 1_000_000;
  const texts = Array.from({ length: 24 }, (_, mark) => `["${garbage(genesisHash, 2 ** 14 + first + mark)}"]`);
  return repeated(order, 2, (round) => [
    round % 4 < 2 ? "author_submitExtrinsic" : "payment_queryInfo",
    texts[round % texts.length]!,
  ]);
}

/** Pairs, keys, and keys by pages, each on a connection of its own, over everything again and again. */
async function walks(order: Order): Promise<Run> {
  const pairs = await repeated(order, 1, () => ["state_getPairs", '["0x"]']);
  const keys = await repeated(order, 1, () => ["state_getKeys", '["0x"]']);
  const socket = await connectTo(order.port);
  const pages: Run = async (end, count) => {
    let last = "0x";
    while (performance.now() < end) {
      const answer = await timed(count, socket.call("state_getKeysPaged", ["0x", 1000, last]));
      last = (answer.result as string[] | undefined)?.at(-1) ?? "0x";
    }
    socket.close();
  };
  return async (end, count) => {
    await Promise.all([pairs(end, count), keys(end, count), pages(end, count)]);
  };
}

function prepare(node: NodeConnection, order: Order, flood: Flood): Promise<Run> {
  switch (flood) {
    case "one":
    case "many":
      return transfers(node, order, flood);
    case "beyond":
      return beyond(node, order);
    case "garbage":
      return garbageFlood(node, order);
    case "walks":
      return walks(order);
    case "proofs":
      return repeated(order, 2, () => ["state_getReadProof", JSON.stringify([order.keys])]);
    case "calls":
      return repeated(order, 2, (round) => [
        "state_call",
        `["SubnetInfoRuntimeApi_${round % 2 === 0 ? "get_all_metagraphs" : "get_all_dynamic_info"}","0x"]`,
      ]);
    default:
      return flood satisfies never;
  }
}

const send = (report: Report): void => void process.send?.(report);

const message = (): Promise<unknown> => new Promise((resolve) => process.once("message", resolve));

async function obey(order: Order): Promise<void> {
  const node = await connectTo(order.port);
  const runs: { readonly count: Tally; readonly run: Run }[] = [];
  for (const flood of order.floods) runs.push({ count: tally(flood), run: await prepare(node, order, flood) });
  const go = message();
  send({ kind: "ready" });
  await go;
  const end = performance.now() + order.seconds * 1000;
  await Promise.all(runs.map(({ count, run }) => run(end, count)));
  node.close();
  send({ kind: "done", outcomes: runs.map(({ count }) => count.outcome()) });
  process.disconnect();
}

await obey((await message()) as Order);
