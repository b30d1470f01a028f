import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecodeError } from "../../codec/io.ts";
import { fromHex, type Hex, toHex } from "../../lib/bytes.ts";
import { encodeHeader } from "../../primitives/header.ts";
import { decodeBlockAnnounce, encodeBlockAnnounce } from "./block-announce.ts";
import { type BlockRequest, blockFields, decodeBlockRequest, encodeBlockRequest } from "./block-request.ts";
import { decodeBlockResponse, encodeBlockResponse } from "./block-response.ts";
import { decodeJustifications, encodeJustifications } from "./justifications.ts";
import { decodeLightRequest } from "./light-request.ts";
import { encodeLightResponse } from "./light-response.ts";
import { createMessageWriter } from "./protobuf.ts";
import { decodeStateRequest, encodeStateRequest } from "./state-request.ts";
import { decodeStateResponse, encodeStateResponse } from "./state-response.ts";
import { decodeTransactions, encodeTransaction } from "./transactions.ts";
import { decodeWarpRequest, encodeWarpRequest } from "./warp-request.ts";

const hash: Hex = `0x${"ab".repeat(32)}`;
const root: Hex = `0x${"cd".repeat(32)}`;
const header = encodeHeader({
  ...{ parentHash: hash, number: 7, stateRoot: root, extrinsicsRoot: root },
  digest: [Uint8Array.of(0, 8, 1, 2)],
});
const bytesOf = (...bytes: number[]): Uint8Array => Uint8Array.of(...bytes);

describe("requests of blocks", () => {
  it("are the bytes of protobuf", () => {
    const byHash: BlockRequest = {
      ...{ fields: blockFields.header | blockFields.justification, from: { hash }, max: 1 },
      ...{ direction: "descending", multipleJustifications: true },
    };
    const bytes = encodeBlockRequest(byHash);
    expect(toHex(bytes)).toBe(`0x088080808801${"1220"}${"ab".repeat(32)}280130013801`);
    expect(decodeBlockRequest(bytes)).toEqual(byHash);
    const byNumber: BlockRequest = {
      ...{ fields: 3, from: { number: 0x01020304 }, max: 0, direction: "ascending", multipleJustifications: false },
    };
    expect(toHex(encodeBlockRequest(byNumber))).toBe("0x08808080181a0404030201");
    expect(decodeBlockRequest(encodeBlockRequest(byNumber))).toEqual(byNumber);
  });

  it("are refused without a first block, with a short hash, unknown fields or directions", () => {
    for (const bad of ["0x", "0x0880808008", "0x12021122", "0x1a0404030201" + "2802", "0x0880808080041a0404030201"]) {
      expect(() => decodeBlockRequest(fromHex(bad))).toThrow(DecodeError);
    }
  });

  it("take the last of two first blocks, and what they do not know they skip", () => {
    const bytes = fromHex(`0x1220${"ab".repeat(32)}1a0405000000ba3e0161`);
    expect(decodeBlockRequest(bytes).from).toEqual({ number: 5 });
  });
});

describe("answers of blocks", () => {
  const extrinsic = bytesOf(12, 4, 5, 6);
  const block = { hash, header, body: [extrinsic, extrinsic], justifications: bytesOf(1) };

  it("come back as they were", () => {
    const empty = { hash, body: [], justification: bytesOf() };
    const legacy = { hash, body: [], justification: bytesOf(9) };
    expect(decodeBlockResponse(encodeBlockResponse([block, empty, legacy]), 3)).toEqual([block, empty, legacy]);
  });

  it("are read as far as was asked, and hold their own bytes", () => {
    const bytes = encodeBlockResponse([block, block, block]);
    const read = decodeBlockResponse(bytes, 2);
    expect(read.length).toBe(2);
    bytes.fill(0);
    expect(read[0]).toEqual(block);
  });

  it("drop what follows an extrinsic within its field, and refuse one that is cut", () => {
    const long = { hash, body: [bytesOf(8, 1, 2, 3)] };
    expect(decodeBlockResponse(encodeBlockResponse([long]), 1)[0]?.body).toEqual([bytesOf(8, 1, 2)]);
    const cut = { hash, body: [bytesOf(12, 1, 2)] };
    expect(() => decodeBlockResponse(encodeBlockResponse([cut]), 1)).toThrow(DecodeError);
  });

  it("with more extrinsics than fit are refused", () => {
    const to = createMessageWriter();
    to.bytes(1, fromHex(hash));
    for (let left = 131_073; left > 0; left--) to.bytes(3, bytesOf(0));
    const whole = createMessageWriter();
    whole.bytes(1, to.finish());
    expect(() => decodeBlockResponse(whole.finish(), 1)).toThrow("too many extrinsics");
  });
});

