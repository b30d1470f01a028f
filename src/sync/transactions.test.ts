import { describe, expect, it } from "vitest";
import { blake2Hex } from "../crypto/hashing.ts";
import { encodeTransaction } from "../network/messages/transactions.ts";
import { createTransactions, type TransactionsAction } from "./transactions.ts";

const transaction = (seed: number) => {
  const bytes = Uint8Array.of(16, seed & 255, (seed >> 8) & 255, 1, 2);
  return { bytes, hash: blake2Hex(bytes) };
};
const one = transaction(1);
const two = transaction(2);

function node(...roles: ("full" | "light" | "authority")[]) {
  const transactions = createTransactions();
  for (const [index, role] of roles.entries())
    transactions.handle({ type: "peer", peer: `p${index}`, roles: role }, false);
  return transactions;
}
const of = <T extends TransactionsAction["type"]>(actions: readonly TransactionsAction[], type: T) =>
  actions.filter((action) => action.type === type) as Extract<TransactionsAction, { type: T }>[];

describe("transactions of the pool", () => {
  it("go to everybody who does not know them, one a message, never to light clients", () => {
    const transactions = node("full", "light", "authority");
    const actions = transactions.handle({ type: "propagate", transactions: [one, two] }, false);
    expect(of(actions, "send").map(({ peer, message }) => [peer, message])).toEqual([
      ["p0", encodeTransaction(one.bytes)],
      ["p0", encodeTransaction(two.bytes)],
      ["p2", encodeTransaction(one.bytes)],
      ["p2", encodeTransaction(two.bytes)],
    ]);
    expect(of(actions, "broadcast")).toEqual([
      { type: "broadcast", hash: one.hash, peers: ["p0", "p2"] },
      { type: "broadcast", hash: two.hash, peers: ["p0", "p2"] },
    ]);
    expect(transactions.handle({ type: "propagate", transactions: [one, two] }, false)).toEqual([]);
  });

  it("do not go back to who sent them", () => {
    const transactions = node("full", "full");
    transactions.handle({ type: "message", peer: "p0", message: encodeTransaction(one.bytes) }, false);
    const actions = transactions.handle({ type: "propagate", transactions: [one] }, false);
    expect(of(actions, "send").map(({ peer }) => peer)).toEqual(["p1"]);
  });

  it("are known to a peer as long as 10,240 others have not come", () => {
    const transactions = node("full");
    const many = Array.from({ length: 10_241 }, (_, index) => transaction(index));
    transactions.handle({ type: "propagate", transactions: many }, false);
    const again = transactions.handle({ type: "propagate", transactions: [many[5] ?? one, many[0] ?? one] }, false);
    expect(of(again, "broadcast").map(({ hash }) => hash)).toEqual([many[0]?.hash]);
  });
});

describe("transactions of peers", () => {
  it("cost a little until the pool has judged them", () => {
    const outcomes = { new: 128, known: 16, bad: -4096, none: undefined } as const;
    for (const [outcome, value] of Object.entries(outcomes) as [keyof typeof outcomes, number | undefined][]) {
      const transactions = node("full");
      const actions = transactions.handle(
        { type: "message", peer: "p0", message: encodeTransaction(one.bytes) },
        false,
      );
      expect(actions).toMatchObject([
        { type: "report", peer: "p0", change: { value: -16, reason: "Any transaction" } },
        { type: "submit", hash: one.hash, bytes: one.bytes },
      ]);
      expect(transactions.pending()).toBe(1);
      const judged = transactions.handle({ type: "outcome", hash: one.hash, outcome }, false);
      expect(judged.map((action) => action.type === "report" && action.change.value)).toEqual(
        value === undefined ? [] : [value],
      );
      expect(transactions.pending()).toBe(0);
    }
  });

  it("go to the pool once, and all who sent them are judged", () => {
    const transactions = node("full", "full");
    transactions.handle({ type: "message", peer: "p0", message: encodeTransaction(one.bytes) }, false);
    const again = transactions.handle({ type: "message", peer: "p1", message: encodeTransaction(one.bytes) }, false);
    expect(of(again, "submit")).toEqual([]);
    const judged = transactions.handle({ type: "outcome", hash: one.hash, outcome: "bad" }, false);
    expect(of(judged, "report").map(({ peer }) => peer)).toEqual(["p0", "p1"]);
  });

  it("are not looked at beyond a number that wait, while the node catches up, or from nobody", () => {
    const transactions = node("full");
    const message = encodeTransaction(one.bytes);
    expect(transactions.handle({ type: "message", peer: "p0", message }, true)).toEqual([]);
    expect(transactions.handle({ type: "message", peer: "x", message }, false)).toEqual([]);
    expect(transactions.handle({ type: "propagate", transactions: [one] }, true)).toEqual([]);
    const many = Array.from({ length: 9000 }, (_, index) => transaction(index).bytes);
    const list = Uint8Array.from([
      ...new Uint8Array(Uint16Array.of((9000 << 2) | 1).buffer),
      ...many.flatMap((bytes) => [...bytes]),
    ]);
    const actions = transactions.handle({ type: "message", peer: "p0", message: list }, false);
    expect(of(actions, "submit").length).toBe(8193);
    expect(
      transactions.handle(
        { type: "message", peer: "p0", message: encodeTransaction(transaction(60_000).bytes) },
        false,
      ),
    ).toEqual([]);
  });

  it("that do not decode cost, and a peer that is gone gets nothing", () => {
    const transactions = node("full");
    expect(transactions.handle({ type: "message", peer: "p0", message: Uint8Array.of(8, 4) }, false)).toEqual([
      { type: "report", peer: "p0", change: { value: -4096, reason: "Bad transaction" } },
    ]);
    transactions.handle({ type: "peer-left", peer: "p0" }, false);
    expect(transactions.handle({ type: "propagate", transactions: [one] }, false)).toEqual([]);
  });
});
