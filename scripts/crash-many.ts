// Kills any of four authorities without warning, again and again under load, and checks that no two ever disagree on what is final and that nothing final is lost. npm run test:crash-many -- [KILLS]
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { devAccount } from "../src/crypto/dev-accounts.ts";
import { type Hex, toHex } from "../src/lib/bytes.ts";
import { loadChainSpec } from "../src/node/chain-specs.ts";
import { devnetAuthorities } from "../src/node/devnet/authorities.ts";
import { devnetSpec } from "../src/node/devnet/devnet-spec.ts";
import { chainSpecJson } from "../src/primitives/chain-spec.ts";
import { createRuntime, local } from "../src/runtime/index.ts";
import { freePort, type NodeProcess, startNode } from "../test/support/node-process.ts";
import { signExtrinsic, transfer } from "../test/support/sign.ts";

const kills = Number(process.argv[2] ?? 100);
const count = 4;
/** Longest time that finality may take to go on after a node is back, ms. */
const mostWait = 60_000;

const program = fileURLToPath(new URL("../bin/subtensor", import.meta.url));
const base = mkdtempSync(join(tmpdir(), "subtensor-crash-many-"));
const authorities = devnetAuthorities(count);
const specFile = join(base, "spec.json");
const spec = loadChainSpec({ chain: "local", dev: false, drand: "offline" }, {});
writeFileSync(specFile, JSON.stringify(chainSpecJson(devnetSpec(spec, authorities, "local"))));
const ports = await Promise.all(authorities.map(freePort));
const addresses = authorities.map(({ peerId }, at) => `/ip4/127.0.0.1/tcp/${ports[at]}/p2p/${peerId}`);

for (const [at, { suri }] of authorities.entries())
  for (const [type, scheme] of [
    ["aura", "sr25519"],
    ["gran", "ed25519"],
  ] as const) {
    const keys = ["--suri", suri, "--key-type", type, "--scheme", scheme];
    execFileSync(program, ["key", "insert", ...keys, "--chain", specFile, "--base-path", join(base, String(at))]);
  }

function start(at: number): Promise<NodeProcess> {
  const authority = authorities[at] as (typeof authorities)[number];
  return startNode(
    [
      ...["--chain", specFile, "--validator", "--name", authority.name, "--base-path", join(base, String(at))],
      ...["--node-key", authority.nodeKey, "--listen-addr", `/ip4/127.0.0.1/tcp/${ports[at]}`, "--no-mdns"],
      ...["--offchain-worker", "never", "--state-pruning", "archive"],
      ...addresses.flatMap((address, other) => (other === at ? [] : ["--bootnodes", address])),
    ],
    { within: 60_000 },
  );
}

const failures: string[] = [];
/** Every final block that any node told of. */
const told = new Map<number, Hex>();
const nodes = await Promise.all(authorities.map((_, at) => start(at)));

async function finalOf(node: NodeProcess): Promise<{ readonly hash: Hex; readonly number: number }> {
  const hash = (await node.rpc("chain_getFinalizedHead")) as Hex;
  const { number } = (await node.rpc("chain_getHeader", [hash])) as { number: Hex };
  return { hash, number: Number(number) };
}
/** Notes what a node has as final, and compares it with what was told before. */
async function note(at: number, least = 0): Promise<number> {
  const node = nodes[at] as NodeProcess;
  const { hash, number } = await finalOf(node);
  if (number < least) failures.push(`node ${at} has #${number} as final, and had told of #${least}`);
  const before = told.get(number);
  if (before !== undefined && before !== hash) failures.push(`#${number}: ${before} and, by node ${at}, ${hash}`);
  told.set(number, hash);
  return number;
}
async function until(condition: () => Promise<boolean>, within: number): Promise<boolean> {
  for (const end = Date.now() + within; Date.now() < end; ) {
    if (await condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

const runtime = createRuntime(local);
const alice = devAccount("Alice");
const genesisHash = (await nodes[0]?.rpc("chain_getBlockHash", [0])) as Hex;
let sent = 0;
const load = setInterval(() => {
  const call = transfer(devAccount("Bob").accountId, 1000n);
  const bytes = toHex(signExtrinsic(runtime, { call, pair: alice, nonce: sent++, genesisHash }));
  for (const node of nodes) node.rpc("author_submitExtrinsic", [bytes]).catch(() => {});
}, 100);

const started = Date.now();
const waits: number[] = [];
for (let kill = 1; kill <= kills; kill++) {
  const at = (kill * 7 + (kill >> 2)) % count;
  const had = await note(at);
  await nodes[at]?.stop("SIGKILL");
  // Three of four go on, some of the time with the fourth away for longer.
  await new Promise((resolve) => setTimeout(resolve, kill % 5 === 0 ? 3000 : 200));
  nodes[at] = await start(at);
  await note(at, had);
  const goal = Math.max(...told.keys()) + 1;
  const from = Date.now();
  const caughtUp = await until(
    async () => (await Promise.all(nodes.map((_, one) => note(one)))).every((n) => n >= goal),
    mostWait,
  );
  waits.push(Date.now() - from);
  if (!caughtUp)
    failures.push(
      `after kill ${kill} of node ${at} finality did not go on to #${goal} everywhere within ${mostWait} ms`,
    );
  if (kill % 10 === 0 || failures.length > 0)
    console.log(`${kill} kills, #${Math.max(...told.keys())} final, ${failures.length} failures`);
  if (failures.length > 5) break;
}
clearInterval(load);

// What was told once is the chain of every node at the end.
for (const [at, node] of nodes.entries())
  for (const [number, hash] of told)
    if ((await node.rpc("chain_getBlockHash", [number])) !== hash)
      failures.push(`node ${at} has another #${number} than ${hash}`);
const sorted = waits.toSorted((a, b) => a - b);
console.log(
  `${waits.length} kills in ${Math.round((Date.now() - started) / 1000)} s, ${sent} transactions sent, ${told.size} final blocks compared on ${count} nodes; ` +
    `finality everywhere after a start: median ${sorted[sorted.length >> 1]} ms, at most ${sorted.at(-1)} ms`,
);
for (const failure of failures) console.error(`  ${failure}`);
console.log(
  failures.length === 0 ? "Nothing final was lost, and no two nodes disagreed." : `${failures.length} failures`,
);
await Promise.all(nodes.map((node) => node.stop("SIGKILL")));
rmSync(base, { recursive: true, force: true });
process.exit(failures.length === 0 ? 0 : 1);
