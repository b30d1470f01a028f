import { expect, it } from "vitest";
import { memoryState } from "../../storage/state/memory-state.ts";
import { createRuntime, local } from "../index.ts";
import { accountOf, incAccountNonce } from "../pallets/system/accounts.ts";
import { storage } from "../pallets/system/storage.ts";
import { execute } from "./execution.ts";
import { createRecentValues } from "./recent-values.ts";

it("knows the last few values by the arrays themselves, not by what is in them", () => {
  const recent = createRecentValues<number>();
  const arrays = Array.from({ length: 9 }, () => new Uint8Array(1));
  for (const [index, bytes] of arrays.entries()) recent.keep(bytes, index);
  expect(arrays.map(recent.find)).toEqual([undefined, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(recent.find(new Uint8Array(1))).toBeUndefined();
});

it("an account is read as it is after each change, and after a change is undone", () => {
  const runtime = createRuntime(local);
  const state = execute(memoryState([]).overlay(), runtime.rules, runtime);
  const who = `0x${"11".repeat(32)}` as const;
  const nonce = (): number => accountOf(state, who).nonce;
  incAccountNonce(state, who);
  expect([nonce(), nonce()]).toEqual([1, 1]);
  state.begin();
  incAccountNonce(state, who);
  expect(nonce()).toBe(2);
  state.rollback();
  expect(nonce()).toBe(1);
  storage.Account.at(who).remove(state);
  expect(nonce()).toBe(0);
  // Bytes that do not decode count as absent, each time.
  state.put(storage.Account.at(who).key, Uint8Array.of(1));
  expect([nonce(), nonce()]).toEqual([0, 0]);
});
