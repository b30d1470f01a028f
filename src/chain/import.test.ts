import { beforeAll, expect, it } from "vitest";
import { sealDigest, withoutSeal } from "../consensus/aura.ts";
import { devAccount } from "../crypto/dev-accounts.ts";
import { fromHex, type Hex, toHex } from "../lib/bytes.ts";
import type { BlockData } from "../primitives/block.ts";
import { createBlockRules } from "../primitives/block-rules.ts";
import { createExtrinsic, type Extrinsic } from "../primitives/extrinsic.ts";
import {
  decodeHeader,
  encodeEngineItem,
  encodeHeader,
  engineItem,
  type Header,
  headerHash,
} from "../primitives/header.ts";
import { bareExtrinsic } from "../runtime/executive/extrinsic.ts";
import { orderedRoot } from "../storage/trie/ordered-root.ts";
import { startAuraAuthor } from "./aura-author.ts";
import type { Chain } from "./chain.ts";
import { type Fault, type ImportError, type ImportStep, importSteps } from "./import-error.ts";
import { alwaysAuthors, oneKeys, signed, testChain, testRuntime, transfer } from "./testing/chain.ts";
import { type TestClock, testClock } from "./testing/clock.ts";

const start = 1_760_000_000_000;
let clock: TestClock;
let author: Chain;
/** Blocks 1 to 3 of another node; block 2 holds a transfer. */
let blocks: BlockData[];

beforeAll(async () => {
  clock = testClock(start);
  author = await testChain(clock);
  const worker = startAuraAuthor(author, oneKeys, alwaysAuthors);
  await clock.pass(10);
  await author.pool.submit(signed(author, "Alice", transfer("Bob", 1_000_000n), 0));
  await clock.pass(500);
  worker.stop();
  blocks = [1, 2, 3].map((number) => {
    const hash = author.database.hashAt(number) as Hex;
    const body = author.database.body(hash) as Uint8Array[];
    return { header: author.database.header(hash) as Uint8Array, body: body.map(createExtrinsic) };
  });
});

/** A block with its header changed and sealed again by the right key. */
function resealed(block: BlockData, change: (header: Header) => Partial<Header>, body = block.body): BlockData {
  const { header } = withoutSeal(decodeHeader(block.header));
  const changed = { ...header, extrinsicsRoot: toHex(orderedRoot(body.map(({ bytes }) => bytes))), ...change(header) };
  const signature = devAccount("One").sign(fromHex(headerHash(encodeHeader(changed))));
  return { header: encodeHeader({ ...changed, digest: [...changed.digest, sealDigest(signature)] }), body };
}

const [first, second] = [() => blocks[0] as BlockData, () => blocks[1] as BlockData];
const setTime = (now: bigint): Extrinsic =>
  createExtrinsic(bareExtrinsic({ pallet: "Timestamp", name: "set", args: { now } }, testRuntime()));

it("takes blocks of another node, one after the other, and knows them then", async () => {
  const chain = await testChain(clock);
  for (const block of blocks) {
    const result = await chain.writer.importBlock(block);
    expect(result).toEqual({ type: "imported", hash: headerHash(block.header), isNewBest: true });
  }
  expect(chain.best()).toEqual(author.best());
  expect(chain.api.finalizedHash()).toBe(author.best().hash);
  expect((await chain.writer.importBlock(second())).type).toBe("known");
  await chain.close();
});

