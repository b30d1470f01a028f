// Runs the published Python clients (bittensor 10.2.1, 10.5.0, 11.0.0 and btcli 9.23.2), two at a time, against fresh chains; a name as argument: only clients whose name holds it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { keyPairFromSuri } from "../src/crypto/keypair.ts";
import type { Hex } from "../src/lib/bytes.ts";
import { messageOf, UserError } from "../src/lib/user-error.ts";
import { type PythonClient, pythonClients } from "../test/clients/clients.ts";
import { type MinerValues, minerValues } from "../test/support/miner-values.ts";
import { type NodeProcess, startNode } from "../test/support/node-process.ts";
import { runCommand } from "../test/support/run-command.ts";
import { IndexUnreachable, installPlugin, pythonOf } from "./python-environment.ts";

/** A step of a client's session, as CI counts it. */
interface Step {
  readonly client: string;
  readonly name: string;
  readonly failure?: string;
}

const home = fileURLToPath(new URL("..", import.meta.url));
const report = join(home, ".cache", "vitest-clients.json");
const within = 840_000;
const atOnce = 2;
const steps: Step[] = [];

function done(step: Step): void {
  steps.push(step);
  console.log(`${step.failure === undefined ? "ok  " : "FAIL"} ${step.client}: ${step.name}${step.failure ?? ""}`);
}

/** What the client handed over: amounts in alpha rao, as JSON numbers (below 2^53). */
interface HandedOver {
  readonly block: number;
  readonly netuid: number;
  readonly uid: number;
  readonly incentive: number;
  readonly emission: number;
  readonly stake: number;
}

/** Reads the lines of the script: its steps, and what it saw of the miner. */
function readOutput(client: string, stdout: string): HandedOver | undefined {
  let seen: HandedOver | undefined;
  for (const line of stdout.split("\n")) {
    if (line.startsWith("ok ")) done({ client, name: line.slice(3) });
    else if (line.startsWith("values ")) seen = JSON.parse(line.slice(7)) as HandedOver;
    else if (line.startsWith("FAIL ")) {
      const [name, ...why] = line.slice(5).split(": ");
      done({ client, name: name ?? line, failure: `: ${why.join(": ")}` });
    }
  }
  return seen;
}

async function compareWithStorage(client: string, node: NodeProcess, seen: HandedOver): Promise<void> {
  const hotkey = keyPairFromSuri("sr25519", "//Bob//miner").accountId;
  const block = (await node.rpc("chain_getBlockHash", [seen.block])) as Hex;
  const stored = await minerValues(node, { netuid: seen.netuid, uid: seen.uid, hotkey, block });
  const handed: MinerValues = {
    incentive: seen.incentive,
    emission: BigInt(seen.emission),
    stake: BigInt(seen.stake),
  };
  const differs = (["incentive", "emission", "stake"] as const).filter((name) => stored[name] !== handed[name]);
  const failure = differs.map((name) => ` ${name} is ${handed[name]}, stored ${stored[name]}`).join(",");
  const name = `what it saw equals raw storage at block ${seen.block}`;
  done({ client, name, ...(differs.length === 0 ? {} : { failure: `:${failure}` }) });
}

/** One client's session on a fresh chain. */
async function testClient({ name: client, session, parameters = [] }: PythonClient, python: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "subtensor-client-"));
  const node = await startNode(["--dev", "--fast-runtime", "--tmp", "--state-pruning", "archive"]);
  try {
    const env = {
      // What a client keeps between runs (metadata, wallets) must come from this chain.
      HOME: folder,
      BITTENSOR_RUNTIME_CACHE_DIR: join(folder, "runtime-cache"),
      NO_CACHE: "1",
      PYTHONPATH: join(home, "test", "clients"),
      PYTHONDONTWRITEBYTECODE: "1",
      PYTHONIOENCODING: "utf-8",
    };
    const args = ["-m", session, node.url, ...parameters];
    const { code, stdout, stderr } = await runCommand(python, args, { within, env });
    const seen = readOutput(client, stdout);
    if (seen !== undefined) await compareWithStorage(client, node, seen);
    const failed = steps.some((step) => step.client === client && step.failure !== undefined);
    if (code !== 0 && !failed) done({ client, name: "run to the end", failure: `: exit code ${code}` });
    // btcli shows rounded values only.
    else if (code === 0 && seen === undefined && session !== "btcli.session")
      done({ client, name: "see the miner", failure: ": it said nothing" });
    if (code !== 0) console.log(stderr.trim());
  } finally {
    await node.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The suite of examples/pytest with one client, a fresh world for each test. */
async function testSuite(client: string, python: string): Promise<void> {
  await installPlugin(python);
  const command = join(home, "bin", "subtensor");
  const args = ["-m", "pytest", "-v", "-p", "no:cacheprovider", "--subtensor-command", command, "examples/pytest"];
  const { code, stdout } = await runCommand(python, args, { within, env: { PYTHONDONTWRITEBYTECODE: "1" } });
  const results = [...stdout.matchAll(/^examples\/pytest\/(\S+) (PASSED|FAILED|ERROR|SKIPPED)/gm)];
  for (const [, name, result] of results)
    done({ client, name: `pytest ${name}`, ...(result === "PASSED" ? {} : { failure: `: ${result}` }) });
  if (results.length === 0) done({ client, name: "pytest", failure: ": it ran nothing" });
  if (code !== 0) console.log(stdout.trim());
}

/** Leaves what scripts/ci-summary.js adds to the counts of vitest. */
function writeReport(): { passed: number; failed: number } {
  const failed = steps.filter(({ failure }) => failure !== undefined);
  const counts = { passed: steps.length - failed.length, failed: failed.length };
  const testResults = pythonClients.map(({ name }) => ({
    name,
    status: failed.some(({ client }) => client === name) ? "failed" : "passed",
    assertionResults: steps
      .filter(({ client }) => client === name)
      .map((step) => ({
        fullName: `${name}: ${step.name}${step.failure ?? ""}`,
        status: step.failure === undefined ? "passed" : "failed",
      })),
  }));
  mkdirSync(join(home, ".cache"), { recursive: true });
  const document = { numPassedTests: counts.passed, numFailedTests: counts.failed, testResults };
  writeFileSync(report, `${JSON.stringify(document, null, 1)}\n`);
  return counts;
}

/** One client, from its installation to its last step. */
async function runClient(client: PythonClient): Promise<void> {
  const start = Date.now();
  try {
    const python = await pythonOf(client);
    await testClient(client, python);
    if (client.suite) await testSuite(client.name, python);
  } catch (error) {
    if (error instanceof IndexUnreachable) {
      console.log(`\n*** ${client.name} WAS NOT TESTED: the Python package index cannot be reached ***`);
      console.log(`*** ${error.message}\n`);
    } else if (error instanceof UserError) {
      done({ client: client.name, name: "be installed", failure: `: ${error.message}` });
    } else {
      done({ client: client.name, name: "run", failure: `: ${messageOf(error)}` });
    }
  }
  console.log(`${client.name} took ${Math.round((Date.now() - start) / 1000)} s`);
}

rmSync(report, { force: true });
const waiting = pythonClients.filter(({ name }) => name.includes(process.argv[2] ?? ""));
const lane = async (): Promise<void> => {
  for (let client = waiting.shift(); client !== undefined; client = waiting.shift()) await runClient(client);
};
await Promise.all(Array.from({ length: atOnce }, lane));
const { passed, failed } = writeReport();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
