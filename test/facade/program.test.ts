import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { buildFacade, facadeModule, moduleFile, programFile } from "../../scripts/facade.ts";
import { decode, encode } from "../../src/codec/codec.ts";
import { result } from "../../src/codec/containers.ts";
import { Writer } from "../../src/codec/io.ts";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { blake2b256 } from "../../src/crypto/hashing.ts";
import { type KeyPair, keyPairFromSeed } from "../../src/crypto/keypair.ts";
import { buildOfProgram } from "../../src/engine/our-code.ts";
import { concatBytes, emptyBytes, fromHex, type Hex, type StateKey, toHex, utf8 } from "../../src/lib/bytes.ts";
import { loadChainSpec } from "../../src/node/chain-specs.ts";
import { facadeProgram } from "../../src/node/facade/program.ts";
import { genesisBlock, genesisStorage } from "../../src/node/genesis.ts";
import { buildNames } from "../../src/primitives/build-name.ts";
import { RuntimeVersion } from "../../src/primitives/runtime-version.ts";
import { TransactionValidityError, ValidTransaction } from "../../src/primitives/validity.ts";
import { callRuntimeApi } from "../../src/runtime/executive/call-api.ts";
import { bareExtrinsic, encodeExtrinsic, signingPayload } from "../../src/runtime/executive/extrinsic.ts";
import type { CallValue } from "../../src/runtime/frame/calls.ts";
import { execute } from "../../src/runtime/frame/execution.ts";
import { builds, createRuntime, local } from "../../src/runtime/index.ts";
import { storage as grandpa } from "../../src/runtime/pallets/grandpa/storage.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import { type EraValue, eraBirth } from "../../src/runtime/types/era.ts";
import { H256 } from "../../src/runtime/types/hashes.ts";
import { proofOfReads } from "../../src/storage/recorded-reads.ts";
import { memoryState } from "../../src/storage/state/memory-state.ts";
import { readFromProof } from "../../src/storage/trie/proof.ts";
import { loadProgram } from "../../src/wasm/module/program.ts";
import { facadeHost } from "../support/facade-host.ts";
import { transfer } from "../support/sign.ts";

const runtime = createRuntime(local);
const host = facadeHost(facadeProgram(runtime));
const alice = devAccount("Alice");
const bob = devAccount("Bob");

/** A development chain's state some blocks on, in which Alice has sent five transactions. */
const stateOf = async (number: number) => {
  const { top } = await genesisStorage(loadChainSpec({ chain: "dev", dev: false, drand: "public" }, {}), "local");
  const state = memoryState(top);
  const overlay = state.overlay();
  const execution = execute(overlay, local, runtime);
  system.Number.set(execution, number);
  for (const at of [0, number - 3, number - 1]) system.BlockHash.at(at).set(execution, hashOf(at));
  system.Account.at(alice.accountId).mutate(execution, (account) => ({ ...account, nonce: 5 }));
  grandpa.CurrentSetId.set(execution, 7n);
  execution.settle();
  state.commit(overlay);
  return state;
};
const hashOf = (number: number): Hex => toHex(blake2b256(utf8(`block ${number}`)));
const state = await stateOf(20);

const native = (method: string, args: Uint8Array) => callRuntimeApi(state.overlay(), runtime, method, args);
const both = (method: string, args = emptyBytes) => [
  toHex(host.call(method, args, state.get)),
  toHex(native(method, args)),
];

interface Sent {
  readonly pair?: KeyPair;
  readonly nonce?: number;
  readonly era?: EraValue;
  readonly call?: CallValue;
  /** What is signed in place of the state's genesis hash. */
  readonly genesis?: Hex;
}

