// Builds named worlds or a world file in a process of its own, plays it for some blocks, and prints what takes how long.
import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { silentLog } from "../src/chain/environment.ts";
import { parseNumber } from "../src/cli/option.ts";
import { buildWorld } from "../src/dev/worlds/build-world.ts";
import { loadWorld } from "../src/dev/worlds/load-world.ts";
import { startPlay } from "../src/dev/worlds/play.ts";
import { worldChain } from "../src/dev/worlds/testing/world-chain.ts";
import { worldAccounts } from "../src/dev/worlds/world-accounts.ts";
import { messageOf, UserError } from "../src/lib/user-error.ts";
import { buildNames, isBuildName } from "../src/primitives/build-name.ts";
import { blockEvents } from "../src/runtime/pallets/system/block-events.ts";
import { builds, type Rules } from "../src/runtime/rules.ts";
import { violations } from "../src/runtime/try-state.ts";

const options = {
  rules: { type: "string", default: "local" },
  blocks: { type: "string", default: "0" },
  /** The blocks from one check of every invariant to the next; 0: none. */
  "try-state": { type: "string", default: "0" },
  phases: { type: "boolean", default: false },
} as const;

/** What the command line asks for. @throws UserError */
function asked() {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    return {
      ...{ blocks: count("--blocks", values.blocks), every: count("--try-state", values["try-state"]) },
      phases: values.phases,
      rules: rulesOf(values.rules),
      sources: positionals.length === 0 ? ["empty", "one-subnet", "market"] : positionals,
    };
  } catch (error) {
    throw new UserError(`npm run worlds: ${messageOf(error).replaceAll("\n", " ")}`);
  }
}
function count(option: string, text: string): number {
  try {
    return parseNumber(text, 0, 1_000_000_000);
  } catch (error) {
    throw new UserError(`${option}: ${messageOf(error)}`);
  }
}

type Asked = ReturnType<typeof asked>;

function rulesOf(name: string): Rules {
  if (isBuildName(name)) return builds[name];
  throw new UserError(`no rules are called ${name}: there are ${buildNames.join(", ")}`);
}

/** Since the last call: wall and processor time, for a machine that others use too. */
function stopwatch(): () => string {
  let [wall, used] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(used);
    const text = `${((performance.now() - wall) / 1000).toFixed(2)} s (${((user + system) / 1e6).toFixed(2)} s of processor)`;
    [wall, used] = [performance.now(), process.cpuUsage()];
    return text;
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${messageOf(error)}`);
  }
}

async function show(source: string, { rules, phases, blocks, every }: Asked): Promise<void> {
  const lap = stopwatch();
  const world = loadWorld(source, existsSync(source) ? textOf(source) : undefined);
  console.log(`${source}: read in ${lap()}`);
  const made = await worldChain(rules);
  lap();
  const onPhase = ({ name, calls, ms }: { name: string; calls: number; ms: number }): void => {
    if (phases) console.log(`  ${name}: ${calls} calls, ${ms.toFixed(0)} ms`);
  };
  await buildWorld(world, { runner: made.runner, stateAt: made.stateAt, onPhase });
  console.log(`${source}: built at block ${made.chain.best().number} in ${lap()}`);
  const { accounts, more } = worldAccounts(world, 12);
  for (const { name, role, address, secret } of accounts)
    console.log(`  ${name.padEnd(20)} ${address} ${secret ?? "(no secret)"} ${role}`);
  if (more > 0) console.log(`  and ${more} more`);
  await played(source, world, made, { blocks, every });
  console.log(`${source}: ${Math.round(process.memoryUsage().rss / 1e6)} MB`);
  await made.close();
}

async function played(
  source: string,
  world: ReturnType<typeof loadWorld>,
  made: Awaited<ReturnType<typeof worldChain>>,
  { blocks, every }: Pick<Asked, "blocks" | "every">,
) {
  if (blocks === 0) return;
  const lap = stopwatch();
  const { chain, runtime, runner, stateAt } = made;
  const play = startPlay({ world, chain: chain.api, runtime, stateAt, log: silentLog });
  let [failed, checks] = [0, 0];
  let parent = chain.best().hash;
  for (let block = 1; block <= blocks; block++) {
    const hash = await runner.mine(1);
    await play.settled();
    if (every > 0 && block % every === 0) {
      checks++;
      for (const { pallet, invariant, at, expected, found } of violations(runtime, stateAt(hash), stateAt(parent))) {
        process.exitCode = 1;
        console.log(`  block ${block}: ${pallet}: ${invariant} ${at.join(" ")}: expected ${expected}, found ${found}`);
      }
    }
    parent = hash;
    if (block % 1000 === 0) console.log(`  ${block} blocks, ${checks} checks`);
    failed += blockEvents(stateAt(hash)).filter(({ name }) => name === "ExtrinsicFailed").length;
  }
  play.stop();
  const counts = [...play.counts.submitted].map(([name, count]) => `${count} ${name}`).join(", ");
  console.log(
    `${source}: ${blocks} blocks played in ${lap()}: ${counts}; ${play.counts.refused()} refused, ${failed} failed; every invariant after ${checks} of them`,
  );
}

try {
  const what = asked();
  for (const source of what.sources) await show(source, what);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
