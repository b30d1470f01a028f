import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { timelockedWeights } from "../../test/support/timelocked-weights.ts";
import { offlineBeacon } from "../engine/native/drand/offline-beacon.ts";
import { fromHex, toHex } from "../lib/bytes.ts";
import { roundAt } from "../runtime/pallets/drand/round-at.ts";
import { account, type DevChain, type DevChainOptions, startDevChain } from "./index.ts";

const [alice, bob] = [account("Alice"), account("Bob")];

/** What every chain does, however it is reached. */
function behaves(options: DevChainOptions): void {
  let chain: DevChain;
  beforeAll(async () => {
    chain = await startDevChain(options);
  }, 60_000);
  afterAll(() => chain?.stop());

  it("makes blocks, moves time and goes back", async () => {
    await chain.withSnapshot(async () => {
      await chain.newBlocks(3);
      const { number } = await chain.landing({ epoch: 1 });
      await chain.until({ epoch: 1 });
      expect(await chain.blockNumber()).toBe(number);
      const { next } = await chain.time();
      expect(await chain.timeTravel(new Date(next + 3_600_000))).toBeGreaterThan(next);
      await chain.setHead(2);
      expect(await chain.blockNumber()).toBe(2);
    });
    expect([await chain.blockNumber(), await chain.snapshots()]).toEqual([0, []]);
  });

  it("changes state by name, and says what a call would do", async () => {
    await chain.withSnapshot(async () => {
      await chain.setStorage({ SubtensorModule: { Tempo: [[[1], 77]] } });
      expect(await chain.query("SubtensorModule", "Tempo", 1)).toBe(77);
      const call = { pallet: "Balances", call: "transfer_keep_alive", args: { dest: bob.address, value: 10n ** 18n } };
      expect((await chain.dryRun({ call, address: alice.address })).outcome.ok).toBe(false);
      await expect(chain.dispatch(call, alice.address)).rejects.toThrow("dev_dispatch: Balances.transfer_keep_alive");
      const remark = { pallet: "System", call: "remark", args: { remark: "0x01" } };
      const allowed = { block: (await chain.blockNumber()) + 1, refusedBy: null };
      expect(await chain.whenAllowed({ call: remark, address: alice.address })).toMatchObject(allowed);
      await chain.setMode("manual");
      expect(await chain.mode()).toBe("manual");
      await chain.setMode("instant");
    });
  });

  it("has a subnet with neurons, stake and weights by real calls", async () => {
    await chain.withSnapshot(async () => {
      const [miner, validator] = [account("miner"), account("validator")];
      const netuid = await chain.registerSubnet({ owner: alice, hotkey: account("owner") });
      await chain.setStorage({
        SubtensorModule: { CommitRevealWeightsEnabled: [[[netuid], false]], WeightsSetRateLimit: [[[netuid], 0]] },
      });
      await chain.startSubnet(netuid);
      expect(await chain.registerNeuron({ netuid, coldkey: bob, hotkey: miner })).toBe(1);
      expect(await chain.registerNeuron({ netuid, coldkey: bob, hotkey: validator })).toBe(2);
      await chain.addStake({ netuid, coldkey: bob, hotkey: validator, tao: 1_000 });
      // The epoch gives the permit to validate.
      await chain.until({ epoch: netuid });
      await chain.setWeights({ netuid, hotkey: validator, weights: { 1: 65_535 } });
      expect(await chain.query("SubtensorModule", "Weights", netuid, 2)).toEqual([[1, 65_535]]);
      await chain.until({ epoch: netuid, count: 2 });
      expect(await chain.query("SubtensorModule", "Incentive", netuid)).toEqual([0, 65_535, 0]);
    });
  });

  it("refuses what no helper can do, and stays as it was", async () => {
    await expect(chain.deal(alice, -1)).rejects.toThrow("-1 is no amount of TAO");
    await expect(chain.deal(alice, 1e-10)).rejects.toThrow(
      "1e-10 TAO is less than a rao: give 0.000000001 or more, or 0",
    );
    await expect(chain.deal(bob, 0.000000499)).rejects.toThrow(
      "4.99e-7 TAO is below the existential deposit of 500 rao: give 0.0000005 or more, or 0",
    );
    await expect(chain.deal(alice, 0)).rejects.toThrow("the sudo key pays for what the owner asks for");
    await expect(chain.deal("nobody", 1)).rejects.toThrow('deal: "nobody" is no account');
    await expect(chain.startSubnet(77)).rejects.toThrow("there is no subnet 77");
    await expect(chain.setWeights({ netuid: 1, hotkey: bob, weights: { 0: 70_000 } })).rejects.toThrow(
      "weight of uid 0",
    );
    await expect(chain.query("SubtensorModule", "Tempo")).rejects.toThrow("has 1 keys, and 0 are given");
    await expect(chain.revert(99)).rejects.toThrow("dev_revert: there is no snapshot 99");
    await expect(chain.rpc("no_method")).rejects.toThrow("no_method: Method not found");
    expect(await chain.blockNumber()).toBe(0);
  });

  it("does what is asked at once, one after the other", async () => {
    await chain.withSnapshot(async () => {
      const owner = account("owner");
      const rich = [1, 2, 3, 4, 5].map((number) => account(`rich-${number}`));
      const deals = rich.map((who, index) => [who, index + 1] as const);
      // The sudo key, which pays for all of them, between the others: its own deal is tried again when its balance is another.
      const all = [[alice, 7] as const, ...deals.slice(0, 3), [alice, 5] as const, ...deals.slice(3)];
      await Promise.all(all.map(([who, tao]) => chain.deal(who, tao)));
      const balances = await Promise.all([alice, ...rich].map((one) => chain.balance(one)));
      expect(balances).toEqual([5, 1, 2, 3, 4, 5].map((tao) => BigInt(tao) * 1_000_000_000n));
      await chain.deal(owner, 10_000);
      const limit = { pallet: "AdminUtils", call: "sudo_set_network_rate_limit", args: { rate_limit: 0 } };
      await chain.dispatch(limit);
      const netuids = await Promise.all(
        ["a", "b"].map((name) => chain.registerSubnet({ owner, hotkey: account(name) })),
      );
      await Promise.all(netuids.map((netuid) => chain.startSubnet(netuid)));
      for (const netuid of netuids) expect(await chain.query("SubtensorModule", "SubtokenEnabled", netuid)).toBe(true);
    });
  });

  it("tells why a test failed, also where it cannot go back", async () => {
    const failing = chain.withSnapshot(async () => {
      for (const { id } of await chain.snapshots()) await chain.dropSnapshot(id);
      throw new Error("the test's own");
    });
    await expect(failing).rejects.toThrow("the test's own");
    await expect(
      chain.withSnapshot(async () => {
        for (const { id } of await chain.snapshots()) await chain.dropSnapshot(id);
      }),
    ).rejects.toThrow("dev_revert: there is no snapshot");
  });

  it("deals TAO", async () => {
    const rich = account("rich");
    await chain.withSnapshot(async () => {
      await chain.deal(rich, 12.345678901);
      expect(await chain.balance(rich)).toBe(12_345_678_901n);
      expect((await chain.events()).map(({ pallet, name }) => `${pallet}.${name}`)).toContain("Balances.BalanceSet");
    });
    expect(await chain.balance(rich.address)).toBe(0n);
    await chain.withSnapshot(async () => {
      for (const tao of [5, 0.1 + 0.2, 2_000_000]) {
        await chain.deal(alice, tao);
        expect(await chain.balance(alice)).toBe(BigInt(Math.round(tao * 1e9)));
      }
      await chain.deal(rich, 0.0000005);
      expect(await chain.balance(rich)).toBe(500n);
      await chain.deal(rich, 0);
      expect(await chain.balance(rich)).toBe(0n);
    });
  });
}

