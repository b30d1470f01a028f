// The whole life of a subnet under production rules by dev_*: from registration to dissolution, each step shown, and every block replayed by a plain node afterwards.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ss58Encode } from "../src/crypto/ss58.ts";
import { offlineBeacon } from "../src/engine/native/drand/offline-beacon.ts";
import { fromHex, type Hex, toHex } from "../src/lib/bytes.ts";
import { roundAt } from "../src/runtime/pallets/drand/round-at.ts";
import { startNode } from "../test/support/node-process.ts";
import { timelockedWeights } from "../test/support/timelocked-weights.ts";

const program = fileURLToPath(new URL("../bin/subtensor", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "subtensor-life-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const account = (byte: string): { readonly hex: Hex; readonly address: string } => {
  const hex: Hex = `0x${byte.repeat(32)}`;
  return { hex, address: ss58Encode(hex) };
};
const [owner, ownerHotkey, staker, validator, miner, late] = ["11", "12", "21", "22", "32", "42"].map(account) as [
  ...ReturnType<typeof account>[],
] as [Account, Account, Account, Account, Account, Account];
type Account = ReturnType<typeof account>;
const rao = 1_000_000_000;

const node = await startNode(["dev", "--production-rules", "--sealing", "manual", "-d", join(folder, "owner")]);
// A step that throws must not leave it behind.
process.on("exit", () => node.process.kill("SIGKILL"));
const began = performance.now();
// biome-ignore lint/suspicious/noExplicitAny: each step looks into what came.
const call = (method: string, ...params: unknown[]): Promise<any> => node.rpc(method, params);
// biome-ignore lint/suspicious/noExplicitAny: each step looks into what came.
const stored = (item: string, ...keys: unknown[]): Promise<any> =>
  call("dev_getStorage", "SubtensorModule", item, keys);
const dispatch = (who: Account | "root", pallet: string, name: string, args: object): Promise<unknown> =>
  call("dev_dispatch", { pallet, call: name, args }, who === "root" ? "root" : who.address);
const subtensor = (who: Account, name: string, args: object): Promise<unknown> =>
  dispatch(who, "SubtensorModule", name, args);

let failures = 0;
let last = began;
/** One line for each step, with the block it ends in and the time that it took. */
async function step(what: string, holds: boolean): Promise<void> {
  const header = await call("chain_getHeader");
  const now = performance.now();
  if (!holds) failures++;
  const mark = holds ? "ok  " : "FAIL";
  process.stdout.write(`${mark} #${Number(header.number)} ${what} (${((now - last) / 1000).toFixed(1)} s)\n`);
  last = now;
}

// Register, start, join, stake.
for (const one of [owner, staker]) await call("dev_deal", { account: one.address, tao: 20_000 * rao });
await subtensor(owner, "register_network", { hotkey: ownerHotkey.address });
const netuid = 2;
await subtensor(owner, "start_call", { netuid });
await step("a coldkey registered subnet 2 and started it", (await stored("SubtokenEnabled", netuid)) === true);
for (const hotkey of [validator, miner]) await subtensor(staker, "burned_register", { netuid, hotkey: hotkey.address });
await subtensor(staker, "add_stake", { hotkey: validator.address, netuid, amount_staked: 5_000 * rao });
const uid = {
  validator: await stored("Uids", netuid, validator.address),
  miner: await stored("Uids", netuid, miner.address),
};
await step("a validator and a miner joined, and the validator was staked to", uid.validator === 1 && uid.miner === 2);

// Weights under a timelock, opened by the offline beacon.
await call("dev_nextEpoch", netuid);
await step("an epoch gave the validator its permit", (await stored("ValidatorPermit", netuid))[uid.validator] === true);
const landing = await call("dev_landing", { epoch: netuid });
const commit = timelockedWeights(
  { hotkey: validator.hex, uids: [uid.miner], values: [65_535], versionKey: 0n },
  { publicKey: fromHex(offlineBeacon.publicKey), round: roundAt(BigInt(landing.time), offlineBeaconTimes()) },
);
await subtensor(validator, "commit_timelocked_weights", {
  ...{ netuid, commit: toHex(commit), commit_reveal_version: 4 },
  reveal_round: Number(roundAt(BigInt(landing.time), offlineBeaconTimes())),
});
const hidden = (await stored("Weights", netuid, uid.validator)).length === 0;
await call("dev_nextEpoch", netuid);
await call("dev_newBlock", { count: 12 });
const weights = await stored("Weights", netuid, uid.validator);
await step("committed weights were opened by the beacon's pulse", hidden && weights[0]?.[0] === uid.miner);

// Emission.
const before = BigInt(await stored("TotalHotkeyAlpha", miner.address, netuid));
await call("dev_nextEpoch", netuid, 2);
const after = BigInt(await stored("TotalHotkeyAlpha", miner.address, netuid));
await step(`emission reached the miner: ${after - before} rao of alpha in two epochs`, after > before);

// Children, after their cooldown.
await subtensor(staker, "set_children", {
  ...{ hotkey: validator.address, netuid, children: [["9223372036854775807", miner.address]] },
});
const waits = (await stored("ChildKeys", validator.address, netuid)).length === 0;
await call("dev_until", { children: { netuid, hotkey: validator.address } });
const children = await stored("ChildKeys", validator.address, netuid);
await step("children were set by the first epoch after their cooldown of 7,200 blocks", waits && children.length === 1);

// The end of immunity, and pruning.
await dispatch("root", "AdminUtils", "sudo_set_min_allowed_uids", { netuid, min_allowed_uids: 2 });
await dispatch("root", "AdminUtils", "sudo_set_min_non_immune_uids", { netuid, min: 0 });
await dispatch("root", "AdminUtils", "sudo_set_max_allowed_uids", { netuid, max_allowed_uids: 3 });
await call("dev_until", { immunityEnd: { netuid, uid: uid.miner } });
await subtensor(staker, "burned_register", { netuid, hotkey: late.address });
const replaced = (await stored("Uids", netuid, late.address)) !== null && (await stored("SubnetworkN", netuid)) === 3;
await step("after its immunity a neuron was pruned for a newcomer", replaced);

// A hotkey swap, and the next one when it is allowed.
const swap = (from: Account, to: Account): object => ({
  ...{ pallet: "SubtensorModule", call: "swap_hotkey_v2" },
  args: { hotkey: from.address, new_hotkey: to.address, netuid, keep_stake: false },
});
const [second, third] = [account("52"), account("53")];
await call("dev_dispatch", swap(validator, second), staker.address);
const allowed = await call("dev_whenAllowed", { call: swap(second, third), address: staker.address });
await call("dev_until", { block: allowed.block - 1 });
await call("dev_dispatch", swap(second, third), staker.address);
const swapped = (await stored("Uids", netuid, third.address)) === uid.validator;
await step(`a hotkey was swapped, and again when ${allowed.refusedBy} no longer refused it`, swapped);

// Dissolution.
await dispatch("root", "SubtensorModule", "root_dissolve_network", { netuid });
await call("dev_newBlock", { count: 50 });
await step("the subnet was dissolved", (await stored("NetworksAdded", netuid)) !== true);

const seconds = (performance.now() - began) / 1000;
const head = await call("chain_getHeader");
const hash = await call("chain_getBlockHash");
const spec = await call("chain_getBlockHash", 0);
await node.stop();
process.stdout.write(`${Number(head.number)} blocks, ${seconds.toFixed(1)} s, best ${hash}, genesis ${spec}\n`);

// A plain node takes the exported blocks: no step is needed, and every root is as its header says.
const chain = ["--dev", "--drand", "offline"];
const file = join(folder, "blocks");
execFileSync(program, ["export-blocks", ...chain, "-d", join(folder, "owner"), "--binary", file], { stdio: "pipe" });
execFileSync(program, ["import-blocks", ...chain, "-d", join(folder, "plain"), "--binary", file], { stdio: "pipe" });
const plain = await startNode([...chain, "--sealing", "manual", "-d", join(folder, "plain")]);
const same = (await plain.rpc("chain_getBlockHash", [Number(head.number)])) === hash;
await plain.stop();
last = performance.now();
process.stdout.write(`${same ? "ok  " : "FAIL"} a plain node imported the exported blocks to the same head\n`);
process.exitCode = failures === 0 && same ? 0 : 1;

function offlineBeaconTimes() {
  return { period: offlineBeacon.period, genesis_time: offlineBeacon.genesisTime };
}
