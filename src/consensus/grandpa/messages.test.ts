import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toHex } from "../../lib/bytes.ts";
import { decodeGossip, decodeJustification, encodeGossip, encodeJustification, signaturePayload } from "./messages.ts";
import { testHeader } from "./testing/headers.ts";
import type { CatchUp, GossipMessage, Justification, SignedPrecommit, SignedVote, Vote } from "./types.ts";

const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const u32 = fc.nat(0xffff_ffff);
const hex32 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toHex);
const place = fc.record({ hash: hex32, number: u32 });
const cast = { signature: fc.uint8Array({ minLength: 64, maxLength: 64 }), voter: hex32 };
const vote = (stage: fc.Arbitrary<Vote["stage"]>): fc.Arbitrary<SignedVote> =>
  fc.record({ vote: fc.record({ stage, target: place }), ...cast });
const precommits: fc.Arbitrary<SignedPrecommit[]> = fc.array(fc.record({ target: place, ...cast }));
const commit = fc.record({ target: place, precommits });
const catchUp: fc.Arbitrary<CatchUp> = fc.record({
  round: u64,
  prevotes: fc.array(vote(fc.constant("prevote"))),
  precommits,
  base: place,
});
const at = { round: u64, setId: u64 };
const message: fc.Arbitrary<GossipMessage> = fc.oneof(
  fc.record({ type: fc.constant("vote"), ...at, vote: vote(fc.constantFrom("prevote", "precommit", "primary")) }),
  fc.record({ type: fc.constant("commit"), ...at, commit }),
  fc.record({ type: fc.constant("neighbor"), ...at, finalized: u32 }),
  fc.record({ type: fc.constant("catch-up-request"), ...at }),
  fc.record({ type: fc.constant("catch-up"), setId: u64, catchUp }),
);

/** A block, signature and voter whose bytes are easy to see. */
const block = { hash: `0x${"11".repeat(32)}`, number: 0x01020304 } as const;
const signer = { signature: new Uint8Array(64).fill(0x22), voter: `0x${"33".repeat(32)}` } as const;
const [blockBytes, signatureBytes, voterBytes] = [`${"11".repeat(32)}04030201`, "22".repeat(64), "33".repeat(32)];
const [round, setId] = [5n, 7n];
const [roundBytes, setBytes] = ["0500000000000000", "0700000000000000"];

describe("messages on the wire", () => {
  it("have the bytes of the original", () => {
    const bytesOf = (of: GossipMessage) => toHex(encodeGossip(of)).slice(2);
    const signed = (stage: Vote["stage"]): SignedVote => ({ vote: { stage, target: block }, ...signer });
    const precommit = { target: block, ...signer };

    for (const [index, stage] of (["prevote", "precommit", "primary"] as const).entries())
      expect(bytesOf({ type: "vote", round, setId, vote: signed(stage) })).toBe(
        `00${roundBytes}${setBytes}0${index}${blockBytes}${signatureBytes}${voterBytes}`,
      );
    expect(bytesOf({ type: "commit", round, setId, commit: { target: block, precommits: [precommit] } })).toBe(
      `01${roundBytes}${setBytes}${blockBytes}04${blockBytes}04${signatureBytes}${voterBytes}`,
    );
    expect(bytesOf({ type: "neighbor", round, setId, finalized: 9 })).toBe(`0201${roundBytes}${setBytes}09000000`);
    expect(bytesOf({ type: "catch-up-request", round, setId })).toBe(`03${roundBytes}${setBytes}`);
    const votes = { prevotes: [signed("prevote")], precommits: [precommit, precommit] };
    const one = `${blockBytes}${signatureBytes}${voterBytes}`;
    expect(bytesOf({ type: "catch-up", setId, catchUp: { round, ...votes, base: block } })).toBe(
      `04${setBytes}${roundBytes}04${one}08${one}${one}${blockBytes}`,
    );
  });

  it("are signed with their stage, block, round and set", () => {
    const payload = signaturePayload({ stage: "precommit", target: block }, round, setId);
    expect(toHex(payload)).toBe(`0x01${blockBytes}${roundBytes}${setBytes}`);
  });

  it("read as they were written", () => {
    fc.assert(
      fc.property(message, (of) => {
        expect(decodeGossip(encodeGossip(of))).toEqual(of);
      }),
    );
  });

  it("are none when cut, or when bytes follow", () => {
    fc.assert(
      fc.property(message, fc.nat(), (of, cut) => {
        const bytes = encodeGossip(of);
        expect(decodeGossip(bytes.subarray(0, cut % bytes.length))).toBeUndefined();
        expect(decodeGossip(Uint8Array.of(...bytes, 0))).toBeUndefined();
      }),
    );
  });

  it("are none of other kinds, versions and stages, and no bytes make the decoder throw", () => {
    expect(decodeGossip(Uint8Array.of())).toBeUndefined();
    expect(decodeGossip(Uint8Array.of(5, ...new Uint8Array(16)))).toBeUndefined();
    expect(decodeGossip(Uint8Array.of(2, 0, ...new Uint8Array(20)))).toBeUndefined();
    expect(decodeGossip(Uint8Array.of(0, ...new Uint8Array(16), 3, ...new Uint8Array(132)))).toBeUndefined();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void decodeGossip(bytes)));
  });

  it("tell a commit whose votes and signatures are not as many", () => {
    const precommit = { target: block, ...signer };
    const bytes = encodeGossip({ type: "commit", round, setId, commit: { target: block, precommits: [precommit] } });
    const lists = 1 + 16 + 36;
    const none = Uint8Array.of(...bytes.subarray(0, lists), 0, ...bytes.subarray(lists + 37));
    expect(decodeGossip(none)).toEqual({
      type: "commit",
      round,
      setId,
      commit: { target: block, precommits: [] },
      unpaired: true,
    });
  });
});

describe("stored justifications", () => {
  const justification: fc.Arbitrary<Justification> = fc.record({
    round: u64,
    commit,
    ancestries: fc.array(fc.nat(100).map((number) => testHeader(number, { fork: number }))),
  });

  it("read as they were written, and as nothing else", () => {
    fc.assert(
      fc.property(justification, fc.nat(), (of, cut) => {
        const bytes = encodeJustification(of);
        expect(decodeJustification(bytes)).toEqual(of);
        expect(decodeJustification(bytes.subarray(0, cut % bytes.length))).toBeUndefined();
      }),
    );
  });
});
