import { describe, expect, it } from "vitest";
import { fromHex, fromKey, type Hex, type StateKey, toKey, utf8 } from "../../lib/bytes.ts";
import { type BlockRequest, blockFields, encodeBlockRequest } from "../../network/messages/block-request.ts";
import { decodeBlockResponse } from "../../network/messages/block-response.ts";
import { encodeJustifications } from "../../network/messages/justifications.ts";
import { createMessageWriter } from "../../network/messages/protobuf.ts";
import { encodeStateRequest } from "../../network/messages/state-request.ts";
import { decodeStateResponse } from "../../network/messages/state-response.ts";
import type { Answer } from "../../network/network.ts";
import type { Block } from "../../primitives/block.ts";
import { createExtrinsic } from "../../primitives/extrinsic.ts";
import { memoryState } from "../../storage/state/memory-state.ts";
import { prove } from "../../storage/trie/proof.ts";
import { proveRange } from "../../storage/trie/range-proof.ts";
import { verifyRange } from "../../storage/trie/verify-range.ts";
import { fakeBlocks, fakeChain, fakeGenesis } from "../testing/fake-chain.ts";
import { createBlockAnswers } from "./block-answers.ts";
import { answerLight } from "./light-answers.ts";
import { createStateAnswers } from "./state-answers.ts";
import { stateEntries } from "./state-entries.ts";
import { answerWarp } from "./warp-answers.ts";

const { header, body, justification } = blockFields;
const blocks = fakeBlocks(fakeGenesis, 300);
const at = (number: number) => blocks[number - 1] as Block;
const whole = header | body;
const request = (more: Partial<BlockRequest> = {}): Uint8Array =>
  encodeBlockRequest({
    ...{ fields: whole, from: { number: 1 }, direction: "ascending", max: 0, multipleJustifications: true, ...more },
  });
const numbersOf = (bytes: Uint8Array | undefined) =>
  decodeBlockResponse(bytes ?? new Uint8Array(0), 1000).map(
    ({ hash }) => blocks.findIndex((one) => one.hash === hash) + 1,
  );

describe("answers of blocks", () => {
  const chain = fakeChain(blocks);

  it("go up the best chain or down from parent to parent, 128 at most", () => {
    const answers = createBlockAnswers(chain, 20);
    const up = numbersOf(answers("a", request()).bytes);
    expect([up[0], up.at(-1), up.length]).toEqual([1, 128, 128]);
    expect(numbersOf(answers("a", request({ from: { number: 299 }, max: 500 })).bytes)).toEqual([299, 300]);
    const down = { from: { hash: at(3).hash }, direction: "descending" } as const;
    expect(numbersOf(answers("a", request({ ...down, max: 2 })).bytes)).toEqual([3, 2]);
    expect(numbersOf(answers("a", request({ ...down, max: 9 })).bytes)).toEqual([3, 2, 1, 0]);
    expect(numbersOf(answers("a", request({ from: { number: 301 } })).bytes)).toEqual([]);
    expect(numbersOf(answers("a", request({ from: { hash: `0x${"11".repeat(32)}` } })).bytes)).toEqual([]);
  });

  it("give what was asked for alone", () => {
    const answers = createBlockAnswers(chain, 20);
    const [bare] = decodeBlockResponse(answers("a", request({ fields: 0, max: 1 })).bytes ?? new Uint8Array(0), 1);
    expect(bare).toEqual({ hash: at(1).hash, body: [] });
    const [full] = decodeBlockResponse(answers("a", request({ max: 1 })).bytes ?? new Uint8Array(0), 1);
    expect(full).toEqual({ hash: at(1).hash, header: at(1).header, body: at(1).body.map(({ bytes }) => bytes) });
  });

  it("give all justifications, or GRANDPA's alone to who reads one", () => {
    const justified = fakeChain(blocks);
    justified.justify(at(2).hash, ["BEEF", Uint8Array.of(1)]);
    justified.justify(at(2).hash, ["FRNK", Uint8Array.of(2)]);
    justified.justify(at(3).hash, ["BEEF", Uint8Array.of(1)]);
    justified.justify(at(4).hash, ["FRNK", new Uint8Array(0)]);
    const answers = createBlockAnswers(justified, 20);
    const ask = (multipleJustifications: boolean) =>
      decodeBlockResponse(
        answers("light", request({ fields: header | justification, max: 4, multipleJustifications })).bytes ??
          new Uint8Array(0),
        4,
      ).map(({ justification, justifications }) => justification ?? justifications);
    const both = justified.justifications(at(2).hash) ?? [];
    expect(ask(true)).toEqual([
      undefined,
      encodeJustifications(both),
      encodeJustifications([["BEEF", Uint8Array.of(1)]]),
      encodeJustifications([["FRNK", new Uint8Array(0)]]),
    ]);
    expect(ask(false)).toEqual([undefined, Uint8Array.of(2), undefined, new Uint8Array(0)]);
  });

  it("hold eight MiB of bodies, or a single block of whatever size", () => {
    const big = Array.from({ length: 6 }, (_, index) => {
      const extrinsic = new Uint8Array(3 * 1024 * 1024);
      // Its length in front: a compact integer of four bytes.
      extrinsic.set(new Uint8Array(Uint32Array.of(((extrinsic.length - 4) << 2) | 2).buffer));
      return { ...at(index + 1), body: [createExtrinsic(extrinsic)] };
    });
    const answers = createBlockAnswers(fakeChain(big), 20);
    expect(numbersOf(answers("a", request()).bytes)).toEqual([1, 2]);
    const first = big[0] as Block;
    const three = [{ ...first, body: [...first.body, ...first.body, ...first.body] }, ...big.slice(1)];
    expect(numbersOf(createBlockAnswers(fakeChain(three), 20)("a", request()).bytes)).toEqual([1]);
  });

  it("stop at a block whose body is not kept", () => {
    const pruned = { ...chain, body: (hash: Hex) => (hash === at(5).hash ? undefined : chain.body(hash)) };
    expect(numbersOf(createBlockAnswers(pruned, 20)("a", request()).bytes)).toEqual([1, 2, 3, 4]);
    expect(numbersOf(createBlockAnswers(pruned, 20)("a", request({ fields: header, max: 6 })).bytes).length).toBe(6);
  });

  it("cost who asks the same for the third time: everything, or little for headers, which are given again", () => {
    const answers = createBlockAnswers(chain, 20);
    for (const peer of ["a", "b"]) {
      for (let times = 0; times < 2; times++) expect(answers(peer, request()).changes).toBeUndefined();
      expect(answers(peer, request())).toEqual({
        changes: [{ value: -(2 ** 31), reason: "Same block request multiple times" }],
      });
    }
    const small = request({ fields: header | justification });
    for (let times = 0; times < 2; times++) expect(answers("a", small).changes).toBeUndefined();
    const third = answers("a", small);
    expect(third.changes?.[0]?.value).toBe(-(1 << 10));
    expect(third.bytes).toBeDefined();
    // What was answered with nothing may be asked for again and again.
    for (let times = 0; times < 9; times++)
      expect(answers("a", request({ from: { number: 900 } })).changes).toBeUndefined();
  });

  it("are none for garbage, which costs", () => {
    const answers = createBlockAnswers(chain, 20);
    expect(answers("a", Uint8Array.of(255, 255, 255))).toEqual({
      changes: [{ value: -(1 << 12), reason: "bad request" }],
    });
  });
});

