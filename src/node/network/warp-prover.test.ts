import { expect, test } from "vitest";
import type { Chain } from "../../chain/chain.ts";
import { type Finality, grandpaEngine, records } from "../../chain/finality/finality.ts";
import { loneJustification } from "../../chain/finality/lone-voter.ts";
import { verifyVote } from "../../chain/finality/verify-vote.ts";
import { verifyWarpProof } from "../../consensus/grandpa/warp-proof.ts";
import { devAccount } from "../../crypto/dev-accounts.ts";
import type { Hex } from "../../lib/bytes.ts";
import { encodeHeader, headerHash } from "../../primitives/header.ts";
import type { Gap } from "../../storage/blocks/gap.ts";
import { warpProver } from "./warp-prover.ts";

const own = devAccount("One", "ed25519");
const zero: Hex = `0x${"00".repeat(32)}`;
const blocks = [0, 1, 2].map((number) => {
  const header = encodeHeader({ parentHash: zero, number, stateRoot: zero, extrinsicsRoot: zero, digest: [] });
  return { number, hash: headerHash(header), encoded: header };
});
const [genesis, first, second] = blocks as [(typeof blocks)[0], (typeof blocks)[0], (typeof blocks)[0]];
const voters = [[own.publicKey, 1n]] as const;

/** Proves from block 0 on a chain whose second block is final, on a node that has these keys. @param gap blocks it lacks */
function proofWith(keys: readonly Hex[], kept?: Uint8Array, gap?: Gap, setId = 0n) {
  const chain = {
    finalized: () => second,
    api: {
      hashOfNumber: (number: number) => blocks[number]?.hash,
      header: (hash: Hex) => blocks.find((block) => block.hash === hash),
    },
    database: {
      gap: () => gap,
      justifications: (hash: Hex) => (hash === first.hash && kept !== undefined ? [[grandpaEngine, kept]] : undefined),
      getExtra: (name: string) => (name === records.best ? kept : undefined),
    },
    environment: { log: { debug: () => {} } },
  } as unknown as Chain;
  const finality = { current: () => ({ authorities: voters, setId, past: [] }) } as unknown as Finality;
  const prove = warpProver(chain, finality, { grandpa: () => keys, signGrandpa: (_key, payload) => own.sign(payload) });
  return { proof: prove(genesis.hash), unknown: prove(zero) };
}

const start = { setId: 0n, authorities: voters };
const rules = { hardForks: { type: "set-offset", offset: 0n }, verify: verifyVote } as const;

test("who decides alone proves the last final block, though it keeps few justifications", () => {
  const { proof } = proofWith([own.publicKey]);
  expect(verifyWarpProof(proof ?? { proofs: [], isFinished: false }, start, rules)).toMatchObject({
    last: { number: 2, hash: second.hash },
    isFinished: true,
  });
});

test("others prove as far as they have justifications", () => {
  const kept = loneJustification(first, 0n, own.publicKey, (_key, payload) => own.sign(payload));
  const { proof } = proofWith([], kept);
  expect(proof?.proofs.map(({ header }) => headerHash(header))).toEqual([first.hash]);
  expect(proofWith([]).proof).toEqual({ proofs: [], isFinished: true });
  expect(proofWith([]).unknown).toBeUndefined();
});

test("who lacks blocks below a downloaded state proves nothing from there, unless no set ended yet", () => {
  const gap = { first: 1, last: 1, wanted: true };
  expect(proofWith([own.publicKey], undefined, gap, 2n).proof).toBeUndefined();
  expect(proofWith([own.publicKey], undefined, gap).proof).toEqual(proofWith([own.publicKey]).proof);
});
