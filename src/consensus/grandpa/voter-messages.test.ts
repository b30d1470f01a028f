import { describe, expect, it } from "vitest";
import { createDummyChain, type DummyChain, genesisName } from "./testing/dummy-chain.ts";
import { idsFrom, keyOf, signAs, signedPrecommit, signedVote, verifySigned, votersOf } from "./testing/votes.ts";
import type { CatchUp, Commit, GossipMessage, SignedVote, VoterSetState } from "./types.ts";
import { createVoter, type Voter } from "./voter.ts";
import type { Verdict, VoterAction, VoterParameters } from "./voter-actions.ts";
import { liveState } from "./voter-state.ts";

const voters = votersOf(idsFrom(0, 4));
const round = 1n;
const setId = 0n;
/** ms; votes are due after twice and four times as many. */
const gossipDuration = 10;

/** A voter with the key 0 on a chain from A to E, at its start. */
function started(changed: Partial<VoterParameters> = {}): { voter: Voter; chain: DummyChain; first: VoterAction[] } {
  const chain = createDummyChain();
  chain.push(genesisName, ["A", "B", "C", "D", "E"]);
  const voter = createVoter({
    setId,
    voters,
    state: liveState({ setId, voters: voters.voters.map(({ key }) => key), base: chain.lastFinalized }),
    lastFinalized: chain.lastFinalized,
    chain,
    hasKey: (key) => key === keyOf(0),
    sign: signAs,
    verify: verifySigned,
    gossipDuration,
    random: () => 0,
    ...changed,
  });
  return { voter, chain, first: [...voter.start(0)] };
}

/** The state after a round on the genesis block, by its votes. */
function stateAfter(chain: DummyChain, number: bigint, votes: readonly SignedVote[]): VoterSetState {
  const base = chain.place(genesisName);
  const live = liveState({ setId, voters: voters.voters.map(({ key }) => key), base });
  const last = { round: number, base, votes, state: live.completed.rounds[0]!.state };
  return { ...live, completed: { ...live.completed, rounds: [last] } };
}

const give = (voter: Voter, message: GossipMessage, now = 1): readonly VoterAction[] =>
  voter.handle({ type: "message", message }, now);
const voteMessage = (vote: SignedVote, of = round): GossipMessage => ({ type: "vote", round: of, setId, vote });
const commitMessage = (commit: Commit): GossipMessage => ({ type: "commit", round, setId, commit });
const verdictOf = (actions: readonly VoterAction[]): Verdict | undefined =>
  actions.flatMap((action) => (action.type === "verdict" ? [action.verdict] : []))[0];
const kinds = (actions: readonly VoterAction[]) => actions.map(({ type }) => type);
const sentVotes = (actions: readonly VoterAction[]) =>
  actions.flatMap((action) =>
    action.type === "send" && action.message.type === "vote" ? [action.message.vote.vote] : [],
  );