const long = new Uint8Array(60).fill(3);
const childPlace = (id: string): StateKey => `:child_storage:default:${id}`;
const state = memoryState(
  Array.from({ length: 50 }, (_, index) => [`k${String(index).padStart(2, "0")}`, long] as const),
  [
    ["a", new Map([["x", utf8("1")]])],
    ["b", new Map(Array.from({ length: 40 }, (_, index) => [`y${String(index).padStart(2, "0")}`, long] as const))],
    ["c", new Map([["x", utf8("1")]])],
  ],
);
const known: Hex = `0x${"aa".repeat(32)}`;

describe("answers of states", () => {
  const ask = (start: readonly string[], noProof = false, block: Hex = known) =>
    encodeStateRequest({ block, start: start.map(fromKey), noProof });
  /** Answers, and looks up what it takes. */
  const answerer = () => {
    const answers = createStateAnswers(20);
    return (request: Uint8Array): Answer => {
      const given = answers("a", request);
      if ("nodesOf" in given) {
        const { block, start, limit } = given.nodesOf;
        expect(limit).toBe(2 * 1024 * 1024);
        return given.answer(block === known ? proveRange(state, start, limit) : undefined);
      }
      if (!("entriesOf" in given)) return given;
      const { block, start, limit } = given.entriesOf;
      return given.answer(block === known ? stateEntries(state, start, limit) : undefined);
    };
  };
  const responseTo = (request: Uint8Array) => decodeStateResponse(answerer()(request).bytes ?? new Uint8Array(0));

  it("are proofs", () => {
    const range = verifyRange(state.root(), responseTo(ask([])).proof ?? [], []);
    expect(range.next).toBeUndefined();
    expect(range.parts.map(({ child, sameAs, entries }) => [child, sameAs, entries.length])).toEqual([
      [undefined, undefined, 50],
      ["a", undefined, 1],
      ["b", undefined, 40],
      ["c", "a", 0],
    ]);
  });

  it("are entries for who does not want proofs, child tries whose root was given left out", () => {
    const { entries } = responseTo(ask(["k47"], true));
    expect(entries.map(({ root, entries, complete }) => [root.length, entries.length, complete])).toEqual([
      [0, 2, true],
    ]);
    const all = responseTo(ask([], true)).entries;
    expect(all.map(({ entries }) => entries.length)).toEqual([53, 1, 40]);
    expect(all[1]?.root).toEqual(state.get(childPlace("a")));
    const inChild = responseTo(ask([childPlace("b"), "y37"], true)).entries;
    expect(inChild.map(({ entries }) => entries.length)).toEqual([51, 2, 1]);
  });

  it("take about as many bytes as they may, with one entry of each trie at least", () => {
    const few = stateEntries(state, [], 300) ?? [];
    expect(few.map(({ entries, complete }) => [entries.length, complete])).toEqual([
      [2, false],
      [1, true],
      [2, false],
    ]);
    const inChild = stateEntries(state, [childPlace("b"), "y10"], 0) ?? [];
    expect(inChild.map(({ entries, complete }) => [entries.length, complete])).toEqual([
      [0, false],
      [1, false],
    ]);
  });

  it("are none for what is not there, and cost who asks the same for the third time", () => {
    const answers = answerer();
    expect(answers(ask([], false, `0x${"bb".repeat(32)}`))).toEqual({});
    expect(answers(ask(["a", "b", "c"]))).toEqual({});
    expect(answers(ask([childPlace("zz"), "x"]))).toEqual({});
    expect(answers(ask([childPlace("zy"), "x"], true))).toEqual({});
    expect(answers(Uint8Array.of(1))).toMatchObject({ changes: [{ value: -(1 << 12) }] });
    for (let times = 0; times < 2; times++) expect(answers(ask([])).bytes).toBeDefined();
    expect(answers(ask([]))).toEqual({
      changes: [{ value: -(2 ** 31), reason: "Same state request multiple times" }],
    });
  });
});

