// A hundred tests, each with a fresh world: vitest and pytest, by going back, by new chains, and by a process for each test; then chains in
// one process, one after the other. node scripts/run.js test/bench/fresh-worlds.ts [--tests 100] [--python PATH], a Python with pytest; with
// bittensor in it, its clients are timed too.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const home = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(home, ".cache", "fresh-worlds");
const { values } = parseArgs({ options: { tests: { type: "string", default: "100" }, python: { type: "string" } } });
const tests = Number(values.tests);

/** Runs a program to its end. @returns the seconds that it took */
function timed(program: string, args: readonly string[], env: Record<string, string> = {}): number {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${stdout}${stderr}`);
  return (performance.now() - start) / 1000;
}

function show(what: string, seconds: number, count: number): void {
  const each = count === 0 ? "" : `${((1000 * seconds) / count).toFixed(0)} ms each`;
  console.log(`${what.padEnd(52)}${seconds.toFixed(1).padStart(7)} s   ${each}`);
}

/** What each test does with its world. */
const body = `
  await chain.deal(account("rich"), 5 + number);
  await chain.newBlocks(3);
  expect(await chain.blockNumber()).toBe(4);
  expect(await chain.balance(account("rich"))).toBe(BigInt(5 + number) * 1_000_000_000n);`;

const ofEach = (call: string): string => `for (let number = 0; number < ${tests}; number++) ${call};`;

const vitestFiles: Readonly<Record<string, string>> = {
  "by going back": ofEach(`devTest(\`\${number}\`, async ({ chain }) => {${body}\n})`),
  "a new chain in the process": `devTest.override("newChain", true);
${ofEach(`devTest(\`\${number}\`, async ({ chain }) => {${body}\n})`)}`,
  "a process for each test": ofEach(`test(\`\${number}\`, async () => {
  const chain = await startDevChain({ process: true });
  try {${body}
  } finally {
    await chain.stop();
  }
})`),
};

function runVitest(): void {
  const config = `export default { test: { include: ["*.test.ts"], pool: "threads", testTimeout: 60_000, server: { deps: { external: [/\\/src\\//] } } } };\n`;
  for (const [name, text] of [["none", 'test("nothing", () => {});'], ...Object.entries(vitestFiles)] as const) {
    writeFileSync(join(folder, "vitest.config.ts"), config);
    const head = `import { account, startDevChain } from "subtensor-ts/testing";
import { devTest } from "subtensor-ts/testing/vitest";
import { expect, test } from "vitest";
void [account, startDevChain, devTest, expect, test];
`;
    const file = join(folder, "worlds.test.ts");
    writeFileSync(file, head + text);
    const seconds = timed(process.execPath, [join(home, "node_modules/vitest/vitest.mjs"), "run", "--root", folder]);
    show(`vitest, ${name === "none" ? "a test without a chain" : name}`, seconds, name === "none" ? 0 : tests);
    rmSync(file);
  }
}

const pytestFiles = (hasClient: boolean): Readonly<Record<string, string>> => ({
  "by going back": `def test_world(chain, number):
    use(chain, number)`,
  ...(hasClient
    ? {
        "by going back, with a bittensor client": `def test_world(chain, subtensor, number):
    use(chain, number)
    read = subtensor.get_balance if hasattr(subtensor, "get_balance") else subtensor.balances.get
    assert read(RICH).rao == (5 + number) * 10**9`,
      }
    : {}),
  "a process for each test": `def test_world(number):
    chain = start_dev_chain([${JSON.stringify(join(home, "bin", "subtensor"))}])
    try:
        use(chain, number)
    finally:
        chain.stop()`,
});

function runPytest(python: string): void {
  const version = spawnSync(python, ["-c", "import bittensor; print(bittensor.__version__)"]);
  const hasClient = version.status === 0;
  console.log(hasClient ? `(pytest with bittensor ${String(version.stdout).trim().split("\n").at(-1)})` : "(pytest)");
  for (const [name, text] of Object.entries(pytestFiles(hasClient))) {
    const head = `import pytest
from subtensor_ts_pytest import ACCOUNTS, start_dev_chain

RICH = ACCOUNTS["Ferdie"]


def use(chain, number):
    chain.deal(RICH, 5 + number)
    chain.new_blocks(3)
    assert chain.block_number() == 4
    assert chain.balance(RICH) == (5 + number) * 10**9


@pytest.mark.parametrize("number", range(${tests}))
`;
    const file = join(folder, "test_worlds.py");
    writeFileSync(file, `${head}${text}\n`);
    // The plugin of this folder, whether or not it is installed.
    const args = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "subtensor_ts_pytest.plugin", file];
    const env = { PYTHONPATH: join(home, "python"), PYTHONDONTWRITEBYTECODE: "1", PYTEST_DISABLE_PLUGIN_AUTOLOAD: "1" };
    const command = join(home, "bin", "subtensor");
    show(`pytest, ${name}`, timed(python, [...args, "--subtensor-command", command], env), tests);
    rmSync(file);
  }
}

/** Chains in this process, one after the other. */
async function runChains(): Promise<void> {
  const { startDevChain } = await import("../../src/testing/index.ts");
  const starts: number[] = [];
  const memory: NodeJS.MemoryUsage[] = [];
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  for (let number = 0; number < tests; number++) {
    const start = performance.now();
    const chain = await startDevChain();
    await chain.newBlocks();
    starts.push(performance.now() - start);
    await chain.deal("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", 5);
    await chain.stop();
    collect();
    memory.push(process.memoryUsage());
  }
  const [first = 0, second = 0] = starts;
  const median = [...starts].sort((a, b) => a - b)[Math.floor(starts.length / 2)] ?? 0;
  console.log(`${tests} chains in one process, one after the other: to block 1`);
  console.log(`  first ${first.toFixed(0)} ms, second ${second.toFixed(0)} ms, median ${median.toFixed(0)} ms`);
  for (const kind of ["heapUsed", "rss"] as const) {
    const at = (part: number): string =>
      ((memory[Math.floor((memory.length - 1) * part)]?.[kind] ?? 0) / 1024 / 1024).toFixed(0);
    const what = kind === "rss" ? "resident" : "alive";
    console.log(`  MB ${what} after the first ${at(0)}, half of them ${at(0.5)}, all ${at(1)}`);
  }
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
try {
  await runChains();
  runVitest();
  if (values.python === undefined) console.log("pytest was not run: --python names a Python that has it");
  else runPytest(values.python);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
