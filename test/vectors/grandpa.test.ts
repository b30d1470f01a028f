import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Ancestry } from "../../src/consensus/grandpa/chain-view.ts";
import { validateCommit } from "../../src/consensus/grandpa/commit.ts";
import { createRound } from "../../src/consensus/grandpa/round.ts";
import { createVoterSet } from "../../src/consensus/grandpa/voter-set.ts";
import type { Hex } from "../../src/lib/bytes.ts";

/**
 * Votes on random trees, as finality-grandpa 0.16.3 counted them: after each vote whether the voter is known, the vote
 * repeated or a second one, then prevote ghost, estimate, finalized block, whether the round is completable, and precommit
 * ghost. Many cases have more liars than GRANDPA tolerates.
 */
interface RecordedRound {
  readonly parents: readonly number[];
  readonly weights: readonly number[];
  readonly base: number;
  readonly votes: readonly [
    phase: "prevote" | "precommit",
    voter: number,
    block: number,
    signature: number,
    then: string,
  ][];
  readonly finalizing: string;
  readonly commits: readonly {
    readonly target: number;
    readonly precommits: readonly [voter: number, block: number, signature: number][];
    readonly result: string;
  }[];
}

const file = new URL("grandpa/rounds.json.gz", import.meta.url);
const recorded = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as RecordedRound[];

const hex = (value: number): Hex => `0x${value.toString(16).padStart(8, "0")}`;

function treeOf(parents: readonly number[]) {
  const numberOf = (block: number): number => (parents[block]! < 0 ? 0 : numberOf(parents[block]!) + 1);
  const ancestry = (base: Hex, block: Hex): Hex[] | undefined => {
    const route: Hex[] = [];
    for (let at = parents[Number(block)]!; at !== Number(base); at = parents[at]!) {
      if (at < 0) return undefined;
      route.push(hex(at));
    }
    return route;
  };
  const chain: Ancestry = {
    ancestry,
    isEqualOrDescendantOf: (base, block) => base === block || ancestry(base, block) !== undefined,
  };
  return { chain, place: (block: number) => ({ hash: hex(block), number: numberOf(block) }) };
}

const show = (of: { hash: Hex; number: number } | undefined) => (of ? `${Number(of.hash)}@${of.number}` : "-");

/** What our round says, line by line in the words of the recording. */
function replay({ parents, weights, base, votes, commits }: RecordedRound) {
  const { chain, place } = treeOf(parents);
  const voters = createVoterSet(weights.map((weight, id) => [hex(id), BigInt(weight)] as const))!;
  const round = createRound({ number: 1n, voters, base: place(base) });
  const cast = (voter: number, block: number, signature: number) => ({
    voter: hex(voter),
    target: place(block),
    signature: Uint8Array.of(signature),
  });
  const states = votes.map(([phase, voter, block, signature]) => {
    const { kind } = round.importVote(phase, cast(voter, block, signature), chain);
    const { prevoteGhost, estimate, finalized, completable } = round.state();
    const places = [prevoteGhost, estimate, finalized].map(show).join(" ");
    const flags = [kind !== "unknown voter", kind === "duplicate", kind === "equivocation"].join(" ");
    return `${flags} ${places} ${completable} ${show(round.precommitGhost())}`;
  });
  const finalizing = round
    .finalizingPrecommits(chain)
    ?.map(({ voter, target, signature }) => `${Number(voter)}:${Number(target.hash)}:${signature[0]}`);
  const results = commits.map(({ target, precommits }) => {
    const commit = { target: place(target), precommits: precommits.map((of) => cast(...of)) };
    const found = validateCommit(commit, voters, chain);
    const { valid, duplicates, equivocations, unknownVoters } = found;
    return `${valid} ${found.precommits} ${duplicates} ${equivocations} ${unknownVoters}`;
  });
  return { states, finalizing: finalizing?.join(" ") ?? "none", results };
}

describe("the recorded rounds of finality-grandpa", () => {
  it("are of use: rounds are completed, and commits are valid", () => {
    expect(recorded).toHaveLength(283);
    const all = recorded.flatMap(({ votes }) => votes.map(([, , , , then]) => then.split(" ")));
    expect(all.filter(([, , , , , , completable]) => completable === "true").length).toBeGreaterThan(500);
    expect(
      recorded.flatMap(({ commits }) => commits.filter(({ result }) => result.startsWith("true"))).length,
    ).toBeGreaterThan(200);
  });

  it("end as they did there, vote by vote", () => {
    for (const round of recorded) {
      expect(replay(round)).toEqual({
        states: round.votes.map(([, , , , then]) => then),
        finalizing: round.finalizing,
        results: round.commits.map(({ result }) => result),
      });
    }
  });
});