describe("answers to light clients", () => {
  const proofs = {
    proofAt: (block: Hex, keys: readonly StateKey[], child?: StateKey) => {
      if (block !== known) return undefined;
      const of = child === undefined ? state : state.child(child);
      return prove(of.trie(), keys, (key) => of.get(key));
    },
  };
  const answered = (request: Uint8Array) => {
    const answer = answerLight(request);
    if (!("wanted" in answer) || answer.wanted.type === "call") return answer;
    const { block, keys, child } = answer.wanted;
    return answer.answer(proofs.proofAt(block, keys, child));
  };
  const message = (field: number, parts: readonly (readonly [number, Uint8Array])[]): Uint8Array => {
    const inner = createMessageWriter();
    for (const [at, bytes] of parts) inner.bytes(at, bytes);
    const to = createMessageWriter();
    to.bytes(field, inner.finish());
    return to.finish();
  };
  const block = fromHex(known);
  /** The nodes of an answer to a read: 12 len, 12 len, a list. */
  const isProof = (answer: ReturnType<typeof answered>): boolean =>
    "bytes" in answer && (answer.bytes?.length ?? 0) > 40;

  it("are proofs of keys, of child tries too", () => {
    expect(
      isProof(
        answered(
          message(2, [
            [2, block],
            [3, utf8("k01")],
          ]),
        ),
      ),
    ).toBe(true);
    const child = fromKey(childPlace("b"));
    expect(
      isProof(
        answered(
          message(4, [
            [2, block],
            [3, child],
            [6, utf8("y01")],
          ]),
        ),
      ),
    ).toBe(true);
    // Without a proof where the state or the trie is not to be had.
    const empty = { bytes: Uint8Array.of(0x12, 0) };
    expect(
      answered(
        message(2, [
          [2, new Uint8Array(32)],
          [3, utf8("k")],
        ]),
      ),
    ).toEqual(empty);
    expect(
      answered(
        message(4, [
          [2, block],
          [3, utf8("b")],
          [6, utf8("y")],
        ]),
      ),
    ).toEqual(empty);
  });

  it("of calls are made of what the engine recorded, or nothing", () => {
    const answer = answered(
      message(1, [
        [2, block],
        [3, utf8("Core_version")],
        [4, utf8("x")],
      ]),
    );
    if (!("wanted" in answer)) throw new Error("nothing is wanted");
    expect(answer.wanted).toEqual({ type: "call", block: known, method: "Core_version", data: utf8("x") });
    expect(answer.answer(undefined)).toEqual({ bytes: Uint8Array.of(0x0a, 0) });
    expect(answer.answer([Uint8Array.of(9)])).toEqual({ bytes: Uint8Array.of(0x0a, 5, 0x12, 3, 4, 4, 9) });
  });

  it("cost for nothing asked, and for garbage", () => {
    for (const bad of [
      new Uint8Array(0),
      Uint8Array.of(255),
      message(2, [[2, block]]),
      message(3, []),
      message(1, []),
    ]) {
      expect(answered(bad)).toEqual({ changes: [{ value: -(1 << 12), reason: "bad request" }] });
    }
  });
});

it("answers of warp proofs begin at a known block", () => {
  const proofs = { proofs: [{ header: at(1).header, justification: new Uint8Array(46) }], isFinished: true };
  const prover = (begin: Hex) => (begin === known ? proofs : undefined);
  expect(answerWarp(prover, fromHex(known)).bytes?.length).toBe(1 + at(1).header.length + 46 + 1);
  expect(answerWarp(prover, new Uint8Array(32))).toEqual({});
  expect(answerWarp(prover, new Uint8Array(31))).toMatchObject({ changes: [{ reason: "bad request" }] });
  expect(toKey(fromHex(known)).length).toBe(32);
});
