import { expect, test } from "vitest";
import { RuntimeCallError } from "../../chain/api.ts";
import { utf8 } from "../../lib/bytes.ts";
import { encodeLightResponse } from "../../network/messages/light-response.ts";
import { createMessageWriter } from "../../network/messages/protobuf.ts";
import { createLightAnswers } from "./light-answers.ts";

function request(kind: 1 | 2, text: string): Uint8Array {
  const inner = createMessageWriter();
  inner.bytes(2, new Uint8Array(32));
  inner.bytes(3, utf8(text));
  const to = createMessageWriter();
  to.bytes(kind, inner.finish());
  return to.finish();
}
const nodes = [utf8("node")];

test("reads and calls are answered with their proofs, or say that there is none", async () => {
  const answer = createLightAnswers({
    proof: ({ keys: [key] }) => (key === "gone" ? "discarded" : nodes),
    async callProof(_hash, method) {
      if (method === "none") throw new RuntimeCallError("no-such-method", "none");
      return method === "root" ? undefined : nodes;
    },
  });
  const said = async (kind: 1 | 2, text: string) => (await answer("peer", request(kind, text))).bytes;
  expect(await said(2, "key")).toEqual(encodeLightResponse("read", nodes));
  expect(await said(2, "gone")).toEqual(encodeLightResponse("read", undefined));
  expect(await said(1, "Core_version")).toEqual(encodeLightResponse("call", nodes));
  for (const method of ["none", "root"]) expect(await said(1, method)).toEqual(encodeLightResponse("call", undefined));
});

test("questions of one peer have one caller, those of another another", async () => {
  const callers: (object | undefined)[] = [];
  const answer = createLightAnswers({
    proof: () => nodes,
    async callProof(_hash, _method, _args, caller) {
      callers.push(caller);
      return nodes;
    },
  });
  await Promise.all([answer("a", request(1, "m")), answer("a", request(1, "m")), answer("b", request(1, "m"))]);
  const [first, second, other] = callers;
  expect([first === second, first === other]).toEqual([true, false]);
});
