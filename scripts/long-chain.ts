// Makes the database of a long development chain with five subnets besides the first. Arguments: BASE_PATH BLOCKS [KEYS]
// With KEYS the state of block 1 has that many keys more, which no block put there: for downloads of a large state only.

import { type Chain, createChain } from "../src/chain/chain.ts";
import { type Environment, silentLog } from "../src/chain/environment.ts";
import { openFinality } from "../src/chain/finality/open-finality.ts";
import { verifyVote } from "../src/chain/finality/verify-vote.ts";
import { type Proposed, propose, seal } from "../src/chain/propose.ts";
import { rollingShieldKeystore } from "../src/chain/shield-keystore.ts";
import { sealDigest, slotAt, slotDigest, slotStart } from "../src/consensus/aura.ts";
import { devAccount } from "../src/crypto/dev-accounts.ts";
import { blake2Hex } from "../src/crypto/hashing.ts";
import { newShieldKeys } from "../src/crypto/shield.ts";
import { createNativeEngine, everywhere } from "../src/engine/native/native-engine.ts";
import { fromHex, type Hex, toHex, utf8 } from "../src/lib/bytes.ts";
import { openChainDatabase, storedBuild } from "../src/node/chain-database.ts";
import { loadChainSpec } from "../src/node/chain-specs.ts";
import { dataPaths } from "../src/node/paths.ts";
import { runtimeOfBuild } from "../src/node/runtime.ts";
import { encodeHeader, headerHash } from "../src/primitives/header.ts";
import type { CallValue } from "../src/runtime/frame/calls.ts";
import { entries } from "../test/bench/large-state.ts";
import { signExtrinsic } from "../test/support/sign.ts";

const [base, count, keys = "0"] = process.argv.slice(2);
if (base === undefined || count === undefined) throw new Error("arguments: BASE_PATH BLOCKS [KEYS]");
const blocks = Number(count);

const spec = loadChainSpec({ chain: "dev", dev: false, drand: "public" }, {});
const database = await openChainDatabase({ spec, build: undefined, path: dataPaths(base, spec.id).database });
const build = storedBuild(database);
const runtime = runtimeOfBuild(build);
const slot = runtime.rules.slotDuration;
/** The last block is of a minute ago. */
const first = slotAt(BigInt(Date.now()), slot) - BigInt(blocks + 5);
const time = { now: Number(slotStart(first, slot)) };
const environment: Environment = {
  now: () => time.now,
  after: () => () => {},
  yield: () => Promise.resolve(),
  log: silentLog,
};
const engines = everywhere(createNativeEngine(runtime));
const [author, voter] = [devAccount("One"), devAccount("One", "ed25519")];
const finality = await openFinality({
  database,
  engines,
  unjustified: new Set(),
  verify: verifyVote,
  sign: (key, payload) => (key === voter.publicKey ? voter.sign(payload) : undefined),
});
const chain: Chain = createChain({
  ...{ engines, database, environment, finality, authors: true, seals: "required", checkClock: true },
  finalizesBest: () => true,
});

const shield = rollingShieldKeystore(newShieldKeys);
let nonce = 0;
const submit = async (call: CallValue): Promise<void> => {
  const genesisHash = database.genesisHash as Hex;
  await chain.pool.submit(signExtrinsic(runtime, { call, pair: devAccount("Alice"), nonce: nonce++, genesisHash }));
};
const sudo = (name: string, args: Record<string, unknown>): Promise<void> =>
  submit({ pallet: "Sudo", name: "sudo", args: { call: { pallet: "AdminUtils", name, args } } } as CallValue);
const subtensor = (name: string, args: Record<string, unknown>): Promise<void> =>
  submit({ pallet: "SubtensorModule", name, args } as CallValue);

/** What goes into the first blocks. */
const setup: Record<number, () => Promise<void>> = {
  1: async () => {
    await sudo("sudo_set_network_rate_limit", { rate_limit: 0n });
    await sudo("sudo_set_tx_rate_limit", { tx_rate_limit: 0n });
    await sudo("sudo_set_network_min_lock_cost", { lock_cost: 1_000_000_000n });
    await sudo("sudo_set_lock_reduction_interval", { interval: 10n });
  },
};
for (let one = 1; one <= 5; one++) {
  setup[one + 1] = () => subtensor("register_network", { hotkey: blake2Hex(utf8(`owner ${one}`)) });
  setup[one + 10] = () => subtensor("start_call", { netuid: one + 1 });
}

/** Seals a block and stores it, with a state that grew by so many keys. */
async function storeWithKeys({ header, body, overlay }: Proposed, more: number): Promise<void> {
  const intake = await database.takeState();
  for (let key = overlay.nextKey(""); key !== undefined; key = overlay.nextKey(key)) {
    await intake.put(undefined, [[key, overlay.get(key) as Uint8Array]]);
  }
  await intake.put(undefined, entries(more));
  const stateRoot = toHex(await intake.build());
  const unsealed = { ...header, stateRoot };
  const item = sealDigest(author.sign(fromHex(headerHash(encodeHeader(unsealed)))));
  const block = encodeHeader({ ...unsealed, digest: [...unsealed.digest, item] });
  await chain.writer.importState(intake, { header: block, body }, { backfill: false });
}

const started = performance.now();
const before = process.cpuUsage();
for (let number = 1; number <= blocks; number++) {
  time.now = Number(slotStart(first + BigInt(number), slot));
  await setup[number]?.();
  const at = first + BigInt(number);
  const proposal = {
    ...{ digest: [slotDigest(at)], moment: slotStart(at, slot), deadline: Number.POSITIVE_INFINITY, shield },
    parent: chain.best(),
  };
  if (number === 1 && Number(keys) > 0) {
    await storeWithKeys(await propose(chain, proposal), Number(keys));
    shield.roll();
    continue;
  }
  await chain.writer.run(async (turn) => {
    const proposed = await propose(chain, proposal);
    const hash = headerHash(encodeHeader(proposed.header));
    await chain.writer.store(turn, seal(proposed, sealDigest(author.sign(fromHex(hash)))));
    shield.roll();
    if (number < 20 && proposed.body.length > 2) console.log(`#${number}: ${proposed.body.length} extrinsics`);
  });
  if (number % 2500 === 0) console.log(`#${number}, ${Math.round(performance.now() - started)} ms`);
}
const used = process.cpuUsage(before);
console.log(`${blocks} blocks, ${((used.user + used.system) / 1000 / blocks).toFixed(2)} ms of processor each`);
await chain.close();