function signedBy({ pair = alice, nonce = 5, era = "Immortal", call, genesis = hashOf(0) }: Sent): Uint8Array {
  const callBytes = runtime.encodeCall(call ?? transfer(bob.accountId, 1000n));
  const explicit = { era, nonce, tip: 3n, mode: "Disabled" } as const;
  const implicit = new Writer();
  implicit.u32(local.specVersion);
  implicit.u32(local.transactionVersion);
  implicit.raw(encode(H256, genesis));
  implicit.raw(encode(H256, era === "Immortal" ? genesis : hashOf(Number(eraBirth(era, 21n)))));
  implicit.u8(0);
  const value = pair.sign(signingPayload(callBytes, explicit, implicit.finish()));
  const type = ({ sr25519: "Sr25519", ed25519: "Ed25519", ecdsa: "Ecdsa" } as const)[pair.scheme];
  const preamble = {
    type: "Signed",
    address: { type: "Id", value: pair.accountId },
    signature: { type, value },
    explicit,
  } as const;
  return encodeExtrinsic({ callBytes, preamble });
}

const validate = "TaggedTransactionQueue_validate_transaction";
const argsFor = (transaction: Uint8Array) => concatBytes(Uint8Array.of(2), transaction, fromHex(hashOf(20)));
const Validity = result(ValidTransaction, TransactionValidityError);

/** What both say, without what only the rules can know. */
function verdicts(transaction: Uint8Array, get = state.get) {
  const judge = (answer: Uint8Array) => {
    const verdict = decode(Validity, answer);
    return "ok" in verdict ? { ok: { ...verdict.ok, priority: 0n } } : verdict;
  };
  return [judge(host.call(validate, argsFor(transaction), get)), judge(native(validate, argsFor(transaction)))];
}

