import { expect, it } from "vitest";
import type { Chain } from "../../chain/chain.ts";
import { Writer } from "../../codec/io.ts";
import { encodeJustification } from "../../consensus/grandpa/messages.ts";
import type { SetChange } from "../../consensus/grandpa/set-changes.ts";
import { devCommit, devVoters, verifyEd25519 } from "../../consensus/grandpa/testing/dev-votes.ts";
import { changeItem, createHeaderChain } from "../../consensus/grandpa/testing/header-chain.ts";
import { generateWarpProof, type WarpProof, type WarpStart } from "../../consensus/grandpa/warp-proof.ts";
import type { DevName } from "../../crypto/dev-accounts.ts";
import { fromHex, type Hex, toHex } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import type { ChainType, WarpCheckpoint } from "../../primitives/chain-spec.ts";
import { warpMode } from "./warp-mode.ts";

/** Forty blocks; Alice hands over to Bob with the tenth and to Charlie with the twentieth. @param idOf the id of each set */
function chainOf(idOf: (index: number) => bigint) {
  const chain = createHeaderChain();
  const changes: SetChange[] = [];
  const voters: readonly DevName[] = ["Alice", "Bob", "Charlie"];
  for (let number = 1; number <= 40; number++) {
    const next = voters[changes.length + 1];
    const handsOver = number % 10 === 0 && next !== undefined;
    chain.push(handsOver ? [changeItem(devVoters([next]))] : []);
    if (!handsOver && number < 40) continue;
    const scope = { round: 1n, setId: idOf(changes.length) };
    const commit = devCommit([voters[changes.length] as DevName], { hash: chain.hashAt(number) as Hex, number }, scope);
    chain.finalize(number, encodeJustification({ round: 1n, commit, ancestries: [] }));
    if (handsOver) changes.push({ setId: BigInt(changes.length), lastBlock: number });
  }
  return { chain, changes };
}

const authorities = devVoters(["Alice"]);
function mode(genesisHash: Hex, chainType: ChainType, warpCheckpoint?: WarpCheckpoint) {
  const chain = { api: { genesisHash }, finality: { current: () => ({ authorities, setId: 0n }) } } as unknown as Chain;
  const made = warpMode(chain, { chainType, warpCheckpoint }, verifyEd25519);
  if (made?.type !== "warp") throw new Error("no warp sync");
  return made.warp;
}
function proofOf({ chain, changes }: ReturnType<typeof chainOf>, begin: Hex): WarpProof {
  const proof = generateWarpProof(chain, begin, changes);
  if (typeof proof === "string") throw new Error(proof);
  return proof;
}

it("follows the sets as headers tell them, whatever the type of the chain says of the public networks", () => {
  const made = chainOf((index) => BigInt(index));
  const genesis = made.chain.hashAt(0) as Hex;
  for (const type of ["Local", "Development", "Live"] as const) {
    const { begin, set, verify } = mode(genesis, type);
    expect(verify(proofOf(made, begin), set)).toMatchObject({ type: "complete", set: { setId: 2n } });
  }
});

it("follows sets whose ids begin later, by the offset of the chain's type, once or with each fragment", () => {
  for (const [type, offset] of [
    ["Live", 3n],
    ["Development", 2n],
  ] as const) {
    for (const idOf of [
      (index: number) => BigInt(index) + offset,
      (index: number) => BigInt(index) + offset * BigInt(index + 1),
    ]) {
      const made = chainOf(idOf);
      const { begin, set, verify } = mode(made.chain.hashAt(0) as Hex, type);
      expect(verify(proofOf(made, begin), set)?.type).toBe("complete");
      expect(mode(begin, "Local").verify(proofOf(made, begin), set)).toBeUndefined();
    }
  }
});

it("takes no proof by others", () => {
  const made = chainOf((index) => BigInt(index));
  const { begin, verify } = mode(made.chain.hashAt(0) as Hex, "Live");
  const others: WarpStart = { setId: 0n, authorities: devVoters(["Eve"]) };
  expect(verify(proofOf(made, begin), others)).toBeUndefined();
});

it("begins at the checkpoint of a specification, with the voters that it hands over to", () => {
  const made = chainOf((index) => BigInt(index) + 5n);
  const set = new Writer();
  set.u64(5n);
  set.compact(1);
  set.raw(fromHex(authorities[0]?.[0] as Hex));
  set.u64(1n);
  const header = made.chain.header(made.chain.hashAt(10) as Hex) as Uint8Array;
  const checkpoint = { header: toHex(header), authoritySet: toHex(set.finish()) };
  const { begin, set: first, verify } = mode(made.chain.hashAt(0) as Hex, "Live", checkpoint);
  expect(begin).toBe(made.chain.hashAt(10));
  expect(first).toEqual({ setId: 6n, authorities: devVoters(["Bob"]) });
  expect(verify(proofOf(made, begin), first)).toMatchObject({ type: "complete", set: { setId: 7n } });

  for (const broken of [
    { ...checkpoint, header: "0x00" as Hex },
    { ...checkpoint, authoritySet: `${checkpoint.authoritySet}00` as Hex },
    { ...checkpoint, authoritySet: "0x050000000000000000" as Hex },
  ]) {
    expect(() => mode(begin, "Live", broken)).toThrow(UserError);
  }
});
