import { describe, expect, it } from "vitest";
import { encode } from "../../codec/codec.ts";
import type { Voter } from "../../consensus/finality.ts";
import { authoritySet } from "../../consensus/grandpa/authority-set.ts";
import { decodeAuthoritySet } from "../../consensus/grandpa/persistence.ts";
import { devAccount } from "../../crypto/dev-accounts.ts";
import type { Hex } from "../../lib/bytes.ts";
import { type Block, readBlock } from "../../primitives/block.ts";
import { ConsensusLog } from "../../primitives/grandpa-log.ts";
import { encodeEngineItem, encodeHeader } from "../../primitives/header.ts";
import { createFinality, type Finality, grandpaEngine, records } from "./finality.ts";
import { loneJustification } from "./lone-voter.ts";
import { verifyVote } from "./verify-vote.ts";

const [one, two] = [devAccount("One", "ed25519"), devAccount("Two", "ed25519")];
const zero: Hex = `0x${"00".repeat(32)}`;
const genesis = { hash: `0x${"0a".repeat(32)}` as Hex, number: 0 };

/** The digest item that announces voters who take over at once. */
function handsOverTo(...voters: readonly Voter[]): Uint8Array {
  const log = {
    type: "ScheduledChange",
    value: { next_authorities: voters.map(([key, weight]): [Hex, bigint] => [key, weight]), delay: 0 },
  } as const;
  return encodeEngineItem({ kind: "consensus", engine: grandpaEngine, data: encode(ConsensusLog, log) });
}

/** A block after the genesis block, with these digest items and this proof. */
function block(digest: readonly Uint8Array[] = [], proof?: Uint8Array): Block {
  const header = encodeHeader({ parentHash: genesis.hash, number: 1, stateRoot: zero, extrinsicsRoot: zero, digest });
  return readBlock({ header, body: [], ...(proof === undefined ? {} : { justifications: [[grandpaEngine, proof]] }) });
}

function finality(finalized = genesis): Finality {
  const set = authoritySet([[one.publicKey, 1n]]);
  if (set === undefined) throw new Error("no set");
  return createFinality({
    set,
    voterState: { type: "paused", completed: { rounds: [], setId: 0n, voters: [] } },
    chain: { finalized: () => finalized, has: () => false, hashAt: () => undefined, isDescendent: () => false },
    unjustified: new Set(),
    verify: verifyVote,
  });
}

const signed = (place: { hash: Hex; number: number }, by = one): Uint8Array => {
  const proof = loneJustification(place, 0n, by.publicKey, (_key, payload) => by.sign(payload));
  if (proof === undefined) throw new Error("no proof");
  return proof;
};
/** The same block with a proof of its finality by a voter. */
function proven(digest: readonly Uint8Array[], by = one): Block {
  const { hash, number } = block(digest);
  return block(digest, signed({ hash, number }, by));
}

describe("the import of a block", () => {
  it("needs nothing when it changes no voters", () => {
    expect(finality().importing(block())).toMatchObject({ proof: undefined, needsJustification: false, commands: [] });
  });

  it("is final at once with a good justification, which is kept", () => {
    const { proof, justifications, badJustification } = finality().importing(proven([]));
    expect(proof?.[0]).toBe(grandpaEngine);
    expect([justifications, badJustification]).toEqual([[proof], false]);
  });

  it("goes on without a bad justification, and blames for it only where one is needed", () => {
    const gone = { proof: undefined, justifications: [] };
    const bad = finality().importing(proven([], two));
    // It may be a good one of voters who follow, from a peer where more is final.
    expect(bad).toMatchObject({ ...gone, badJustification: false, needsJustification: false });
    const handing = finality().importing(proven([handsOverTo([two.publicKey, 1n])], two));
    expect(handing).toMatchObject({ ...gone, badJustification: true, needsJustification: true });
  });

  it("of other voters asks for a justification, and hands over with one", () => {
    const change = handsOverTo([two.publicKey, 1n]);
    expect(finality().importing(block([change]))).toMatchObject({ needsJustification: true, proof: undefined });

    const made = finality();
    const commands: unknown[] = [];
    made.onCommand((command) => commands.push(command));
    const handing = proven([change]);
    const importing = made.importing(handing);
    const { hash, number, parentHash } = handing;
    const finalizing = made.finalizing({
      ...{ block: { hash, number }, by: "justification", importing, parentHash },
      proof: importing.proof?.[1],
    });
    if (finalizing === undefined) throw new Error("it is not made final");
    expect(decodeAuthoritySet(finalizing.extra.get(records.set) as Uint8Array)).toMatchObject({
      authorities: [[two.publicKey, 1n]],
      setId: 1n,
    });
    expect(finalizing.extra.get(records.voter)).toBeDefined();
    made.done(importing);
    made.done(finalizing);
    made.tell();
    expect(made.current()).toMatchObject({ authorities: [[two.publicKey, 1n]], setId: 1n });
    expect(commands).toEqual([
      { type: "change-set", newSet: { setId: 1n, authorities: [[two.publicKey, 1n]], base: { hash, number } } },
    ]);
    // What the old voters signed proves nothing any more.
    expect(made.check(signed({ hash, number }), { hash, number })).toBeTypeOf("string");
  });

  it("below the last final block only says whether it ended a set", () => {
    const made = finality({ hash: zero, number: 9 });
    const change = handsOverTo([two.publicKey, 1n]);
    expect(made.importing(block())).toMatchObject({ isLateChange: false, extra: new Map() });
    const late = made.importing(proven([change]));
    expect(late).toMatchObject({ isLateChange: true, extra: new Map(), commands: [] });
    expect(late.justifications).toHaveLength(1);
    expect(() => made.importing(block([change]))).toThrow("has no justification");

    const filled = made.withPast([5, 1]);
    made.done(filled);
    made.tell();
    const past = [
      { setId: 0n, lastBlock: 1 },
      { setId: 1n, lastBlock: 5 },
    ];
    expect(made.current()).toMatchObject({ setId: 0n, authorities: [[one.publicKey, 1n]], past });
    expect(decodeAuthoritySet(filled.extra.get(records.set) as Uint8Array).past).toEqual(past);
  });

  it("is refused when it names voters who cannot vote", () => {
    expect(() => finality().importing(block([handsOverTo()]))).toThrow(
      expect.objectContaining({ name: "ImportError", step: "finality", fault: "peer" }),
    );
  });
});
