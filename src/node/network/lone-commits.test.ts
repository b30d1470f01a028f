import { expect, test } from "vitest";
import type { Chain } from "../../chain/chain.ts";
import type { AuthoritySet } from "../../consensus/grandpa/authority-set.ts";
import { authoritySet } from "../../consensus/grandpa/authority-set.ts";
import { devAccount } from "../../crypto/dev-accounts.ts";
import type { Hex } from "../../lib/bytes.ts";
import { createLoneCommits } from "./lone-commits.ts";

const own = devAccount("One", "ed25519");
const hashOf = (number: number): Hex => `0x${number.toString(16).padStart(64, "0")}`;

/** A chain that finalizes when it is told to, under a clock that is turned by hand. */
function lone(voters: readonly Hex[], past: AuthoritySet["past"] = []) {
  let finalized: ((change: { hashes: readonly Hex[]; pruned: readonly Hex[] }) => void) | undefined;
  const timers: (() => void)[] = [];
  const told: [number, bigint][] = [];
  const chain = {
    api: {
      header: (hash: Hex) => ({ number: Number(hash) }),
      events: {
        onFinalized(listener: typeof finalized) {
          finalized = listener;
          return () => {};
        },
      },
    },
    finalized: () => ({ number: 11 }),
    environment: {
      after: (_ms: number, run: () => void) => {
        timers.push(run);
        return () => timers.splice(timers.indexOf(run), 1);
      },
    },
  } as unknown as Chain;
  const set = authoritySet(voters.map((key) => [key, 1n] as const)) as AuthoritySet;
  const commits = createLoneCommits({
    ...{ chain, delay: 666 },
    keys: { grandpa: () => [own.publicKey], signGrandpa: (_key, payload) => own.sign(payload) },
    tell: ({ commit }, setId) => told.push([commit.target.number, setId]),
  });
  commits.begin({ ...set, setId: 4n, past });
  return {
    ...commits,
    told,
    timers,
    finalize: (number: number) => finalized?.({ hashes: [hashOf(number)], pruned: [] }),
    pass: () => timers.shift()?.(),
  };
}

test("each commit waits, and of blocks that become final meanwhile the last is told", () => {
  const { finalize, pass, told, timers, stop } = lone([own.publicKey]);
  finalize(1);
  finalize(2);
  finalize(3);
  expect(told).toEqual([]);
  pass();
  expect(told).toEqual([[1, 4n]]);
  pass();
  pass();
  expect(told).toEqual([
    [1, 4n],
    [3, 4n],
  ]);
  finalize(4);
  stop();
  expect(timers).toEqual([]);
});

test("others vote too, or the block is of a set before: no commit", () => {
  const two = lone([own.publicKey, devAccount("Two", "ed25519").publicKey]);
  two.finalize(1);
  two.pass();
  const later = lone([own.publicKey], [{ setId: 3n, lastBlock: 10 }]);
  later.finalize(10);
  later.finalize(11);
  later.pass();
  later.pass();
  expect([two.told, later.told]).toEqual([[], [[11, 4n]]]);
});

test("the last block of a set is told before the next one begins, and nothing after it", async () => {
  const { finalize, handOver, begin, pass, told, timers } = lone([own.publicKey]);
  finalize(2);
  const handing = handOver({ hash: hashOf(3), number: 3 });
  finalize(3);
  finalize(5);
  pass();
  pass();
  await handing;
  pass();
  expect(told).toEqual([
    [2, 4n],
    [3, 4n],
  ]);
  begin({ authorities: [[own.publicKey, 1n]], setId: 5n, past: [{ setId: 4n, lastBlock: 3 }] });
  finalize(6);
  pass();
  expect(told.at(-1)).toEqual([6, 5n]);
  const two = lone([own.publicKey, devAccount("Two", "ed25519").publicKey]);
  await two.handOver({ hash: hashOf(3), number: 3 });
  expect([timers, two.timers]).toEqual([[], []]);
});
