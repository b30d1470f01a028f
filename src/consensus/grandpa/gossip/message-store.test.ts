import fc from "fast-check";
import { expect, it } from "vitest";
import type { Hex } from "../../../lib/bytes.ts";
import type { SignedVote } from "../types.ts";
import { createMessageStore, type KeptMessage } from "./message-store.ts";

const hashOf = (number: number): Hex => `0x${number.toString(16).padStart(64, "0")}`;
const message = (number: number): KeptMessage => ({
  hash: hashOf(number),
  topic: { round: 1n, setId: 0n },
  bytes: new Uint8Array(0),
  from: undefined,
  message: { type: "vote", round: 1n, setId: 0n, vote: {} as SignedVote },
});

it("forgets of a peer what this node does not know, at the next expiry and not before", () => {
  const step = fc.record({
    what: fc.constantFrom("keep", "peer knows", "expire"),
    peer: fc.constantFrom("a", "b"),
    number: fc.nat(12),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const store = createMessageStore();
      store.joined("a");
      store.joined("b");
      const known = new Set<number>();
      const told = { a: new Set<number>(), b: new Set<number>() };
      for (const { what, peer, number } of steps) {
        if (what === "keep") {
          store.keep(message(number));
          known.add(number);
        } else if (what === "peer knows") {
          expect(store.peerKnows(peer, hashOf(number))).toBe(!told[peer as "a" | "b"].has(number));
          told[peer as "a" | "b"].add(number);
        } else {
          store.expire(() => false);
          for (const numbers of [told.a, told.b]) for (const one of numbers) if (!known.has(one)) numbers.delete(one);
        }
        for (const name of ["a", "b"] as const)
          for (let one = 0; one <= 12; one++) expect(store.isKnownTo(name, hashOf(one))).toBe(told[name].has(one));
      }
    }),
    { numRuns: 200 },
  );
});

it("says in their order which kept messages a peer does not know", () => {
  const step = fc.record({
    what: fc.constantFrom("keep", "peer knows", "expire", "peer joins anew"),
    number: fc.nat(12),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const store = createMessageStore();
      store.joined("a");
      for (const { what, number } of steps) {
        if (what === "keep") store.keep(message(number));
        else if (what === "peer knows") store.peerKnows("a", hashOf(number));
        else if (what === "expire") store.expire(({ hash }) => hash === hashOf(number));
        else store.joined("a");
        const unknown = store.messages().filter(({ hash }) => !store.isKnownTo("a", hash));
        expect([...store.unknownTo("a")]).toEqual(unknown);
      }
    }),
    { numRuns: 200 },
  );
});

it("takes a message for unknown to a peer again that it had to forget of it", () => {
  const store = createMessageStore();
  store.joined("a");
  for (let number = 0; number <= 8192; number++) {
    if (number === 0) store.keep(message(number));
    store.peerKnows("a", hashOf(number));
  }
  expect([...store.unknownTo("a")].map(({ hash }) => hash)).toEqual([hashOf(0)]);
});

it("forgets of peers what it had to forget itself", () => {
  const store = createMessageStore();
  store.joined("a");
  for (let number = 0; number <= 8192; number++) {
    store.keep(message(number));
    if (number < 2) store.peerKnows("a", hashOf(number));
  }
  expect(store.isKnownTo("a", hashOf(0))).toBe(true);
  store.expire(() => true);
  expect(store.isKnownTo("a", hashOf(0))).toBe(false);
  expect(store.isKnownTo("a", hashOf(1))).toBe(true);
});
