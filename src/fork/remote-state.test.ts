import { describe, expect, it } from "vitest";
import { type Hex, keyToHex } from "../lib/bytes.ts";
import type { Remote } from "./remote.ts";
import type { RemoteAnswer, RemoteCall } from "./remote-messages.ts";
import { createRemoteState } from "./remote-state.ts";

const hash: Hex = `0x${"b1".repeat(32)}`;
const genesisHash: Hex = `0x${"00".repeat(32)}`;
const proven: RemoteAnswer = { result: { at: hash, proof: ["0x01", "0x02"] } };

/** The state of a node that answers so; `asked` is what it was asked. */
function stateOf(answer: (call: RemoteCall) => RemoteAnswer, genesis: unknown = genesisHash) {
  const asked: RemoteCall[][] = [];
  const noted: number[] = [];
  const remote: Remote = {
    url: "ws://node",
    counts: { keys: 0, requests: 0 },
    noteKeys: (count) => void noted.push(count),
    ask(calls) {
      asked.push([...calls]);
      return calls.map((call) => (call.method === "chain_getBlockHash" ? { result: genesis } : answer(call)));
    },
    stop: async () => {},
  };
  return { asked, noted, state: createRemoteState(remote, { hash, number: 7, genesisHash }) };
}

const refused = (text: string, code = -32000) => stateOf(() => ({ refused: text, code })).state;

describe("the state of a block on another node", () => {
  it("is asked for with the block's hash, after the node has shown its genesis once", () => {
    const { asked, noted, state } = stateOf((call) =>
      call.method.endsWith("KeysPaged") ? { result: [keyToHex("ab1"), keyToHex("ab2"), keyToHex("x"), 5] } : proven,
    );
    const page = { prefix: "ab", after: "ab", count: 10 };
    expect(state.read(undefined, ["a", "b"], [page])).toEqual({
      proof: [Uint8Array.of(1), Uint8Array.of(2)],
      pages: [["ab1", "ab2"]],
    });
    state.read("c", ["a"], [page]);
    const child = keyToHex(":child_storage:default:c");
    expect(asked).toEqual([
      [
        { method: "chain_getBlockHash", params: [0] },
        { method: "state_getReadProof", params: [[keyToHex("a"), keyToHex("b")], hash] },
        { method: "state_getKeysPaged", params: [keyToHex("ab"), 10, keyToHex("ab"), hash] },
      ],
      [
        { method: "state_getChildReadProof", params: [child, [keyToHex("a")], hash] },
        { method: "childstate_getKeysPaged", params: [child, keyToHex("ab"), 10, keyToHex("ab"), hash] },
      ],
    ]);
    expect(noted).toEqual([2, 1]);
  });

  it("is asked for in halves where the answer is too long", () => {
    const { asked, state } = stateOf(({ params }) =>
      (params[0] as unknown[]).length > 2
        ? { refused: "Response is too big: Exceeded max limit of 100", code: -32008 }
        : proven,
    );
    expect(state.read(undefined, ["a", "b", "c", "d", "e"]).proof).toHaveLength(6);
    const sizes = asked.map((calls) => (calls.at(-1) as RemoteCall).params[0] as unknown[]).map((keys) => keys.length);
    expect(sizes).toEqual([5, 2, 3, 1, 2]);
  });

  it("is refused in words that say what to do", () => {
    const read = (state: { read(child: undefined, keys: string[]): unknown }) => () => state.read(undefined, ["a"]);
    expect(read(stateOf(() => proven, `0x${"11".repeat(32)}`).state)).toThrow(
      /^ws:\/\/node is a node of another chain \(its genesis is 0x1111.*, that of the fork 0x0000.*\): give the URL/,
    );
    expect(read(refused("State already discarded for 0xb1"))).toThrow(
      /keeps the state of block 7 \(0xb1b1.*\) no longer \(State already discarded for 0xb1\): give the URL of an archive node/,
    );
    expect(read(refused("Method not found", -32601))).toThrow(
      /does not serve state_getReadProof \(Method not found\), without which nothing of its state can be checked/,
    );
    expect(read(refused("RPC call is unsafe to be called externally"))).toThrow(/does not serve state_getReadProof/);
    expect(read(refused("Response is too big", -32008))).toThrow("refuses state_getReadProof: Response is too big");
    for (const result of [null, {}, { proof: "0x" }, { proof: ["x"] }]) {
      expect(read(stateOf(() => ({ result })).state)).toThrow("is not to be trusted: what it answers is no proof");
    }
  });
});
