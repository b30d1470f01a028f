import { describe, expect, it } from "vitest";
import { twox128 } from "../../src/crypto/hashing.ts";
import type { KeyPair } from "../../src/crypto/keypair.ts";
import { fromHex, type Hex, keyToHex, type StateKey, toHex, toKey, utf8 } from "../../src/lib/bytes.ts";
import { createChainTypes } from "../../src/metadata/chain-types.ts";
import { readMetadata } from "../../src/metadata/read-metadata.ts";
import { createRuntime, local } from "../../src/runtime/index.ts";
import { encodedMetadata } from "../../src/runtime/metadata/metadata.ts";
import { builds } from "../../src/runtime/rules.ts";
import { account } from "../support/account.ts";
import { type RecordedEnd, recordedChain, recordedEnd } from "../support/recorded-state.ts";
import { recording, recordingJson } from "../support/recordings.ts";
import { signExtrinsic, transfer } from "../support/sign.ts";

/** Keys of Substrate itself, and the versions of pallets: no storage item. */
const versionName = toKey(twox128(utf8(":__STORAGE_VERSION__:")));
const isOfNoItem = (key: StateKey): boolean => key.startsWith(":") || key.slice(16) === versionName;

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("storage by metadata", () => {
  for (const rules of Object.values(builds)) {
    for (const version of [14, 15, 16]) {
      it(`of ${rules.name}, version ${version}: every default is read and written back`, () => {
        const bytes = encodedMetadata(createRuntime(rules), version) as Uint8Array;
        const types = createChainTypes(bytes);
        const entries = readMetadata(bytes).pallets.flatMap(({ name, storage }) =>
          (storage?.entries ?? []).map((entry) => ({ pallet: name, entry })),
        );
        const different = entries.flatMap(({ pallet, entry }) => {
          if (entry.modifier === "Optional")
            return types.defaultValue(pallet, entry.name) === undefined ? [] : [entry.name];
          const value = plain(types.defaultValue(pallet, entry.name));
          const written = toHex(types.encodeValue(pallet, entry.name, value));
          return written === toHex(entry.default) ? [] : [`${pallet}.${entry.name}: ${written}`];
        });
        expect(different).toEqual([]);
        expect(entries.length).toBeGreaterThan(300);
        expect(types.specVersion).toBe(rules.specVersion);
      });
    }
  }

  for (const name of ["local-random-311", "m-limit-orders", "random-131", "w-rest", "r-ink"]) {
    it(`names all keys of the state that ${name} ends with, and makes keys and values from what it read`, () => {
      const { state, runtime } = recordedEnd(recordedChain(name)) as RecordedEnd;
      const types = createChainTypes(encodedMetadata(runtime, 15) as Uint8Array);
      const unnamed: string[] = [];
      let named = 0;
      for (const [key, value] of state.entries()) {
        const found = types.describeKey(key);
        if (found === undefined) {
          if (!isOfNoItem(key)) unnamed.push(keyToHex(key));
          continue;
        }
        named++;
        const { pallet, item, keys } = found;
        const decoded = plain(types.decodeValue(pallet, item, value));
        const again = [
          types.storageKey(pallet, item, plain(keys) as unknown[]),
          types.encodeValue(pallet, item, decoded),
        ];
        if (again[0] !== key || toHex(again[1] as Uint8Array) !== toHex(value))
          unnamed.push(`${pallet}.${item} ${JSON.stringify(decoded)}`);
      }
      expect(named).toBeGreaterThan(150);
      expect(unnamed).toEqual([]);
    });
  }
});

/** A key that signs with what it was given to sign, so that two who sign the same give the same. */
const echo = (accountId: Hex): KeyPair =>
  ({ accountId, sign: (payload: Uint8Array) => signatureOf(payload) }) as unknown as KeyPair;
const signatureOf = (payload: Uint8Array): Hex =>
  toHex(new Uint8Array(64).map((_, at) => payload[at] ?? payload.length & 255));

describe("signed extrinsics by metadata", () => {
  for (const version of [14, 15, 16]) {
    it(`are those of the rules, version ${version}`, () => {
      const runtime = createRuntime(local);
      const types = createChainTypes(encodedMetadata(runtime, version) as Uint8Array);
      const genesisHash: Hex = `0x${"5a".repeat(32)}`;
      const batch = { pallet: "Utility", name: "batch", args: { calls: Array(12).fill(transfer(account(2), 5n)) } };
      for (const [nonce, tip, call] of [
        [0, 0n, transfer(account(2), 1_000_000_000n)],
        [70_000, 12n, transfer(account(3), 1n << 63n)],
        [64, (1n << 64n) - 1n, batch],
      ] as const) {
        const pair = echo(account(1));
        const theirs = signExtrinsic(runtime, { call, pair, nonce, tip, genesisHash });
        const { specVersion, transactionVersion } = local;
        const versions = { specVersion, transactionVersion };
        const ours = types.signedExtrinsic({
          ...{ call: runtime.encodeCall(call), account: account(1), nonce, tip, genesisHash, ...versions },
          sign: (payload) => ({ type: "Sr25519", signature: signatureOf(payload) }),
        });
        expect(toHex(ours)).toBe(toHex(theirs));
      }
    });
  }
});

/** Recordings that have events of most pallets; all others were read once, which takes a quarter of a minute. */
const eventful = [
  "c-staking",
  "d-weights",
  "h-admin",
  "i-crowdloan",
  "q-evm",
  "r-ink",
  "s-fuzz-1",
  "w-rest",
  "x-errors",
];

describe("events by metadata", () => {
  it("of recorded blocks are read", () => {
    const metadata = {
      local: recording("metadata", "local.v15.scale.gz"),
      production: recording("metadata", "production.v14.scale.gz"),
    };
    const errors = new Set<string>();
    let count = 0;
    for (const name of eventful) {
      const { blocks } = recordingJson("chains", `${name}.json.gz`) as {
        readonly blocks: readonly { readonly events?: Hex }[];
      };
      const types = createChainTypes(name.startsWith("local-") ? metadata.local : metadata.production);
      for (const { events } of blocks) {
        if (events === undefined) continue;
        for (const event of types.decodeEvents(fromHex(events))) {
          count++;
          if (event.name !== "ExtrinsicFailed" || Array.isArray(event.fields)) continue;
          errors.add(types.errorText((event.fields as Record<string, unknown>).dispatch_error));
        }
      }
    }
    expect(count).toBeGreaterThan(10_000);
    expect([...errors].filter((text) => !/^[A-Z][A-Za-z]+(\.[A-Z][A-Za-z0-9]+)?$/.test(text))).toEqual([]);
    expect(errors).toContain("SubtensorModule.NotEnoughBalanceToStake");
    expect(errors).toContain("BadOrigin");
    expect(errors.size).toBeGreaterThan(50);
  });
});
