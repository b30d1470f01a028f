// The helpers of `@acala-network/chopsticks-testing` that take an api or a WebSocket, against a server of this project.
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { ApiPromise, WsProvider } from "@polkadot/api";
import type { SubmittableExtrinsic } from "@polkadot/api/types";
import type { KeyringPair } from "@polkadot/keyring/types";
import { createClient, type PolkadotSigner } from "polkadot-api";
import { getWsProvider } from "polkadot-api/ws";
import type { Report } from "../program/report.ts";
import type { Running } from "./sides.ts";

type Transaction = SubmittableExtrinsic<"promise">;
interface Sent {
  readonly events: Promise<unknown>;
}
interface Checker {
  toHex(): Checker;
  toHuman(): Checker;
  redact(options?: object): Checker;
  value(): Promise<unknown>;
  toMatchObject(value: unknown): Promise<unknown>;
}
type Pairs = Readonly<Record<"alice" | "bob" | "charlie", KeyringPair>>;

/** What is used of the package. */
interface Testing {
  sendTransaction(tx: Promise<Transaction>): Promise<Sent>;
  signFake(tx: Transaction, address: string, options: object): void;
  signFakeWithApi(api: ApiPromise, tx: Transaction, address: string): Promise<void>;
  testingPairs(type?: "ed25519" | "sr25519"): Pairs;
  testingSigners(type: "Sr25519"): Readonly<Record<"alice", PolkadotSigner>>;
  setupContext(options: object): Promise<Context>;
  withExpect(expect: (value: unknown) => unknown): {
    check(value: unknown): Checker;
    checkEvents(sent: Sent, ...filters: unknown[]): Checker;
    checkSystemEvents(of: { api: ApiPromise }, ...filters: unknown[]): Checker;
    checkUmp(of: { api: ApiPromise }): Checker;
    checkHrmp(of: { api: ApiPromise }): Checker;
  };
}
interface Context {
  readonly api: ApiPromise;
  readonly dev: Readonly<
    Record<"newBlock" | "setStorage" | "timeTravel" | "setHead", (...of: unknown[]) => Promise<unknown>>
  >;
  teardown(): Promise<void>;
}

export interface Helpers {
  readonly testing: Testing;
  readonly polkadot: { readonly ApiPromise: typeof ApiPromise; readonly WsProvider: typeof WsProvider };
}

/**
 * As ES modules: of the package's CommonJS build the checks throw.
 * @param folder where npm installed the package
 */
export async function loadHelpers(folder: string): Promise<Helpers> {
  const load = async (path: string) => import(pathToFileURL(join(folder, "node_modules", path)).href);
  return {
    testing: await load("@acala-network/chopsticks-testing/dist/esm/index.js"),
    polkadot: await load("@polkadot/api/index.js"),
  };
}

