import { expect, test } from "vitest";
import { type Hex, utf8 } from "../../lib/bytes.ts";
import { encodeLightResponse } from "../../network/messages/light-response.ts";
import { createMessageWriter } from "../../network/messages/protobuf.ts";
import { badRequest } from "../reputation.ts";
import { answerLight } from "./light-answers.ts";

const block: Hex = `0x${"ab".repeat(32)}`;

/** A request with these fields, by the number of its kind. */
function request(kind: number, fields: readonly (readonly [number, Uint8Array])[]): Uint8Array {
  const inner = createMessageWriter();
  inner.bytes(2, new Uint8Array(32).fill(0xab));
  for (const [field, bytes] of fields) inner.bytes(field, bytes);
  const to = createMessageWriter();
  to.bytes(kind, inner.finish());
  return to.finish();
}

const nodes = [utf8("one"), utf8("two")];

test("a read and a call say what is to be proven, and the proof makes the answer", () => {
  for (const [bytes, type, wanted] of [
    [
      request(2, [
        [3, utf8("a")],
        [3, utf8("b")],
      ]),
      "read",
      { type: "read", block, keys: ["a", "b"] },
    ],
    [
      request(4, [
        [3, utf8(":child_storage:default:c")],
        [6, utf8("a")],
      ]),
      "read",
      { type: "read", block, keys: ["a"], child: "c" },
    ],
    [
      request(1, [
        [3, utf8("Core_version")],
        [4, utf8("x")],
      ]),
      "call",
      { type: "call", block, method: "Core_version", data: utf8("x") },
    ],
  ] as const) {
    const answer = answerLight(bytes);
    if (!("wanted" in answer)) throw new Error("nothing is wanted");
    expect(answer.wanted).toEqual(wanted);
    expect(answer.answer(nodes)).toEqual({ bytes: encodeLightResponse(type, nodes) });
    expect(answer.answer(undefined)).toEqual({ bytes: encodeLightResponse(type, undefined) });
  }
});

test("a child trie of another kind has no proof, and what is no request costs", () => {
  const other = request(4, [
    [3, utf8(":child_storage:other:c")],
    [6, utf8("a")],
  ]);
  expect(answerLight(other)).toEqual({ bytes: encodeLightResponse("read", undefined) });
  for (const bytes of [request(2, []), utf8("?"), new Uint8Array(0)])
    expect(answerLight(bytes)).toEqual({ changes: [badRequest] });
});