describe("a voter's messages", () => {
  it("are asked for round by round, and times are", () => {
    const { first } = started();
    expect(first).toEqual([
      { type: "round", round: 1n },
      { type: "timer", at: 20 },
    ]);
  });

  it("are votes that are counted when they are signed by a voter for this set and a round that runs", () => {
    const { voter, chain } = started();
    const target = chain.place("C");
    const good = signedVote("prevote", 1, target, { round });
    expect(verdictOf(give(voter, voteMessage(good)))).toEqual({ kind: "good" });
    expect(voter.report()?.best.prevoters).toEqual([keyOf(1)]);
    const bad: [GossipMessage, Verdict][] = [
      [voteMessage(signedVote("prevote", 9, target, { round })), { kind: "unknown voter" }],
      [
        voteMessage({ ...signedVote("prevote", 2, target, { round }), voter: keyOf(3) }),
        { kind: "signature", checked: 1 },
      ],
      [voteMessage(signedVote("prevote", 2, target, { round: 2n })), { kind: "signature", checked: 1 }],
      [voteMessage(signedVote("prevote", 2, target, { round: 3n }), 3n), { kind: "useless" }],
      [{ ...voteMessage(signedVote("prevote", 2, target, { round, setId: 1n })), setId: 1n }, { kind: "useless" }],
      [{ type: "neighbor", round, setId, finalized: 3 }, { kind: "useless" }],
      [{ type: "catch-up-request", round, setId }, { kind: "useless" }],
    ];
    for (const [message, verdict] of bad) expect(verdictOf(give(voter, message))).toEqual(verdict);
    expect(voter.report()?.best.prevoters).toEqual([keyOf(1)]);
  });

  it("are votes that show who votes twice, in one round and phase", () => {
    const { voter, chain } = started();
    const [one, other] = ["C", "D"].map((name) => signedVote("prevote", 1, chain.place(name), { round }));
    give(voter, voteMessage(one!));
    const actions = give(voter, voteMessage(other!));
    expect(actions).toContainEqual({
      type: "equivocation",
      own: false,
      equivocation: {
        round,
        phase: "prevote",
        voter: keyOf(1),
        first: { target: one!.vote.target, signature: one!.signature },
        second: { target: other!.vote.target, signature: other!.signature },
      },
    });
    expect(kinds(give(voter, voteMessage(other!)))).not.toContain("equivocation");
    const next = give(voter, voteMessage(signedVote("prevote", 1, chain.place("E"), { round: 2n }), 2n));
    expect(kinds(next)).not.toContain("equivocation");
  });

  it("are votes for blocks below the round's base, which count nowhere", () => {
    const { voter, chain } = started({ lastFinalized: { ...createDummyChain().lastFinalized } });
    const beside = { hash: keyOf(77), number: 4 };
    expect(verdictOf(give(voter, voteMessage(signedVote("prevote", 1, beside, { round }))))).toEqual({ kind: "good" });
    expect(voter.report()?.best.prevoters).toEqual([]);
    expect(chain.lastFinalized.number).toBe(1);
  });

  it("are votes of rounds that run: the best one, and those before it that are not done with", () => {
    const { voter, chain } = started({ random: () => 5 });
    const early = voteMessage(signedVote("prevote", 2, chain.place("E"), { round: 2n }), 2n);
    expect(verdictOf(give(voter, early))).toEqual({ kind: "useless" });
    for (const stage of ["prevote", "precommit"] as const)
      for (const id of [1, 2, 3]) give(voter, voteMessage(signedVote(stage, id, chain.place("E"), { round })));
    // The voter did not wait for the times of round 1: it was complete without that.
    expect(voter.state().completed.rounds[0]?.round).toBe(1n);
    expect(verdictOf(give(voter, early))).toEqual({ kind: "good" });
    const late = voteMessage(signedVote("prevote", 1, chain.place("E"), { round }));
    expect(verdictOf(give(voter, late))).toEqual({ kind: "good" });
    const { best, background } = voter.report()!;
    expect(best).toMatchObject({ round: 2n, prevoters: [keyOf(2)] });
    expect(background.map((of) => of.round)).toEqual([1n]);
    voter.handle({ type: "time" }, 6);
    expect(verdictOf(give(voter, late, 6))).toEqual({ kind: "useless" });
  });

  it("are commits that finalize, once and upwards", () => {
    const { voter, chain } = started();
    const commit = (name: string, ids = [1, 2, 3]): Commit => ({
      target: chain.place(name),
      precommits: ids.map((id) => signedPrecommit(id, chain.place(name), { round })),
    });
    const actions = give(voter, commitMessage(commit("C")));
    expect(actions).toEqual([
      { type: "verdict", verdict: { kind: "good" } },
      { type: "finalize", target: chain.place("C"), round, commit: commit("C") },
      { type: "timer", at: 1 },
    ]);
    // At the same moment again: the timer is set anew all the same.
    expect(kinds(give(voter, commitMessage(commit("E"))))).toEqual(["verdict", "finalize", "timer"]);
    for (const name of ["B", "C"]) {
      const again = give(voter, commitMessage(commit(name)));
      expect(verdictOf(again)).toEqual({ kind: "good" });
      expect(kinds(again)).not.toContain("finalize");
    }
  });

  it("are commits that are refused, for the reasons of the original", () => {
    const { voter, chain } = started();
    const target = chain.place("C");
    const precommits = [1, 2, 3].map((id) => signedPrecommit(id, target, { round }));
    const forged = { ...precommits[2]!, signature: precommits[1]!.signature };
    const twice = [0, 1, 2, 3].map((id) => signedPrecommit(id, chain.place("D"), { round }));
    const bad: [Partial<Commit>, Verdict][] = [
      [{ precommits: precommits.slice(1) }, { kind: "malformed" }],
      [{ precommits: [] }, { kind: "malformed" }],
      [{ precommits: [...precommits, signedPrecommit(9, target, { round })] }, { kind: "malformed" }],
      // One of four may vote twice; here more do.
      [{ precommits: [...precommits, ...twice] }, { kind: "malformed" }],
      [{ precommits: [...precommits.slice(0, 2), forged] }, { kind: "signature", checked: 2 }],
      [{ target: chain.place("B") }, { kind: "invalid" }],
    ];
    for (const [change, verdict] of bad)
      expect(verdictOf(give(voter, commitMessage({ target, precommits, ...change })))).toEqual(verdict);
    const unpaired = { ...commitMessage({ target, precommits }), unpaired: true } as GossipMessage;
    expect(verdictOf(give(voter, unpaired))).toEqual({ kind: "malformed" });
  });

  it("are catch-ups that are refused, for the reasons of the original", () => {
    const { voter, chain } = started();
    const target = chain.place("C");
    const of = (number: bigint): CatchUp => ({
      round: number,
      base: chain.place(genesisName),
      prevotes: [1, 2, 3].map((id) => signedVote("prevote", id, target, { round: number })),
      precommits: [1, 2, 3].map((id) => signedPrecommit(id, target, { round: number })),
    });
    const actions: VoterAction[] = [];
    const give3 = (change: Partial<CatchUp>) => {
      const done = give(voter, { type: "catch-up", setId, catchUp: { ...of(3n), ...change } });
      actions.push(...done);
      return verdictOf(done);
    };
    const { prevotes, precommits } = of(3n);
    const beside = { hash: keyOf(77), number: 4 };
    const forgedVote = { ...prevotes[0]!, signature: new Uint8Array(64) };
    const forged = { ...precommits[1]!, signature: new Uint8Array(64) };
    expect(give3(of(1n))).toEqual({ kind: "invalid" });
    expect(give3({ prevotes: prevotes.slice(1) })).toEqual({ kind: "malformed" });
    expect(give3({ precommits: precommits.slice(1) })).toEqual({ kind: "malformed" });
    expect(give3({ prevotes: [...prevotes, signedVote("prevote", 9, target, { round: 3n })] })).toEqual({
      kind: "malformed",
    });
    expect(give3({ prevotes: [forgedVote, ...prevotes.slice(1)] })).toEqual({ kind: "signature", checked: 1 });
    expect(give3({ precommits: [precommits[0]!, forged, precommits[2]!] })).toEqual({ kind: "signature", checked: 5 });
    expect(give3({ round: 4n })).toEqual({ kind: "signature", checked: 1 });
    // The base is at a height that is not its own: no voter signed that.
    for (const base of [chain.place("A"), target])
      expect(give3({ base: { ...base, number: base.number + 1 } })).toEqual({ kind: "invalid" });
    // Three votes that are of two voters.
    const twice = signedPrecommit(1, chain.place("D"), { round: 3n });
    expect(give3({ precommits: [...precommits.slice(0, 2), twice] })).toEqual({ kind: "invalid" });
    expect(give3({ base: beside })).toEqual({ kind: "invalid" });
    // The prevotes do not tell what the precommits are for: a block above their ghost may be final.
    const apart = [1, 2, 3].map((id) => signedPrecommit(id, chain.place("D"), { round: 3n }));
    expect(give3({ precommits: apart })).toEqual({ kind: "invalid" });
    expect(voter.report()?.best.round).toBe(1n);
    expect(give3({})).toEqual({ kind: "good" });
    expect(voter.report()?.best.round).toBe(4n);
    expect(voter.state().completed.rounds[0]?.round).toBe(3n);
    // The round that was left has no estimate, and the one that was caught up to is final: both are done with.
    actions.push(...voter.handle({ type: "time" }, 2));
    expect(actions.filter(({ type }) => type === "concluded")).toMatchObject([{ round: 1n }, { round: 3n }]);
    expect(voter.state()).toMatchObject({ type: "live", current: new Map([[4n, undefined]]) });
    expect(voter.report()?.background).toEqual([]);
  });
});