const refusals: readonly [ImportStep, string, () => BlockData, Fault?][] = [
  ["decode", "a header that is cut off", () => ({ ...first(), header: first().header.slice(0, -1) })],
  [
    "bad block",
    "a block that the specification rules out",
    () => resealed(first(), () => ({ stateRoot: `0x${"0b".repeat(32)}` })),
  ],
  [
    "parent",
    "a parent that is not known",
    () => resealed(first(), () => ({ parentHash: `0x${"01".repeat(32)}` })),
    "later",
  ],
  ["number", "a number that skips one", () => resealed(first(), () => ({ number: 2 }))],
  ["seal", "no seal", () => ({ ...first(), header: encodeHeader(withoutSeal(decodeHeader(first().header)).header) })],
  [
    "seal",
    "a seal of another block",
    () => {
      const seal = decodeHeader(second().header).digest.at(-1) as Uint8Array;
      const { header } = withoutSeal(decodeHeader(first().header));
      return { ...first(), header: encodeHeader({ ...header, digest: [...header.digest, seal] }) };
    },
  ],
  [
    "seal",
    "a slot that is far in the future",
    () => resealed(first(), ({ digest }) => ({ digest: [slotItem(BigInt(start) * 2n), ...digest.slice(1)] })),
    "later",
  ],
  ["execute", "a body that the header does not name", () => ({ ...first(), body: [] })],
  [
    "execute",
    "an inherent after others",
    () => {
      const [time, call] = second().body as [Extrinsic, Extrinsic];
      return resealed(first(), () => ({}), [call, time]);
    },
  ],
  ["inherents", "a time far ahead", () => resealed(first(), () => ({}), [setTime(BigInt(start) + 60_000n)]), "later"],
  ["inherents", "a time too early after its parent's", () => resealed(first(), () => ({}), [setTime(1n)])],
  ["execute", "a time that is not of its slot", () => resealed(first(), () => ({}), [setTime(BigInt(start) + 1000n)])],
  ["execute", "no time at all", () => resealed(first(), () => ({}), [second().body[1] as Extrinsic])],
  [
    "execute",
    "an extrinsic that is not valid there",
    () =>
      resealed(first(), () => ({}), [
        first().body[0] as Extrinsic,
        second().body[1] as Extrinsic,
        second().body[1] as Extrinsic,
      ]),
  ],
  ["execute", "a bad signature among many good ones", () => resealed(first(), () => ({}), manyTransfers(20))],
  [
    "execute",
    "a digest that execution does not leave",
    () =>
      resealed(first(), ({ digest }) => ({
        digest: digest.map((item) => (engineItem(item)?.engine === "fron" ? twisted(item) : item)),
      })),
  ],
  [
    "execute",
    "many good signatures, and the digest of a block without",
    () => resealed(first(), () => ({}), manyTransfers()),
  ],
  ["execute", "a wrong state root", () => resealed(first(), () => ({ stateRoot: `0x${"02".repeat(32)}` }))],
];

/** A body with enough transfers that threads check their signatures; that of `spoilt` is of something else. */
function manyTransfers(spoilt?: number): Extrinsic[] {
  const transfers = Array.from({ length: 40 }, (_, nonce) => signed(author, "Alice", transfer("Bob", 1n), nonce));
  if (spoilt !== undefined) {
    const signature = 2 + 1 + 33 + 1; // after the length, the version, the address and the kind of signature
    const bytes = transfers[spoilt] as Uint8Array;
    bytes[signature] = (bytes[signature] ?? 0) ^ 1;
  }
  return [first().body[0] as Extrinsic, ...transfers.map(createExtrinsic)];
}

function slotItem(slot: bigint): Uint8Array {
  const data = new Uint8Array(8);
  new DataView(data.buffer).setBigUint64(0, slot, true);
  return encodeEngineItem({ kind: "preRuntime", engine: "aura", data });
}

function twisted(item: Uint8Array): Uint8Array {
  const changed = item.slice();
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  return changed;
}

it.each(refusals)("refuses at the step %s: %s", async (step, _what, make, fault = "peer") => {
  const bad = make();
  const badBlocks = step === "bad block" ? [headerHash(bad.header)] : [];
  const blockRules = createBlockRules({ badBlocks, forkBlocks: undefined });
  const chain = await testChain(testClock(start + 1000), { blockRules });
  const genesis = chain.api.genesisHash;
  const error: ImportError = await chain.writer.importBlock(bad).then(
    () => Promise.reject(new Error("it was taken")),
    (caught) => caught,
  );
  expect([error.name, error.step, error.fault]).toEqual(["ImportError", step, fault]);
  expect(chain.best()).toEqual({ hash: genesis, number: 0 });
  expect(chain.database.header(headerHash(bad.header))).toBeUndefined();
  // The chain goes on as if nothing had been.
  expect((await chain.writer.importBlock(first())).type).toBe("imported");
  await chain.close();
});

it("has a case for every step", () => {
  // What finality refuses, no block of this runtime can name: src/chain/finality/finality.test.ts.
  expect(new Set([...refusals.map(([step]) => step), "finality"])).toEqual(new Set(importSteps));
});

it("takes at a fork block's height that block only, and says which one it expects", async () => {
  const other = resealed(first(), () => ({ stateRoot: `0x${"0c".repeat(32)}` }));
  const expected = headerHash(first().header);
  const blockRules = createBlockRules({ forkBlocks: [[1, expected]], badBlocks: undefined });
  const chain = await testChain(testClock(start + 1000), { blockRules });
  await expect(chain.writer.importBlock(other)).rejects.toMatchObject({
    step: "bad block",
    message: expect.stringContaining(`at #1 it expects ${expected}`),
  });
  expect((await chain.writer.importBlock(first())).type).toBe("imported");
  await chain.close();
});
