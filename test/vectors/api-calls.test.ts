import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../src/lib/bytes.ts";
import { callRuntimeApi } from "../../src/runtime/executive/call-api.ts";
import { recordedChain, recordedEnd } from "../support/recorded-state.ts";

/** Recorded chains that end with calls of the runtime APIs and record every block's changes. */
const chains = [
  "b-registration",
  "c-staking",
  "d-weights",
  "f-children",
  "g-root",
  "i-crowdloan",
  "k-halving",
  "local-b-registration",
  "local-d-weights",
  "local-f-children",
  "s-fuzz-1",
  "s-fuzz-2",
  "s-fuzz-3",
  "s-fuzz-4",
];

/** The answers of the runtime APIs on recorded states, without executing a block. Replay asks the other chains too. */
describe("recorded runtime API calls", () => {
  for (const name of chains) {
    it(name, () => {
      const file = recordedChain(name);
      const end = recordedEnd(file);
      if (end === undefined) throw new Error(`${name} does not record the changes of every block`);
      expect(toHex(end.state.root())).toBe(file.blocks.at(-1)?.stateRoot);
      expect(file.apiCalls.length).toBe(187);
      for (const { method, args, result } of file.apiCalls) {
        const ours = callRuntimeApi(end.state.overlay(), end.runtime, method, fromHex(args));
        expect(`${method} ${args}: ${toHex(ours)}`).toBe(`${method} ${args}: ${result}`);
      }
    });
  }
});