describe("the light clients' program", () => {
  it("is what its sources compile to (npm run facade builds it)", async () => {
    const built = await buildFacade();
    expect(Buffer.compare(readFileSync(programFile), built)).toBe(0);
    expect(readFileSync(moduleFile, "utf8")).toBe(facadeModule(built));
  }, 60_000);

  it("is a program that nodes could execute", () => {
    const program = loadProgram(facadeProgram(runtime));
    expect(program.memory.dataEnd).toBeLessThanOrEqual(program.heapBase);
    expect(program.module).toBeInstanceOf(WebAssembly.Module);
  });

  it("names the rules that it stands for, and gives each build a genesis of its own", async () => {
    const spec = loadChainSpec({ chain: "dev", dev: false, drand: "public", lightClientFacade: true }, {});
    const hashes = new Set<string>();
    for (const name of buildNames) {
      expect(buildOfProgram(facadeProgram(createRuntime(builds[name])))).toBe(name);
      hashes.add(genesisBlock(await genesisStorage(spec, name)).hash);
      hashes.add(genesisBlock(await genesisStorage({ ...spec, lightClientFacade: false }, name)).hash);
    }
    expect(hashes.size).toBe(6);
  });

  it("answers as the rules do", () => {
    for (const method of [
      ...["AuraApi_slot_duration", "AuraApi_authorities", "GrandpaApi_grandpa_authorities"],
      ...["GrandpaApi_current_set_id", "Metadata_metadata", "Metadata_metadata_versions"],
    ]) {
      const [theirs, ours] = both(method);
      expect(theirs, method).toBe(ours);
    }
    for (const version of [0, 13, 14, 15, 16, 17]) {
      const [theirs, ours] = both("Metadata_metadata_at_version", Uint8Array.of(version, 0, 0, 0));
      expect(theirs === ours, `metadata ${version}`).toBe(true);
    }
    for (const { accountId } of [alice, bob, devAccount("One", "ed25519")]) {
      const [theirs, ours] = both("AccountNonceApi_account_nonce", fromHex(accountId));
      expect(theirs).toBe(ours);
    }
    const nothing = () => undefined;
    expect(toHex(host.call("GrandpaApi_current_set_id", emptyBytes, nothing))).toBe("0x0000000000000000");
    expect(toHex(host.call("GrandpaApi_grandpa_authorities", emptyBytes, nothing))).toBe("0x00");
  });

  it("has the version of the rules but for BabeApi", () => {
    const version = (bytes: Uint8Array) => decode(RuntimeVersion, bytes);
    const [theirs, ours] = [
      version(host.call("Core_version", emptyBytes, state.get)),
      version(native("Core_version", emptyBytes)),
    ];
    const without = ours.apis.filter(([id]) => toHex(id) !== "0xcbca25e39f142387");
    expect(without).toHaveLength(ours.apis.length - 1);
    expect(theirs).toEqual({ ...ours, apis: without });
  });

  it("judges signature, era and nonce of a transaction as the rules do", () => {
    const seed = new Uint8Array(32).fill(9);
    const mortal = (phase: bigint): EraValue => ({ period: 16n, phase });
    for (const [what, transaction, outcome] of [
      ["the next one", signedBy({}), { ok: { requires: [], longevity: 18_446_744_073_709_551_594n } }],
      ["a later one", signedBy({ nonce: 9 }), { ok: { provides: [expect.anything()], requires: [expect.anything()] } }],
      ["an earlier one", signedBy({ nonce: 4 }), { err: { value: { type: "Stale" } } }],
      ["one of another chain", signedBy({ genesis: hashOf(1) }), { err: { value: { type: "BadProof" } } }],
      ["a mortal one", signedBy({ era: mortal(3n) }), { ok: { longevity: 14n } }],
      ["one of this very block", signedBy({ era: mortal(4n) }), { ok: { longevity: 15n } }],
      ["one of a block that is gone", signedBy({ era: mortal(2n) }), { err: { value: { type: "AncientBirthBlock" } } }],
      [
        "a long one",
        signedBy({ call: { pallet: "System", name: "remark", args: { remark: new Uint8Array(20_000) } } }),
        { ok: {} },
      ],
      ...(["ed25519", "ecdsa"] as const).map(
        (scheme) =>
          [
            scheme,
            signedBy({
              pair: keyPairFromSeed(scheme, seed),
              nonce: 0,
              call: { pallet: "System", name: "remark", args: { remark: emptyBytes } },
            }),
            expect.anything(),
          ] as const,
      ),
    ] as const) {
      const [theirs, ours] = verdicts(transaction);
      // Whether an account can pay is the rules' to say.
      if (what !== "ed25519" && what !== "ecdsa") expect(theirs, what).toEqual(ours);
      else expect(theirs, what).toMatchObject({ ok: { requires: [] } });
      expect(theirs, what).toMatchObject(outcome);
    }
    const forged = signedBy({ pair: keyPairFromSeed("ecdsa", seed), nonce: 0 });
    forged[100] = (forged[100] ?? 0) ^ 1;
    expect(verdicts(forged)[0]).toEqual({ err: { type: "Invalid", value: { type: "BadProof" } } });
  });

  it("lets pass what nobody signed, and stops at what is no transaction", () => {
    const bare = bareExtrinsic({ pallet: "Timestamp", name: "set", args: { now: 5n } }, runtime);
    expect(decode(Validity, host.call(validate, argsFor(bare), state.get))).toMatchObject({
      ok: { requires: [], provides: [blake2b256(bare)] },
    });
    for (const bytes of ["0x", "0x04", "0x0484", "0x1084000102", "0xff"])
      expect(() => host.call(validate, argsFor(fromHex(bytes)), state.get), bytes).toThrow();
  });

  it("reads nothing that the rules do not read, so that a proof of their reads serves it", async () => {
    for (const [method, args] of [
      ["AuraApi_authorities", emptyBytes],
      ["GrandpaApi_grandpa_authorities", emptyBytes],
      ["GrandpaApi_current_set_id", emptyBytes],
      ["AccountNonceApi_account_nonce", fromHex(bob.accountId)],
      [validate, argsFor(signedBy({ nonce: 8, era: { period: 16n, phase: 3n } }))],
      [validate, argsFor(signedBy({ nonce: 2 }))],
      [validate, argsFor(signedBy({ genesis: hashOf(3) }))],
    ] as const) {
      const proof = await proofOfReads(state, async (overlay) => callRuntimeApi(overlay, runtime, method, args));
      const proven = (key: StateKey) => readFromProof(state.root(), proof ?? [], [key]).get(key);
      expect(toHex(host.call(method, args, proven))).toBe(toHex(host.call(method, args, state.get)));
    }
  });
});