/** @throws Error when the two are not the same as JSON */
function same(what: string, found: unknown, wanted: unknown): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}: found ${a}, not ${b}`);
}

/** Rao. */
const given = 5_000_000_000;

/** Sends and checks with the package's helpers; a step for each. */
export async function showHelpers({ step }: Report, { testing, polkadot }: Helpers, server: Running): Promise<void> {
  const ws = new polkadot.WsProvider(server.url);
  const api = await polkadot.ApiPromise.create({ provider: ws, noInitWarn: true });
  const matched: unknown[] = [];
  const { check, checkEvents, checkSystemEvents, checkUmp, checkHrmp } = testing.withExpect((value) => ({
    toMatchObject: (wanted: object) => matched.push(Object.keys(wanted).every((name) => name in (value as object))),
  }));
  const transfer = (to: string): Transaction =>
    (api.tx.balances as NonNullable<typeof api.tx.balances>).transferKeepAlive!(to, given) as Transaction;
  const free = async (address: string): Promise<bigint> => {
    const { data } = (await api.query.system!.account!(address)).toJSON() as { data: { free: string | number } };
    return BigInt(data.free);
  };
  const newBlock = () => ws.send("dev_newBlock", [undefined]);
  const { alice, bob, charlie } = testing.testingPairs("sr25519");
  /** Sends, makes a block, and looks at the events and at what Bob has. */
  const sends = async (signed: Promise<Transaction>, from: string): Promise<string> => {
    const before = await free(bob.address);
    const sent = await testing.sendTransaction(signed);
    await newBlock();
    const events = (await checkEvents(sent, { section: "balances", method: "Transfer" })
      .redact({ number: false })
      .value()) as {
      data: { from: string };
    }[];
    same("transfers", events.length, 1);
    same("from", events[0]?.data.from, from);
    same("what Bob got", String((await free(bob.address)) - before), String(given));
    return "in the block, with its events";
  };

  await step("sendTransaction, checkEvents: signed by a pair (sr25519)", () =>
    sends(transfer(bob.address).signAsync(alice), alice.address),
  );
  await step("dev.setStorage by names, then a pair of the default kind (ed25519)", async () => {
    const { alice: other } = testing.testingPairs();
    const account = [[other.address], { providers: 1, data: { free: 1e12 } }];
    await ws.send("dev_setStorage", [{ System: { Account: [account] } }, undefined]);
    return sends(transfer(bob.address).signAsync(other), other.address);
  });
  await step("signFakeWithApi: for an account without its secret", async () => {
    const tx = transfer(bob.address);
    await testing.signFakeWithApi(api, tx, charlie.address);
    return sends(Promise.resolve(tx), charlie.address);
  });
  await step("signFake: with given options", async () => {
    const tx = transfer(bob.address);
    const { nonce } = (await api.query.system!.account!(charlie.address)).toJSON() as { nonce: number };
    const { genesisHash, runtimeVersion } = api;
    testing.signFake(tx, charlie.address, { nonce, genesisHash, runtimeVersion, blockHash: genesisHash });
    return sends(Promise.resolve(tx), charlie.address);
  });
  await step("testingSigners: with polkadot-api 2", async () => {
    const client = createClient(getWsProvider(server.url));
    try {
      const call = client.getUnsafeApi().tx.Balances!.transfer_keep_alive!({
        dest: { type: "Id", value: bob.address },
        value: BigInt(given),
      });
      const sent = call.signAndSubmit(testing.testingSigners("Sr25519").alice);
      sent.catch(() => {});
      for (const end = Date.now() + 20_000; Date.now() < end; await sleep(100))
        if (((await ws.send("author_pendingExtrinsics", [])) as unknown[]).length > 0) break;
      await newBlock();
      same("outcome", (await sent).ok, true);
      return "final, and well";
    } finally {
      client.destroy();
    }
  });
  await step("sendTransaction: refused where the signature is none", async () => {
    const tx = await transfer(bob.address).signAsync(alice);
    (tx.signature as unknown as Uint8Array).fill(1);
    const refusal = await testing.sendTransaction(Promise.resolve(tx)).then(
      () => "taken",
      (error: Error) => error.message,
    );
    if (!/bad signature/i.test(refusal)) throw new Error(refusal);
    return "1010: Invalid Transaction";
  });
  await step("check: toJson, toHuman, toHex, redact, toMatchObject", async () => {
    const account = () => check(api.query.system!.account!(bob.address));
    same("json", Object.keys((await account().value()) as object).includes("nonce"), true);
    same("human", ((await account().toHuman().value()) as { nonce: unknown }).nonce, "0");
    same("hex", /^0x[0-9a-f]+$/.test(String(await account().toHex().value())), true);
    same("redacted", ((await account().redact({ number: true }).value()) as { nonce: unknown }).nonce, "(number)");
    await account().toMatchObject({ nonce: 0, data: {} });
    same("matched", matched, [true]);
    return "as the package has them";
  });
  await step("checkSystemEvents", async () => {
    await testing.sendTransaction(transfer(bob.address).signAsync(alice));
    await newBlock();
    const events = (await checkSystemEvents({ api }, "balances").value()) as unknown[];
    if (events.length === 0) throw new Error("no events");
    return "of the best block";
  });
  await step("dev.timeTravel, dev.setHead", async () => {
    const number = async () => (await api.rpc.chain.getHeader()).number.toNumber();
    const now = async () => Number((await api.query.timestamp!.now!()).toString());
    const [at, time] = [await number(), (await now()) + 1_200_000];
    same("answer", await ws.send("dev_timeTravel", [time]), time);
    await newBlock();
    same("time", await now(), time);
    await ws.send("dev_setHead", [at]);
    same("block", await number(), at);
    return "the next block has the time; the head is where it was";
  });
  await step("checkUmp, checkHrmp", async () => {
    for (const checked of [checkUmp, checkHrmp])
      try {
        await checked({ api }).value();
        throw new Error("there are messages");
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
    return "cannot: the chain is no parachain, and has no ParachainSystem";
  });
  await api.disconnect();
}

/** `setupContext`, which forks by Chopsticks itself: that it forks a node of this project on a program. */
export async function showContext({ step }: Report, { testing }: Helpers, node: Running): Promise<void> {
  await step("setupContext forks our node", async () => {
    const context = await testing.setupContext({
      ...{ endpoint: node.url, host: "127.0.0.1", allowUnresolvedImports: true },
    });
    try {
      const { api, dev } = context;
      const { alice, bob } = testing.testingPairs("sr25519");
      const number = async () => (await api.rpc.chain.getHeader()).number.toNumber();
      const before = await number();
      const tx = (api.tx.balances!.transferKeepAlive!(bob.address, given) as Transaction).signAsync(alice);
      const sent = await testing.sendTransaction(tx);
      await dev.newBlock();
      await dev.setStorage({ SubtensorModule: { Tempo: [[[1], 33]] } });
      same("tempo", String(await api.query.subtensorModule!.tempo!(1)), "33");
      const { checkEvents } = testing.withExpect(() => ({}));
      const events = (await checkEvents(sent, { section: "balances", method: "Transfer" }).value()) as unknown[];
      same("transfers", events.length, 1);
      await dev.setHead(before);
      same("block", await number(), before);
      return "a transfer, a change of storage, and back";
    } finally {
      await context.teardown();
    }
  });
}
