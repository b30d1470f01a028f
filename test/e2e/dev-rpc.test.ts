import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { mockSignature } from "../../src/crypto/mock-signature.ts";
import { ss58Encode } from "../../src/crypto/ss58.ts";
import { type Hex, toHex } from "../../src/lib/bytes.ts";
import { builds, createRuntime } from "../../src/runtime/index.ts";
import { runNode, type TestNode } from "../options/support.ts";
import { signExtrinsic, transfer } from "../support/sign.ts";

const [alice, bob] = [devAccount("Alice").publicKey, devAccount("Bob").publicKey].map((key) => ss58Encode(key)) as [
  string,
  string,
];
const manual = ["--dev", "--fast-runtime", "--sealing", "manual"];

async function ask(node: TestNode, method: string, ...params: unknown[]) {
  const { result, error } = await node.call(method, ...params);
  if (error !== undefined) throw new Error(error.message);
  return result;
}
const best = async (node: TestNode): Promise<number> => Number((await ask(node, "chain_getHeader")).number);

describe("dev_*", () => {
  it("is there for the owner alone", async () => {
    const plain = await runNode(["--chain", "local", "--tmp", "--alice"]);
    expect((await plain.call("dev_newBlock")).error.message).toBe("Method not found");
    const safe = await runNode([...manual, "--rpc-methods", "safe"]);
    expect((await safe.call("dev_newBlock")).error.message).toBe("RPC call is unsafe to be called externally");
    const asked = await runNode(["--chain", "local", "--tmp", "--alice", "--dev-rpc", "--sealing", "manual"]);
    expect(await ask(asked, "dev_blockBuildMode")).toBe("Manual");
  });

  it("loads a state whose time is later, and none of other rules", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "dev-rpc-")), "a.state");
    onTestFinished(() => rmSync(dirname(file), { recursive: true }));
    const node = await runNode(manual);
    await ask(node, "dev_timeTravel", "2030-01-01T00:00:00Z");
    await ask(node, "dev_newBlock");
    await ask(node, "dev_dump", file);
    await ask(node, "dev_reset");
    await ask(node, "dev_load", file);
    expect((await ask(node, "dev_time")).next).toBe(Date.parse("2030-01-01T00:00:00Z") + 2 * 250);
    await ask(node, "dev_newBlock");
    const other = await runNode(["--dev", "--sealing", "manual"]);
    expect((await other.call("dev_load", file)).error.message).toBe(
      `${file} was made under the local rules, and this chain runs under the production ones: start another with --load-state`,
    );
  });

  it("sets no value that its item does not decode, and no program, and makes no block for it", async () => {
    const node = await runNode(manual);
    const refusal = async (values: unknown): Promise<string> =>
      (await node.call("dev_setStorage", values)).error.message;
    expect(await refusal({ SubtensorModule: { Tempo: [[[1], "0x01"]] } })).toContain(
      "Tempo do not decode: 2 more bytes",
    );
    expect(await refusal([["0x3a636f6465", "0x00"]])).toContain("dispatch System.set_code");
    expect(await best(node)).toBe(0);
    await ask(node, "dev_setStorage", { SubtensorModule: { Tempo: [[[1], "0x0700"]] } });
    expect(await ask(node, "dev_getStorage", "SubtensorModule", "Tempo", [1])).toBe(7);
  });

  it("makes blocks, moves time, and goes back", async () => {
    const node = await runNode(manual);
    await ask(node, "dev_newBlock", { count: 3 });
    await ask(node, "dev_newBlock", { to: 5, spacing: 1000 });
    const id = await ask(node, "dev_snapshot");
    expect(await ask(node, "dev_timeTravel", "2027-01-31T12:00:00Z")).toBe(Date.parse("2027-01-31T12:00:00Z"));
    await ask(node, "dev_newBlock");
    expect(await ask(node, "dev_time")).toEqual({ next: Date.parse("2027-01-31T12:00:00Z") + 250, slotDuration: 250 });
    await ask(node, "dev_revert", id);
    expect([await best(node), (await ask(node, "dev_time")).next]).toEqual([5, 3 * 250 + 2 * 1000 + 250]);
    expect(await ask(node, "dev_snapshots")).toMatchObject([{ id, number: 5 }]);
    await ask(node, "dev_setHead", -2);
    expect(await best(node)).toBe(3);
    await ask(node, "dev_setBlockBuildMode", "Instant");
    expect(await ask(node, "dev_blockBuildMode")).toBe("Instant");
    expect([await ask(node, "dev_dropSnapshot", id), await ask(node, "dev_dropSnapshot", id)]).toEqual([true, false]);
  });

  it("changes state by names and by keys, and gives what nobody had", async () => {
    const node = await runNode(manual);
    await ask(node, "dev_setStorage", {
      System: { Account: [[[bob], { providers: 1, data: { free: "77000000000" } }]] },
    });
    expect((await ask(node, "dev_getStorage", "System", "Account", [bob])).data.free).toBe(77_000_000_000);
    await ask(node, "dev_setStorage", { SubtensorModule: { Tempo: [[[1], 33]], $removePrefix: ["ServingRateLimit"] } });
    expect(await ask(node, "dev_getStorage", "SubtensorModule", "Tempo", [1])).toBe(33);
    expect(await ask(node, "dev_getStorage", "SubtensorModule", "Tempo")).toContainEqual([[1], 33]);
    await ask(node, "dev_setStorage", [["0x0123", "0xff"]]);
    expect(await ask(node, "state_getStorage", "0x0123")).toBe("0xff");
    // Nothing is there to be taken away.
    const last = await ask(node, "chain_getBlockHash");
    expect(await ask(node, "dev_setStorage", { SubtensorModule: { $removePrefix: ["Axons"] } })).toBe(last);
    await ask(node, "dev_deal", { account: bob, tao: 1_000_000_000 });
    expect((await ask(node, "dev_getStorage", "System", "Account", [bob])).data.free).toBe(78_000_000_000);
    const { netuid } = await ask(node, "dev_registerSubnet", { coldkey: alice, hotkey: bob });
    const { uid } = await ask(node, "dev_registerNeuron", { netuid, coldkey: alice, hotkey: alice });
    const weights = { netuid, hotkey: alice, weights: [[0, 3]] };
    await ask(node, "dev_setWeights", weights);
    expect(await ask(node, "dev_getStorage", "SubtensorModule", "Weights", [netuid, uid])).toEqual([[0, 65_535]]);
  });

  it("makes the block of a transaction that waits when it is to be made at once", async () => {
    const node = await runNode(manual);
    const genesis = await ask(node, "chain_getBlockHash", 0);
    const runtime = createRuntime(builds.local);
    const signed = (nonce: number) => {
      const call = transfer(devAccount("Bob").publicKey, 5n);
      return toHex(signExtrinsic(runtime, { call, pair: devAccount("Alice"), nonce, genesisHash: genesis }));
    };
    for (const [nonce, mode] of ["Instant", "Batch", { mixed: 600_000 }].entries()) {
      await ask(node, "author_submitExtrinsic", signed(nonce));
      const number = await best(node);
      await ask(node, "dev_setBlockBuildMode", mode);
      await expect.poll(() => best(node), { timeout: 5000 }).toBeGreaterThan(number);
      await ask(node, "dev_setBlockBuildMode", "Manual");
      expect((await ask(node, "dev_pool")).ready).toEqual([]);
    }
    const final = async () =>
      Number((await ask(node, "chain_getHeader", await ask(node, "chain_getFinalizedHead"))).number);
    const before = await final();
    await ask(node, "dev_newBlock", { transactions: [signed(3)], finalize: false });
    await ask(node, "dev_newBlock", { count: 2, transactions: [], finalize: false });
    expect([await final(), await best(node)]).toEqual([before, before + 3]);
  });

  it("acts as anybody, and says what would happen", async () => {
    const node = await runNode([...manual, "--mock-signatures"]);
    const transferOf = (value: number) => ({
      ...{ pallet: "Balances", call: "transfer_keep_alive", args: { dest: bob, value } },
    });
    await ask(node, "dev_dispatch", transferOf(5), alice);
    await ask(node, "dev_dispatchAll", [
      { call: transferOf(6), origin: alice },
      { call: { pallet: "System", call: "remark", args: { remark: "0x01" } } },
    ]);
    const tried = await ask(node, "dev_dryRun", { call: transferOf(7), address: alice });
    expect(tried.outcome).toEqual({ ok: true });
    expect(tried.storage).toContainEqual(expect.objectContaining({ pallet: "System", item: "Account", keys: [bob] }));
    const allowed = await ask(node, "dev_whenAllowed", { call: transferOf(7), address: alice });
    expect(allowed).toEqual({ block: (await best(node)) + 1, time: expect.any(Number), refusedBy: null });
    // A mock signature in the place of the pair's own.
    const genesisHash = (await ask(node, "chain_getBlockHash", 0)) as Hex;
    const runtime = createRuntime(builds.local);
    const pair = { ...devAccount("Charlie"), sign: () => mockSignature };
    const call = transfer(devAccount("Bob").publicKey, 9n);
    const mocked = signExtrinsic(runtime, { call, pair, nonce: 0, genesisHash });
    await ask(node, "author_submitExtrinsic", toHex(mocked));
    await ask(node, "dev_newBlock");
    expect((await ask(node, "dev_getStorage", "System", "Account", [ss58Encode(pair.publicKey)])).nonce).toBe(1);
  });

  it("runs a block again and says what each phase changed", async () => {
    const node = await runNode(manual);
    const remark = { pallet: "System", call: "remark", args: { remark: "0x01" } };
    await ask(node, "dev_dispatch", remark);
    const { block } = await ask(node, "chain_getBlock");
    const parent = block.header.parentHash;
    const { phases } = await ask(node, "dev_runBlock", { parent, block, includeParsed: true });
    const indices = block.extrinsics.map((_: unknown, index: number) => index);
    expect(phases.map(({ phase }: { phase: unknown }) => phase)).toEqual([
      "Initialization",
      ...indices,
      "Finalization",
    ]);
    const changes = phases.flatMap(({ storageDiff }: { storageDiff: { raw: { key: Hex; value: Hex | null } }[] }) =>
      storageDiff.map(({ raw }) => [raw.key, raw.value]),
    );
    // The last change of each key is what the block left.
    for (const [key, value] of new Map<string, unknown>(changes))
      expect([key, await ask(node, "state_getStorage", key)]).toEqual([key, value]);
    expect(phases[0].storageDiff).toContainEqual({
      raw: { key: expect.any(String), value: "0x01000000" },
      parsed: { section: "System", method: "Number", key: [], value: 1 },
    });
    const bare = await ask(node, "dev_runBlock", { parent, block, includeRaw: false });
    expect(bare.phases[0].storageDiff[0]).toEqual({});
    const { header, extrinsics } = block;
    const signed = extrinsics.length - 1;
    const twice = { header, extrinsics: [...extrinsics, extrinsics[signed]] };
    for (const [run, words] of [
      [{ block }, "block 1 does not come after block 1"],
      [{ parent, block: { header: {}, extrinsics } }, "the header cannot be read"],
      [{ parent, block: { header: "0x00", extrinsics } }, "the header cannot be read"],
      [{ parent, block: twice }, `extrinsic ${signed + 1} is refused`],
      [{ parent, block: { header, extrinsics: ["0x00"] } }, "extrinsic 0 cannot be executed"],
      [{ parent: `0x${"11".repeat(32)}`, block }, "is not known"],
      [{ parent, block, includeBlockDetails: true }, "not built"],
    ] as const) {
      const { error } = await node.call("dev_runBlock", run);
      expect(`${error.message} ${error.data ?? ""}`).toContain(words);
    }
    expect(await best(node)).toBe(1);
  });

  it("says what a trial would remove, and leaves the time as it was when a block is refused", async () => {
    const node = await runNode(manual);
    await ask(node, "dev_setStorage", [["0x0123", "0xff"]]);
    const call = { pallet: "System", call: "kill_storage", args: { keys: ["0x0123"] } };
    const sudo = { pallet: "Sudo", call: "sudo", args: { call: { System: { kill_storage: call.args } } } };
    const changes = await ask(node, "dev_dryRun", { extrinsic: { call: sudo, address: alice }, raw: true });
    expect(changes).toContainEqual(["0x0123", null]);
    const { next } = await ask(node, "dev_time");
    for (const transactions of [["0x00"], ["0x0404"]]) {
      const { error } = await node.call("dev_newBlock", { transactions });
      expect(error.message).toContain("transaction");
    }
    expect((await ask(node, "dev_time")).next).toBe(next);
  });

  it("goes to moments of Bittensor's time, told of before", async () => {
    const node = await runNode(manual);
    const { number, time } = await ask(node, "dev_landing", { epoch: 1 });
    await ask(node, "dev_nextEpoch", 1);
    expect([await best(node), (await ask(node, "dev_time")).next]).toEqual([number, time + 250]);
    await ask(node, "dev_until", { block: number + 5 });
    expect(await best(node)).toBe(number + 5);
  });

  it.each([
    ["dev_newBlock", [{ to: 0 }], "block 0 is there already"],
    ["dev_newBlock", [{ count: "many" }], "Invalid params count: expected"],
    ["dev_newBlock", [{ count: 2, to: 5 }], "give count or to, not both"],
    ["dev_newBlock", [{ count: 2 }, 5], "2 parameters are given: there are options"],
    ["dev_dropTransactions", [[{}]], "hashes: expected a hash"],
    ["dev_dispatch", ["0x"], "the bytes of the call"],
    ["dev_registerNeuron", [{ netuid: 0, coldkey: alice, hotkey: devAccount("Bob").publicKey }], "sells no uids"],
    ["dev_getStorage", ["System", "Account", [], null, { size: 0 }], "expected 1 to 1000"],
    ["dev_newBlock", [{ transactions: ["0x00"] }], "a transaction of the block cannot be executed"],
    ["dev_newBlock", [{ dmp: [{ sentAt: 1, msg: "0x00" }] }], "no messages with others"],
    ["dev_newBlock", [{ unsafeBlockHeight: 9 }], "one after the other"],
    ["dev_timeTravel", [0], "time goes forward only"],
    ["dev_timeTravel", ["18446744073709551616"], "beyond all clocks"],
    ["dev_timeTravel", ["yesterday"], "is no moment"],
    ["dev_timeTravel", [-1], "is no moment"],
    ["dev_timeTravel", ["9007199254740993"], "beyond all clocks"],
    ["dev_setStorage", [{ SubtensorModule: { Tempo: [[[], 7]] } }], "0 of the item's 1 keys are given"],
    ["dev_landing", [{ immunityEnd: { netuid: 1, uid: 99 } }], "there is no uid 99 in subnet 1"],
    ["dev_nextEpoch", [0], "the root subnet has no epochs of its own"],
    ["dev_setBlockBuildMode", ["Sometimes"], "is no way to make blocks"],
    ["dev_setHead", [99], "there is no block 99"],
    ["dev_revert", [7], "there is no snapshot 7"],
    ["dev_setStorage", [{ Nothing: { There: 1 } }], 'no pallet "Nothing"'],
    ["dev_setStorage", [{ System: { Acount: 1 } }], "did you mean Account"],
    ["dev_setStorage", [{ System: { Account: 1 } }], "is a map"],
    ["dev_setStorage", [{ SubtensorModule: { Tempo: [[[1], "many"]] } }], "Tempo"],
    ["dev_setStorage", [[["0x12", 5]]], "change 0"],
    ["dev_setStorage", ["all"], "expected"],
    ["dev_setStorage", [{}], "no storage item is named"],
    ["dev_deal", [{ account: alice }], "expected { account, tao }"],
    ["dev_deal", [{ account: alice, tao: -1 }], "tao: expected an amount in rao"],
    ["dev_dispatch", [{ pallet: "Balances", call: "burn_all" }], "no call"],
    ["dev_dispatch", [{ pallet: "System", call: "remark", args: { remark: "0x" } }, "nobody"], "is no origin"],
    ["dev_until", [{ someday: 1 }], "is no moment"],
    ["dev_until", [{ epoch: 77 }], "there is no subnet 77"],
    ["dev_until", [{ allowed: { address: alice } }], "expected an extrinsic in hex"],
    ["dev_reorg", [1], "1 blocks cannot be left: 0 are not final"],
    ["dev_dryRun", [{ call: "0x0000" }], "expected an extrinsic in hex"],
    ["dev_dryRun", [null], "expected an extrinsic in hex"],
    ["dev_dispatchAll", [[{ call: "0x0000", orign: alice }]], "there is no orign: there are call, origin"],
    ["dev_registerSubnet", [{ coldkey: alice, hotkey: alice, netuid: 5 }], "there is no netuid"],
    ["dev_setWeights", [{ netuid: 1, hotkey: alice, weights: [], mecanism: 1 }], "there is no mecanism"],
    ["dev_dryRun", [{ extrinsic: "0x00", at: "latest" }], "at: expected a hash"],
    ["dev_dryRun", [{ extrinsic: "0x00", raw: "yes" }], "raw: expected true or false"],
    ["dev_runBlock", [{ block: { header: "0x", extrinsics: [] }, includParsed: true }], "there is no includParsed"],
    ["dev_dryRun", ["0x00"], "the transaction cannot be executed"],
    ["dev_whenAllowed", ["0x00"], "the transaction cannot be executed"],
    ["dev_runBlock", [{}], "Invalid params"],
  ])("%s %j is refused in words, and nothing changes", async (method, params, words) => {
    const node = await runNode(manual);
    const { error } = await node.call(method, ...params);
    expect(`${error.message} ${error.data ?? ""}`).toContain(words);
    expect(await best(node)).toBe(0);
  });
});