describe("the other messages", () => {
  it("of state come back as they were", () => {
    const request = { block: hash, start: [bytesOf(1), bytesOf(2, 3)], noProof: true };
    expect(decodeStateRequest(encodeStateRequest(request))).toEqual(request);
    const entries = [
      {
        root: bytesOf(),
        entries: [[bytesOf(1), bytesOf(2)] as const, [bytesOf(), bytesOf()] as const],
        complete: true,
      },
      { root: bytesOf(7), entries: [], complete: false },
    ];
    expect(decodeStateResponse(encodeStateResponse({ entries }))).toEqual({ entries });
    const proof = [bytesOf(1, 2), bytesOf()];
    expect(decodeStateResponse(encodeStateResponse({ entries: [], proof }))).toEqual({ entries: [], proof });
  });

  it("of light clients are read and answered", () => {
    const call = createMessageWriter();
    call.bytes(2, fromHex(hash));
    call.bytes(3, Buffer.from("Core_version"));
    call.bytes(4, bytesOf());
    const read = createMessageWriter();
    read.bytes(2, fromHex(hash));
    read.bytes(3, Buffer.from(":child_storage:default:x"));
    read.bytes(6, bytesOf(1));
    const in_ = (field: number, bytes: Uint8Array): Uint8Array => {
      const to = createMessageWriter();
      to.bytes(field, bytes);
      return to.finish();
    };
    const called = { type: "call", block: hash, method: "Core_version", data: bytesOf() };
    expect(decodeLightRequest(in_(1, call.finish()))).toEqual(called);
    const child = Uint8Array.from(Buffer.from(":child_storage:default:x"));
    expect(decodeLightRequest(in_(4, read.finish()))).toEqual({ type: "read", block: hash, child, keys: [bytesOf(1)] });
    expect(() => decodeLightRequest(bytesOf())).toThrow(DecodeError);
    expect(toHex(encodeLightResponse("read", [bytesOf(5)]))).toBe("0x12051203040405");
    expect(toHex(encodeLightResponse("call", undefined))).toBe("0x0a00");
  });

  it("of announces say best when they say nothing", () => {
    const message = encodeBlockAnnounce(header, false, bytesOf(1));
    const read = decodeBlockAnnounce(message);
    expect(read).toMatchObject({ best: false, data: bytesOf(1), headerBytes: header, header: { number: 7 } });
    expect(decodeBlockAnnounce(header)).toMatchObject({ best: true, data: bytesOf() });
    expect(() => decodeBlockAnnounce(header.subarray(0, 90))).toThrow(DecodeError);
  });

  it("of transactions, justifications and warp come back as they were", () => {
    const extrinsic = bytesOf(12, 4, 5, 6);
    expect(decodeTransactions(encodeTransaction(extrinsic))).toEqual([extrinsic]);
    expect(decodeTransactions(bytesOf(8, 4, 1, 4, 2))).toEqual([bytesOf(4, 1), bytesOf(4, 2)]);
    expect(() => decodeTransactions(bytesOf(8, 4, 1, 8, 2))).toThrow(DecodeError);
    const justifications = [
      ["FRNK", bytesOf(1, 2)],
      ["\x00\xff\x80a", bytesOf()],
    ] as const;
    expect(decodeJustifications(encodeJustifications(justifications))).toEqual(justifications);
    expect(decodeWarpRequest(encodeWarpRequest(hash))).toBe(hash);
    expect(() => decodeWarpRequest(bytesOf(1))).toThrow(DecodeError);
  });
});

it("headers and justifications without end are refused", () => {
  const many = encodeHeader({
    parentHash: hash,
    number: 1,
    stateRoot: root,
    extrinsicsRoot: root,
    digest: new Array(4097).fill(bytesOf(8)),
  });
  expect(() => decodeBlockAnnounce(many)).toThrow("too many digest items");
  expect(() => decodeJustifications(encodeJustifications(new Array(65).fill(["FRNK", bytesOf()])))).toThrow(
    DecodeError,
  );
});

describe("every decoder", () => {
  const extrinsics = [bytesOf(12, 4, 5, 6)];
  const samples: readonly (readonly [string, (bytes: Uint8Array) => unknown, Uint8Array])[] = [
    [
      "block request",
      decodeBlockRequest,
      encodeBlockRequest({
        ...{ fields: 19, from: { hash }, direction: "descending", max: 64, multipleJustifications: true },
      }),
    ],
    [
      "block response",
      (bytes) => decodeBlockResponse(bytes, 129),
      encodeBlockResponse([
        { hash, header, body: extrinsics, justifications: encodeJustifications([["FRNK", header]]) },
      ]),
    ],
    ["justifications", decodeJustifications, encodeJustifications([["FRNK", header]])],
    ["announce", decodeBlockAnnounce, encodeBlockAnnounce(header, true, bytesOf())],
    ["transactions", decodeTransactions, encodeTransaction(bytesOf(12, 4, 5, 6))],
    ["state request", decodeStateRequest, encodeStateRequest({ block: hash, start: extrinsics, noProof: false })],
    [
      "state response",
      decodeStateResponse,
      encodeStateResponse({
        entries: [{ root: bytesOf(), entries: [[header, header]], complete: true }],
        proof: [header],
      }),
    ],
    ["light request", decodeLightRequest, encodeStateRequest({ block: hash, start: extrinsics, noProof: false })],
    ["warp request", decodeWarpRequest, encodeWarpRequest(hash)],
  ];

  for (const [name, decode, sample] of samples) {
    it(`throws nothing but its error: ${name}`, () => {
      const total = (bytes: Uint8Array): void => {
        try {
          decode(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
      };
      fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), total), { numRuns: 500 });
      const change = fc.record({ at: fc.nat(sample.length - 1), to: fc.nat(255), cut: fc.nat(sample.length) });
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
          const bytes = sample.slice();
          for (const { at, to } of changes) bytes[at] = to;
          total(bytes);
          total(bytes.subarray(0, changes[0]?.cut));
        }),
        { numRuns: 500 },
      );
    });
  }

  it("takes no stack for nested groups, and little time for long varints", () => {
    for (const bomb of [new Uint8Array(1 << 20).fill(0x0b), new Uint8Array(1 << 20).fill(0xff)]) {
      expect(() => decodeBlockRequest(bomb)).toThrow(DecodeError);
      expect(() => decodeStateResponse(bomb)).toThrow(DecodeError);
    }
  });
});
