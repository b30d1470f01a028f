import { beforeEach, describe, expect, it } from "vitest";
import { Writer } from "../../codec/io.ts";
import type { DevName } from "../../crypto/dev-accounts.ts";
import type { Hex } from "../../lib/bytes.ts";
import { decodeHeader, encodeHeader } from "../../primitives/header.ts";
import { type HardForks, warpHardForks } from "./hard-forks.ts";
import { encodeJustification } from "./messages.ts";
import type { SetChange } from "./set-changes.ts";
import { devCommit, devVoters, verifyEd25519 } from "./testing/dev-votes.ts";
import { changeItem, createHeaderChain, type HeaderChain } from "./testing/header-chain.ts";
import { generateWarpProof, verifyWarpProof, type WarpProof } from "./warp-proof.ts";

const everybody: readonly DevName[] = ["Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie", "One", "Two"];
const none: HardForks = { type: "set-offset", offset: 0n };

let chain: HeaderChain;
let changes: SetChange[];
let voters: readonly DevName[];

function justify(number: number, by = voters, setId = BigInt(changes.length)): Uint8Array {
  const hash = chain.hashAt(number) ?? "0x";
  return encodeJustification({
    round: 42n,
    commit: devCommit(by, { hash, number }, { round: 42n, setId }),
    ancestries: [],
  });
}

/** 100 blocks; every tenth hands over to other voters. */
beforeEach(() => {
  chain = createHeaderChain();
  changes = [];
  voters = ["Alice"];
  for (let number = 1; number <= 100; number++) {
    if (number % 10 !== 0) {
      chain.push();
      continue;
    }
    const first = (number * 7) % everybody.length;
    const next = everybody.slice(first, first + 1 + ((number / 10) % 4));
    chain.push([changeItem(devVoters(next))]);
    chain.finalize(number, justify(number));
    changes.push({ setId: BigInt(changes.length), lastBlock: number });
    voters = next;
  }
});

const generate = (begin = 0) => generateWarpProof(chain, chain.hashAt(begin) as Hex, changes);
function proofFrom(begin = 0): WarpProof {
  const proof = generate(begin);
  if (typeof proof === "string") throw new Error(proof);
  return proof;
}
const start = { setId: 0n, authorities: devVoters(["Alice"]) };
const verify = (proof: WarpProof, from = start, hardForks: HardForks = none) =>
  verifyWarpProof(proof, from, { hardForks, verify: verifyEd25519 });

describe("a warp proof", () => {
  it("leads from the genesis voters to those of the last set", () => {
    const proof = proofFrom();
    expect([proof.proofs.length, proof.isFinished]).toEqual([10, true]);
    expect(verify(proof)).toEqual({
      setId: 10n,
      authorities: devVoters(voters),
      last: { hash: chain.hashAt(100), number: 100 },
      lastHeader: chain.header(chain.hashAt(100) as Hex),
      isFinished: true,
    });
  });

  it("ends with the best justification, when that is above the last change", () => {
    for (let number = 101; number <= 105; number++) chain.push();
    chain.finalize(105);
    chain.setBest(justify(103));
    expect(verify(proofFrom())).toMatchObject({ setId: 10n, last: { number: 103 }, isFinished: true });
    expect(verify(proofFrom(100), { setId: 10n, authorities: devVoters(voters) })).toMatchObject({
      last: { number: 103 },
    });
    chain.setBest(justify(100));
    expect(proofFrom().proofs).toHaveLength(10);
    expect(proofFrom(100).proofs).toHaveLength(1);
    expect(proofFrom(101).proofs).toEqual([]);
  });

  it("starts at any final block, and after it", () => {
    expect(proofFrom(50).proofs).toHaveLength(5);
    expect(proofFrom(49).proofs).toHaveLength(6);
  });

  it("cannot be had from elsewhere, or without data", () => {
    chain.push();
    expect(generate(101)).toBe("start not finalized");
    expect(generateWarpProof(chain, `0x${"77".repeat(32)}`, changes)).toBe("start unknown");
    const forked = { ...chain, numberOf: () => 7 };
    expect(generateWarpProof(forked, `0x${"77".repeat(32)}`, changes)).toBe("start not in the finalized chain");
    expect(generateWarpProof(chain, chain.hashAt(0) as Hex, changes.slice(1))).toBe("data missing");
    const unjustified = { ...chain, justification: () => undefined };
    expect(generateWarpProof(unjustified, chain.hashAt(0) as Hex, changes)).toBe("data missing");
  });

  it("ends where a set ended by force", () => {
    changes.splice(3, 1, { setId: 3n, lastBlock: 45 });
    expect(proofFrom()).toMatchObject({ isFinished: true });
    expect(proofFrom().proofs).toHaveLength(3);
  });

  it("ends before it has more than eight megabytes", () => {
    const other = new Writer();
    other.u8(0);
    other.compact(3_000_000);
    other.raw(new Uint8Array(3_000_000));
    const item = other.finish();
    const header = (hash: Hex) => {
      const decoded = decodeHeader(chain.header(hash) as Uint8Array);
      return encodeHeader({ ...decoded, digest: [...decoded.digest, item] });
    };
    const proof = generateWarpProof({ ...chain, header }, chain.hashAt(0) as Hex, changes);
    if (typeof proof === "string") throw new Error(proof);
    expect([proof.proofs.length, proof.isFinished]).toEqual([2, false]);
  });
});