describe("a chain in this process", () => {
  behaves({});

  it("listens where it is asked to", async () => {
    const chain = await startDevChain({ rpcPort: 0, rules: "production" });
    try {
      const response = await fetch(chain.httpUrl as string, {
        ...{ method: "POST", headers: { "content-type": "application/json" } },
        body: '{"jsonrpc":"2.0","id":1,"method":"dev_newBlock","params":[{"count":2}]}',
      });
      expect(await response.json()).toMatchObject({ result: await chain.rpc("chain_getBlockHash", [2]) });
      expect(await chain.time()).toMatchObject({ slotDuration: 12_000 });
    } finally {
      await chain.stop();
    }
  });

  it("opens timelocked weights in blocks of its owner, and makes none for other pulses", async () => {
    const chain = await startDevChain();
    const hotkey = account("hotkey");
    try {
      await chain.setStorage({
        SubtensorModule: { WeightsSetRateLimit: [[[1], 0]], StakeThreshold: 0, RevealPeriodEpochs: [[[1], 1]] },
      });
      const uid = await chain.registerNeuron({ netuid: 1, coldkey: alice, hotkey });
      const round = roundAt(BigInt((await chain.time()).next), { ...offlineBeacon, genesis_time: 0 }) + 1n;
      const commit = timelockedWeights(
        { hotkey: hotkey.publicKey, uids: [uid], values: [65_535], versionKey: 0n },
        { publicKey: fromHex(offlineBeacon.publicKey), round },
      );
      const version = await chain.query("SubtensorModule", "CommitRevealWeightsVersion");
      const args = { netuid: 1, commit: toHex(commit), reveal_round: round, commit_reveal_version: version };
      await chain.dispatch({ pallet: "SubtensorModule", call: "commit_timelocked_weights", args }, hotkey.address);
      expect(await chain.blockNumber()).toBe(3);
      await chain.until({ epoch: 1, count: 2 });
      expect(await chain.query("SubtensorModule", "Weights", 1, uid)).toEqual([[uid, 65_535]]);
      expect(await chain.query("Drand", "LastStoredRound")).toBe(Number(round));
    } finally {
      await chain.stop();
    }
  });

  it("goes on under the rules of a state file, and refuses others by name", async () => {
    const folder = mkdtempSync(join(tmpdir(), "dev-chain-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const state = join(folder, "a.state");
    const made = await startDevChain({ rules: "production" });
    await made.newBlocks(2);
    await made.rpc("dev_dump", [state]);
    await made.stop();
    for (const rules of [undefined, "production"] as const) {
      const chain = await startDevChain({ state, rules });
      expect([await chain.blockNumber(), (await chain.time()).slotDuration]).toEqual([2, 12_000]);
      await chain.stop();
    }
    for (const process of [false, true])
      await expect(startDevChain({ state, rules: "fast", process })).rejects.toThrow(
        "--fast-runtime stands for the local rules, but the state file",
      );
  }, 60_000);

  it("is one of many, of which each has its own world", async () => {
    const chains = await Promise.all([{}, {}, { rules: "pow-faucet" } as const].map(startDevChain));
    try {
      await Promise.all(chains.map((chain, at) => chain.newBlocks(at + 1)));
      expect(await Promise.all(chains.map((chain) => chain.blockNumber()))).toEqual([1, 2, 3]);
    } finally {
      await Promise.all(chains.map((chain) => chain.stop()));
    }
  });

  it("ends once, and says so to who asks on", async () => {
    const chain = await startDevChain();
    const waiting = chain.newBlocks(100_000);
    waiting.catch(() => {});
    while ((await chain.blockNumber()) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await Promise.all([chain.stop(), chain.stop()]);
    await expect(waiting).rejects.toThrow("the node stops");
    await expect(chain.newBlocks()).rejects.toThrow("the node has stopped");
  });

  it("writes its log where it is told to", async () => {
    const lines: string[] = [];
    const chain = await startDevChain({ log: (line) => lines.push(line) });
    await chain.newBlocks();
    await chain.stop();
    expect(lines.join("")).toContain("Imported #1");
  });

  it("refuses what no chain can be started with, and no account is", async () => {
    const wrong = (options: object) => expect(startDevChain(options as DevChainOptions)).rejects;
    await wrong({ rules: "slow" }).toThrow('rules: "slow" is not one of fast, production, pow-faucet');
    await wrong({ sealing: 0 }).toThrow("sealing: 0 is not");
    await wrong({ rpcPort: 70_000 }).toThrow("rpcPort: 70000 is not a port");
    await wrong({ worlds: "market" }).toThrow("there is no option worlds");
    await wrong({ world: "nowhere" }).toThrow("no world is called nowhere");
    await wrong({ within: 5 }).toThrow("give process: true too");
    expect(() => account("//Alice")).toThrow('"//Alice" is no name of an account');
    expect(account("Alice").address).toBe("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
  });
});

describe("a chain in a process of its own", () => {
  behaves({ process: true });

  it("does not outlive who started it", async () => {
    const library = new URL("./index.ts", import.meta.url).href;
    const start = `import { startDevChain } from "${library}"; console.log((await startDevChain({ process: true })).pid);`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", start], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const pid: number = await new Promise((resolve) => parent.stdout.once("data", (line) => resolve(Number(line))));
    process.kill(pid, 0);
    parent.kill("SIGKILL");
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"), 10_000);
  }, 60_000);

  it("tells in words that it is gone, also to who waits for an answer", async () => {
    // What is killed leaves its directory.
    const folder = mkdtempSync(join(tmpdir(), "dev-chain-"));
    vi.stubEnv("TMPDIR", folder);
    onTestFinished(() => {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true, force: true });
    });
    const chain = await startDevChain({ process: true });
    const waiting = chain.newBlocks(1_000_000).catch(({ message }: Error) => message);
    while ((await chain.blockNumber()) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    process.kill(chain.pid as number, "SIGKILL");
    expect(await waiting).toContain(`the chain at ${chain.httpUrl} does not answer: `);
    await expect(chain.newBlocks()).rejects.toThrow(`the chain at ${chain.httpUrl} does not answer: `);
    await chain.stop();
  }, 60_000);

  it("gives its log in whole lines", async () => {
    const folder = mkdtempSync(join(tmpdir(), "dev-chain-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const program = join(folder, "program");
    writeFileSync(
      program,
      "#!/bin/sh\nprintf 'half \\360\\237'; sleep 0.3; printf '\\247\\240 line\\nno end'\nexit 3\n",
    );
    chmodSync(program, 0o755);
    const lines: string[] = [];
    const started = startDevChain({ process: true, program, log: (line) => lines.push(line) });
    await expect(started).rejects.toThrow("ended before it answered: half 🧠 line no end");
    expect(lines).toEqual(["half 🧠 line", "no end"]);
  });

  it("ends with it, and says why one does not start", async () => {
    const chain = await startDevChain({ process: true });
    const port = Number(new URL(chain.httpUrl as string).port);
    await expect(startDevChain({ process: true, rpcPort: port })).rejects.toThrow(`port ${port} cannot be had`);
    const pid = chain.pid as number;
    await chain.stop();
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    await expect(startDevChain({ process: true, program: "/nowhere/subtensor" })).rejects.toThrow("ENOENT");
    await expect(startDevChain({ process: true, within: 1 })).rejects.toThrow("did not answer within 1 ms");
  }, 60_000);
});
