import { expect, it } from "vitest";
import type { Hex } from "../lib/bytes.ts";
import { StorageError } from "../storage/errors.ts";
import { createAncestors } from "./ancestors.ts";
import type { ForkedBlock } from "./forked-block.ts";
import type { ForkedState } from "./forked-state.ts";
import { openNodeCache } from "./node-cache.ts";
import type { Remote } from "./remote.ts";

const hashOf = (byte: string): Hex => `0x${byte.repeat(32)}`;

it("does not wait for a node that is away with each block that somebody asks for", () => {
  let [asked, isAway] = [0, true];
  const remote: Pick<Remote, "ask"> = {
    ask(calls) {
      asked++;
      if (isAway) throw new StorageError("remote", "ws://node does not answer within 15 s (2 tries)");
      return calls.map(() => ({ result: null }));
    },
  };
  const header = { number: 9 } as ForkedBlock["header"];
  const ancestors = createAncestors({
    block: { hash: hashOf("b9"), header, genesis: { hash: hashOf("00"), header } } as unknown as ForkedBlock,
    forked: {} as ForkedState,
    cache: openNodeCache(undefined),
    remote: remote as Remote,
    stateOf: () => {
      throw new Error("no state is asked for");
    },
  });
  for (const byte of ["01", "02", "03"]) {
    expect(ancestors.header(hashOf(byte))).toBeUndefined();
    expect(ancestors.stateAt(hashOf(byte))).toBeUndefined();
  }
  expect(asked).toBe(1);
  isAway = false;
  expect(ancestors.header(hashOf("04"))).toBeUndefined();
  expect(asked).toBe(1);
});