describe("a warp proof from a peer", () => {
  const changed = (index: number, fragment: Partial<WarpProof["proofs"][number]>): WarpProof => {
    const proof = proofFrom();
    return { ...proof, proofs: proof.proofs.map((old, at) => (at === index ? { ...old, ...fragment } : old)) };
  };

  it("is refused when it is empty, or its parts do not read", () => {
    expect(verify({ proofs: [], isFinished: true })).toBe("empty");
    expect(verify(changed(3, { header: Uint8Array.of(1, 2) }))).toBe("header undecodable");
    expect(verify(changed(3, { justification: Uint8Array.of(1, 2) }))).toBe("justification undecodable");
  });

  it("is refused when a justification is not by the voters of its set, or of another block", () => {
    expect(verify(proofFrom(), { ...start, setId: 1n })).toBe("justification invalid");
    expect(verify(proofFrom(), { ...start, authorities: devVoters(["Bob"]) })).toBe("justification invalid");
    expect(verify(proofFrom(), { ...start, authorities: [] })).toBe("no voters");
    const other = justify(9, ["Alice"], 0n);
    expect(verify(changed(0, { justification: other }))).toBe("header and justification of different blocks");
  });

  it("is refused when the chain of sets breaks before its end", () => {
    const header = chain.header(chain.hashAt(9) as Hex) as Uint8Array;
    const fragment = { header, justification: justify(9, ["Alice"], 0n) };
    expect(verify({ proofs: [fragment], isFinished: true })).toMatchObject({ setId: 0n, last: { number: 9 } });
    expect(verify({ proofs: [fragment], isFinished: false })).toBe("header without a change of voters");
    expect(verify({ proofs: [fragment, fragment], isFinished: true })).toBe("header without a change of voters");
  });

  it("is followed in parts", () => {
    const proof = proofFrom();
    const first = verify({ proofs: proof.proofs.slice(0, 4), isFinished: false });
    expect(first).toMatchObject({ setId: 4n, last: { number: 40 }, isFinished: false });
    if (typeof first === "string") throw new Error(first);
    expect(verify({ proofs: proof.proofs.slice(4), isFinished: true }, first)).toMatchObject({ setId: 10n });
  });
});

describe("hard forks", () => {
  it("shift the set of each fragment by the type of the chain, as in the original", () => {
    expect(warpHardForks("Live")).toEqual({ type: "set-offset", offset: 3n });
    expect(warpHardForks("Development")).toEqual({ type: "set-offset", offset: 2n });
    expect([warpHardForks("Local"), warpHardForks({ Custom: "mine" })]).toEqual([none, none]);
    const header = chain.header(chain.hashAt(9) as Hex) as Uint8Array;
    const fragment = { header, justification: justify(9, ["Alice"], 3n) };
    const proof = { proofs: [fragment], isFinished: true };
    expect(verify(proof, start, warpHardForks("Live"))).toMatchObject({ setId: 3n });
    expect(verify(proof)).toBe("justification invalid");
  });

  it("put voters in place at a block", () => {
    const [first, second] = proofFrom().proofs;
    if (first === undefined || second === undefined) throw new Error("two fragments expected");
    const replaced = { ...second, justification: justify(20, ["Eve"], 8n) };
    const fork = { setId: 8n, authorities: devVoters(["Eve"]) };
    const hardForks: HardForks = { type: "sets", sets: new Map([[chain.hashAt(20) as Hex, fork]]) };
    const proof = { proofs: [first, replaced], isFinished: true };
    expect(verify(proof, start, hardForks)).toMatchObject({ setId: 9n, last: { number: 20 } });
    expect(verify(proof)).toBe("justification invalid");
  });
});
