// Part `evm`: contracts of the EVM and of ink! on the original's program of 425, deployed and called by extrinsics and over state_call.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { secp256k1 } from "@noble/curves/secp256k1";
import { ApiPromise, WsProvider } from "@polkadot/api";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { blake2b256, keccak256 } from "../../src/crypto/hashing.ts";
import { concatBytes, fromHex, type Hex, toHex, utf8 } from "../../src/lib/bytes.ts";
import { until } from "../../test/support/light-client.ts";
import { startNode } from "../../test/support/node-process.ts";
import { needed, type ProgramFiles } from "./files.ts";
import type { Report } from "./report.ts";
import { callOf, send } from "./set-code.ts";

const within = 120_000;
const gas = 200_000n;
const gasPrice = 20_000_000_000n;
const chainId = 42n;
/** The secret of an Ethereum account that nobody uses. */
const secret = keccak256(utf8("test:program"));

/** PUSH 42, SSTORE at 0, and return a program that answers the word at 0. */
const initCode = fromHex("0x602a600055600b8060106000396000f360005460005260206000f3");

/** The bytes of an address in Ethereum's way. */
const addressOf = (key: Uint8Array): Uint8Array =>
  keccak256(secp256k1.getPublicKey(key, false).subarray(1)).subarray(12);
/** The account that holds an Ethereum address's funds. Rust: `pallet_evm: HashedAddressMapping` */
const accountOf = (address: Uint8Array): Hex => toHex(blake2b256(concatBytes(utf8("evm:"), address)));

/** A whole number without leading zeros. */
function trimmed(value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array();
  const hex = value.toString(16);
  return fromHex(`0x${hex.length % 2 === 0 ? hex : `0${hex}`}`);
}
/** Ethereum's RLP of strings in one list. */
function rlp(items: readonly Uint8Array[]): Uint8Array {
  const head = (length: number, base: number): Uint8Array => {
    if (length < 56) return Uint8Array.of(base + length);
    const size = trimmed(BigInt(length));
    return concatBytes(Uint8Array.of(base + 55 + size.length), size);
  };
  const parts = items.map((item) =>
    item.length === 1 && (item[0] as number) < 128 ? item : concatBytes(head(item.length, 128), item),
  );
  const body = concatBytes(...parts);
  return concatBytes(head(body.length, 192), body);
}

/** A legacy transaction of the secret's, signed for the chain. @param to the address that is called; a contract is made when absent */
function transaction(nonce: number, to: Uint8Array | undefined, input: Uint8Array, value = 0n): unknown {
  const whole = [nonce, gasPrice, gas].map((number) => trimmed(BigInt(number)));
  const fields = [...whole, to ?? new Uint8Array(), trimmed(value), input];
  const hash = keccak256(rlp([...fields, trimmed(chainId), new Uint8Array(), new Uint8Array()]));
  const { r, s, recovery } = secp256k1.sign(hash, secret);
  const word = (number: bigint): Hex => `0x${number.toString(16).padStart(64, "0")}`;
  return {
    Legacy: {
      ...{ nonce, gasPrice, gasLimit: gas, value, input: toHex(input) },
      action: to === undefined ? "Create" : { Call: toHex(to) },
      signature: { v: chainId * 2n + 35n + BigInt(recovery), r: word(r), s: word(s) },
    },
  };
}

/** The extrinsics of a recorded chain. */
function recorded(name: string): readonly Hex[] {
  const file = fileURLToPath(new URL(`../../test/vectors/chains/${name}.json.gz`, import.meta.url));
  const { blocks } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as {
    blocks: readonly { extrinsics: readonly Hex[] }[];
  };
  return blocks.flatMap(({ extrinsics }) => extrinsics);
}

