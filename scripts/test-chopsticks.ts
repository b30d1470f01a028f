// Compares the methods dev_* with those of Chopsticks on two forks of a node on a program, and drives this project's servers with Chopsticks' testing package: npm run test:chopsticks -- FOLDER --runtime FILE.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { blockRows } from "./chopsticks/block-rows.ts";
import { type Compared, compare } from "./chopsticks/compare.ts";
import { loadHelpers, showContext, showHelpers } from "./chopsticks/helpers.ts";
import { type Running, startChopsticks, startOurs } from "./chopsticks/sides.ts";
import { lastRows, stateRows } from "./chopsticks/state-rows.ts";
import { type BlockJson, trialRows } from "./chopsticks/trial-rows.ts";
import { transferOn } from "./chopsticks/views.ts";
import { createReport } from "./program/report.ts";
import { tableText } from "./table.ts";

const usage = `usage: npm run test:chopsticks -- FOLDER --runtime FILE

FOLDER  where npm installed @acala-network/chopsticks and @acala-network/chopsticks-testing
FILE    the original's program, production build: Chopsticks takes slots for 12 s long where its executor cannot ask`;

/** Blocks of the node before the forks. */
const blocks = 5;
const manual = ["--sealing", "manual"];
/** How much of an answer the table shows. */
const shownLength = 70;

/** What the table says of a row. */
function lineOf({ row, ours, theirs, asSaid }: Compared): readonly string[] {
  const cut = (text: string): string => (text.length > shownLength ? `${text.slice(0, shownLength)}…` : text);
  const found = ours === theirs ? "same" : `differs: ${cut(ours)} here, ${cut(theirs)} there`;
  const why = row.because === undefined ? "" : `; ${row.because}`;
  return [row.method, row.what, `${asSaid ? "" : "NOT AS SAID, "}${found}${why}`];
}

async function main(folder: string, runtime: string): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), "subtensor-chopsticks-"));
  const running: Running[] = [];
  const started = async (server: Promise<Running>): Promise<Running> => {
    running.push(await server);
    return server;
  };
  const report = createReport();
  try {
    const program = ["--runtime", runtime];
    const node = await started(startOurs(["--dev", "--tmp", ...program, ...manual, "--offchain-worker", "never"]));
    await node.rpc("dev_newBlock", { count: blocks });
    const cache = ["--fork-cache", join(scratch, "cache")];
    const fork = ["--fork", node.url, "--fork-block", String(blocks), ...cache];
    const ours = await started(startOurs(["dev", ...fork, ...manual, "--mock-signatures"]));
    const theirs = await started(startChopsticks(folder, node.url, blocks));
    await node.rpc("dev_newBlock", { transactions: [await transferOn(node)] });
    const { block } = (await node.rpc("chain_getBlock")) as { block: BlockJson };

    const rows = [...blockRows, ...stateRows, ...trialRows(block), ...lastRows];
    const compared = await compare(rows, ours, theirs);
    console.log(tableText([["method", "what", "here and there"], ...compared.map(lineOf)]));
    const wrong = compared.filter(({ asSaid }) => !asSaid).length;
    const same = compared.filter((one) => one.ours === one.theirs).length;
    console.log(`\n${same} same, ${compared.length - same} different, ${wrong} not as said\n`);

    const helpers = await loadHelpers(folder);
    const own = await started(startOurs(["dev", ...manual, "--mock-signatures"]));
    await report.part("our rules", () => showHelpers(report, helpers, own));
    const onProgram = await started(startOurs(["dev", ...program, ...manual, "--mock-signatures"]));
    await report.part("the program", () => showHelpers(report, helpers, onProgram));
    await report.part("Chopsticks itself", () => showContext(report, helpers, node));
    console.log(`\n${report.table()}\n\n${report.failures()} failures`);
    return wrong + report.failures();
  } finally {
    for (const server of running) await server.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { runtime: { type: "string" } } });
const [folder] = positionals;
if (folder === undefined || values.runtime === undefined) {
  console.error(usage);
  process.exit(2);
}
const failures = await main(resolve(folder), resolve(values.runtime));
// The package leaves timers behind.
process.exit(failures === 0 ? 0 : 1);