describe("a voter's own votes", () => {
  it("wait until the chain has a block to vote for", () => {
    let known = false;
    const { chain } = started();
    const { voter } = started({
      chain: { ...chain, bestChainContaining: (base) => (known ? chain.bestChainContaining(base) : undefined) },
    });
    expect(sentVotes(voter.handle({ type: "time" }, 20))).toEqual([]);
    known = true;
    expect(sentVotes(voter.handle({ type: "imported" }, 25))).toEqual([{ stage: "prevote", target: chain.place("E") }]);
  });

  it("wait for their time, though a timer is early", () => {
    const { voter, chain } = started();
    expect(voter.handle({ type: "imported" }, 18)).toEqual([]);
    expect(voter.handle({ type: "time" }, 19)).toEqual([{ type: "timer", at: 20 }]);
    expect(sentVotes(voter.handle({ type: "time" }, 20))).toEqual([{ stage: "prevote", target: chain.place("E") }]);
  });

  it("end for the round when its key is gone", () => {
    const { voter } = started({ sign: () => undefined });
    const actions = voter.handle({ type: "time" }, 20);
    expect(actions).toContainEqual({ type: "unsigned", round, voter: keyOf(0) });
    expect(kinds(actions)).not.toContain("persist");
    expect(kinds(voter.handle({ type: "time" }, 40))).not.toContain("send");
  });

  it("are none without a key of the set: rounds are followed all the same", () => {
    const { voter, chain } = started({ hasKey: () => false });
    const actions: VoterAction[] = [];
    for (const stage of ["prevote", "precommit"] as const)
      for (const id of [1, 2, 3])
        actions.push(...give(voter, voteMessage(signedVote(stage, id, chain.place("E"), { round })), 1));
    for (let now = 2; now < 100; now++) actions.push(...voter.handle({ type: "time" }, now));
    expect(kinds(actions)).not.toContain("send");
    expect(actions.filter(({ type }) => type === "finalize")).toMatchObject([{ target: chain.place("E") }]);
    expect(voter.report()?.best.round).toBe(2n);
  });

  it("start with the estimate of the round before, when this node is the primary and that is not final", () => {
    const { chain } = started();
    // Round 3 of four voters has the primary 3. Round 2 prevoted for E, and may have finalized it.
    const votes = (name: string) => [0, 1, 2].map((id) => signedVote("prevote", id, chain.place(name), { round: 2n }));
    const precommits = [
      ...[0, 1, 2].map((id) => signedVote("precommit", id, chain.place(id < 2 ? "D" : "E"), { round: 2n })),
      signedVote("precommit", 3, chain.place("D"), { round: 2n }),
    ];
    const undecided = [
      ...votes("E"),
      ...[0, 1].map((id) => signedVote("precommit", id, chain.place("E"), { round: 2n })),
      signedVote("precommit", 2, chain.place("D"), { round: 2n }),
    ];
    const key3 = { hasKey: (key: string) => key === keyOf(3) };
    const sentAtFirst = (list: SignedVote[]) => {
      const { voter, first } = started({ state: stateAfter(chain, 2n, list), ...key3 });
      // What the round made final ends the list.
      expect(kinds(first)).toEqual(["round", "round", "send", "finalize", "timer"]);
      return sentVotes(voter.handle({ type: "time" }, 0));
    };
    expect(sentAtFirst(undecided)).toEqual([{ stage: "primary", target: chain.place("E") }]);
    expect(sentAtFirst([...votes("E"), ...precommits])).toEqual([]);
  });

  it("follow the primary's block where it lies between the last estimate and the last prevotes", () => {
    const { chain } = started();
    const base = chain.place(genesisName);
    const voted = [
      ...[0, 1, 2, 3].map((id) => signedVote("prevote", id, chain.place("E"), { round: 1n })),
      ...[1, 2, 3].map((id) => signedVote("precommit", id, chain.place("B"), { round: 1n })),
    ];
    chain.push("B", ["C2", "D2", "E2", "F2"]);
    const state = stateAfter(chain, 1n, voted);
    const prevoteAfter = (primary: string | undefined, by = 2) => {
      const { voter } = started({ state, chain, lastFinalized: base });
      if (primary !== undefined) {
        const vote = signedVote("primary", by, chain.place(primary), { round: 2n });
        expect(verdictOf(give(voter, voteMessage(vote, 2n)))).toEqual({ kind: "good" });
      }
      return sentVotes(voter.handle({ type: "time" }, 20)).map(({ target }) => target);
    };
    expect(prevoteAfter(undefined)).toEqual([chain.place("F2")]);
    expect(prevoteAfter("D")).toEqual([chain.place("E")]);
    expect(prevoteAfter("E")).toEqual([chain.place("E")]);
    // The block is no ancestor of what was prevoted for, or lies at the estimate.
    expect(prevoteAfter("C2")).toEqual([chain.place("F2")]);
    expect(prevoteAfter("B")).toEqual([chain.place("F2")]);
    // Round 2 has another primary.
    expect(prevoteAfter("D", 1)).toEqual([chain.place("F2")]);
  });

  it("are no precommit for a block below what the round before may have finalized", () => {
    const { chain } = started();
    const undecided = [
      ...[0, 1, 2].map((id) => signedVote("prevote", id, chain.place("E"), { round })),
      signedVote("precommit", 0, chain.place("E"), { round }),
      ...[1, 2].map((id) => signedVote("precommit", id, chain.place("D"), { round })),
    ];
    const { voter } = started({ state: stateAfter(chain, round, undecided) });
    for (const id of [1, 2, 3])
      give(voter, voteMessage(signedVote("prevote", id, chain.place("D"), { round: 2n }), 2n));
    expect(sentVotes(voter.handle({ type: "time" }, 20))).toEqual([{ stage: "prevote", target: chain.place("E") }]);
    expect(sentVotes(voter.handle({ type: "time" }, 40))).toEqual([]);
    // One more precommit, and E cannot be final any more.
    const last = signedVote("precommit", 3, chain.place("D"), { round });
    expect(sentVotes(give(voter, voteMessage(last), 41))).toEqual([{ stage: "precommit", target: chain.place("D") }]);
  });

  it("come before the round makes a block final, and before the next round begins", () => {
    const { chain } = started();
    let known = false;
    const { voter } = started({
      chain: { ...chain, bestChainContaining: (base) => (known ? chain.bestChainContaining(base) : undefined) },
    });
    const actions: VoterAction[] = [];
    for (const stage of ["prevote", "precommit"] as const)
      for (const id of [1, 2, 3])
        actions.push(...give(voter, voteMessage(signedVote(stage, id, chain.place("E"), { round }))));
    actions.push(...voter.handle({ type: "time" }, 50));
    expect(kinds(actions).filter((type) => type === "finalize" || type === "completed")).toEqual([]);
    known = true;
    const then = voter.handle({ type: "imported" }, 51);
    expect(kinds(then)).toEqual([
      ...["persist", "send", "persist", "send", "persist", "completed", "round"],
      ...["send", "finalize", "timer"],
    ]);
  });

  it("are forgotten when their round is completed", () => {
    const { voter, chain } = started();
    const actions: VoterAction[] = [];
    for (const stage of ["prevote", "precommit"] as const)
      for (const id of [1, 2, 3])
        actions.push(...give(voter, voteMessage(signedVote(stage, id, chain.place("E"), { round }))));
    const completed = actions.findIndex(({ type }) => type === "completed");
    expect(actions[completed - 1]).toMatchObject({ type: "persist", state: { current: new Map([[2n, undefined]]) } });
  });
});