export async function showEvm({ step }: Report, files: ProgramFiles): Promise<void> {
  const program = needed(files.local, "--local");
  const node = await startNode(["--dev", "--tmp", "--runtime", program, "--sealing", "200"], { within });
  const api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
  const alice = devAccount("Alice").accountId;
  const aliceAddress = fromHex(alice).subarray(0, 20);
  const own = addressOf(secret);
  // biome-ignore lint/suspicious/noExplicitAny: the answers' types are those of the chain's metadata.
  const apis = api.call as any;
  /** What an EVM call over state_call returns. */
  const ask = async (to: Uint8Array | Hex): Promise<string> => {
    const zero = 0n;
    const args = [toHex(own), to, "0x", zero, gas, null, null, null, false, null, null];
    const answer = await apis.ethereumRuntimeRPCApi.call(...args);
    if (answer.isErr) throw new Error(`state_call: ${answer.asErr}`);
    return answer.asOk.value.toHex();
  };
  const word = `0x${"2a".padStart(64, "0")}`;

  try {
    await step("EVM.create and a call over state_call", async () => {
      for (const address of [aliceAddress, own])
        await send(api, callOf(api, "balances", "transferKeepAlive", [accountOf(address), 500_000_000_000n]));
      await send(api, callOf(api, "sudo", "sudo", [callOf(api, "evm", "disableWhitelist", [true])]));
      const args = [toHex(aliceAddress), toHex(initCode), 0, gas, gasPrice, null, null, [], []];
      const { hash, events } = await send(api, callOf(api, "evm", "create", args));
      if (!events.includes("evm.Created")) throw new Error(`events: ${events.join(", ")}`);
      const all = (await api.query.system?.events?.at(hash)) as unknown as Iterable<{ event: Event }>;
      const created = [...all].find(({ event }) => event.method === "Created");
      const contract = created?.event.data[0]?.toHex() as Hex;
      const answer = await ask(contract);
      if (answer !== word) throw new Error(`the contract answers ${answer}`);
      const made = await apis.ethereumRuntimeRPCApi.create(
        ...[toHex(own), toHex(initCode), 0, gas, null, null, null, false, null, null],
      );
      if (made.isErr) throw new Error(`create over state_call: ${made.asErr}`);
      return `contract ${contract.slice(0, 10)}… answers 42; created over state_call with ${made.asOk.usedGas.standard} gas`;
    });
    await step("Ethereum.transact", async () => {
      const bodies = [
        transaction(0, undefined, initCode),
        transaction(1, fromHex("0x00000000000000000000000000000000000000aa"), new Uint8Array(), 1_000_000_000n),
      ];
      for (const body of bodies) await api.rpc.author.submitExtrinsic(callOf(api, "ethereum", "transact", [body]));
      const account = async () => (await apis.ethereumRuntimeRPCApi.accountBasic(toHex(own))).nonce.toNumber();
      await until("both in a block", within, async () => (await account()) === 2);
      // Rust: `H160::from(keccak(rlp([sender, nonce])))`
      const contract = keccak256(rlp([own, new Uint8Array()])).subarray(12);
      const answer = await ask(contract);
      if (answer !== word) throw new Error(`the contract answers ${answer}`);
      await api.rpc.author.submitExtrinsic(
        callOf(api, "ethereum", "transact", [transaction(2, contract, new Uint8Array())]),
      );
      await until("the call in a block", within, async () => (await account()) === 3);
      const code = await apis.ethereumRuntimeRPCApi.accountCodeAt(toHex(contract));
      return `contract ${toHex(contract).slice(0, 10)}… of ${code.length} bytes answers 42; a transfer and a call in blocks`;
    });
    await step("ink!", async () => {
      const recordings = recorded("r-ink").map((hex) => api.createType("Extrinsic", hex));
      const of = (name: string) =>
        recordings.filter(({ method }) => method.section === "contracts" && method.method === name);
      const [[upload], [instantiate]] = [of("uploadCode"), of("instantiate")];
      if (upload === undefined || instantiate === undefined) throw new Error("no ink! recording");
      await send(api, callOf(api, "contracts", "uploadCode", upload.args));
      const [value, , , codeHash, data, salt] = instantiate.args;
      const tried = await apis.contractsApi.instantiate(alice, value, null, null, { Existing: codeHash }, data, salt);
      if (tried.result.isErr) throw new Error(`state_call: ${tried.result.asErr}`);
      const { events } = await send(api, callOf(api, "contracts", "instantiate", instantiate.args));
      if (!events.includes("contracts.Instantiated")) throw new Error(`events: ${events.join(", ")}`);
      const contract = tried.result.asOk.accountId.toHex();
      let [answered, reverted] = [0, 0];
      for (const { args } of of("call")) {
        if (args[0]?.toHex().slice(4) !== contract.slice(2)) continue;
        const asked = await apis.contractsApi.call(alice, contract, ...args.slice(1));
        const isFine = asked.result.isOk && Number(asked.result.asOk.flags.bits) === 0;
        const sent = await send(api, callOf(api, "contracts", "call", [...args])).then(
          () => undefined,
          (error: Error) => error.message,
        );
        if ((sent === undefined) !== isFine)
          throw new Error(
            `${args[4]?.toHex()}: ${asked.result.toString()} over state_call, ${sent ?? "well"} in a block`,
          );
        if (isFine) answered++;
        else reverted++;
      }
      return `contract ${contract.slice(0, 10)}… instantiated over state_call and on the chain; of its calls, each over state_call and in a block, ${answered} went well and ${reverted} failed in both`;
    });
  } finally {
    await api.disconnect();
    await node.stop();
  }
}

interface Event {
  readonly method: string;
  readonly data: readonly { toHex(): string }[];
}
