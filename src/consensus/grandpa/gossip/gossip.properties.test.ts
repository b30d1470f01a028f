import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeGossip } from "../messages.ts";
import type { GossipMessage } from "../types.ts";
import type { GossipAction } from "./actions.ts";
import type { PeerRole } from "./stages.ts";
import {
  bytesOf,
  commit,
  commitMessage,
  key,
  neighbor,
  testGossip,
  vote,
  voteMessage,
  voters,
} from "./testing/gossip.ts";

const set = voters(1, 2, 3, 4);
const roles: Readonly<Record<string, PeerRole>> = { a: "authority", b: "authority", f: "full", l: "light" };
const names = Object.keys(roles);

const small = (max: number) => fc.integer({ min: 0, max });
const message: fc.Arbitrary<GossipMessage> = fc.oneof(
  fc
    .tuple(small(8), small(2), small(5), small(9), fc.constantFrom("prevote", "precommit", "primary"), fc.boolean())
    .map(([round, setId, voter, number, stage, good]) => voteMessage(round, setId, vote(voter, number, stage, good))),
  fc
    .tuple(small(8), small(2), small(9), fc.array(small(5), { maxLength: 6 }))
    .map(([round, setId, number, by]) => commitMessage(round, setId, commit(number, by))),
  fc.tuple(small(8), small(2), small(9)).map(([round, setId, finalized]) => neighbor(round, setId, finalized)),
  fc
    .tuple(small(8), small(2))
    .map(([round, setId]): GossipMessage => ({ type: "catch-up-request", round: BigInt(round), setId: BigInt(setId) })),
  fc.tuple(small(8), small(2), fc.array(small(5), { maxLength: 5 })).map(
    ([round, setId, by]): GossipMessage => ({
      type: "catch-up",
      setId: BigInt(setId),
      catchUp: {
        round: BigInt(round),
        base: { hash: key(0), number: 0 },
        prevotes: by.map((voter) => vote(voter, 3)),
        precommits: commit(3, by).precommits,
      },
    }),
  ),
);
const event = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.constant("message" as const), fc.constantFrom(...names), message) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constant("bytes" as const), fc.constantFrom(...names), fc.uint8Array({ maxLength: 90 })),
  },
  { weight: 2, arbitrary: fc.tuple(fc.constant("time" as const), fc.constant(""), small(40_000)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant("round" as const), fc.constant(""), small(8)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("set" as const), fc.constant(""), small(2)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("leave" as const), fc.constantFrom(...names), fc.constant(0)) },
);

describe("gossip with peers of all kinds", () => {
  it("stays polite and bounded, whatever they send", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 300, size: "max" }), (events) => {
        const gossip = testGossip({ catchUpFrom: "all", verify: (_payload, bytes) => bytes[0] === 1 });
        let [now, setId, round] = [0, 0n, 1n];
        /** What each peer was told of us, and when. */
        const told = new Map<
          string,
          { readonly view: string; readonly place: readonly bigint[]; readonly at: number }
        >();
        const heard = new Map<string, number>();

        const see = (actions: readonly GossipAction[]): void => {
          for (const action of actions) {
            if (action.type === "deliver") {
              const { message: given, from } = action;
              expect(isGood(given)).toBe(true);
              if (given.type === "commit") {
                see(gossip.commitProcessed(given, from, given.commit.target.number % 3 > 0, now));
              }
              if (given.type === "catch-up") see(gossip.catchUpProcessed(from, given.catchUp.round % 2n === 0n));
            }
            if (action.type !== "send") continue;
            const sent = decodeGossip(action.bytes);
            expect(sent).toBeDefined();
            if (sent?.type === "vote") {
              expect(roles[action.peer]).not.toBe("light");
              const id = `${action.peer} ${Buffer.from(action.bytes).toString("hex")}`;
              heard.set(id, (heard.get(id) ?? 0) + 1);
            }
            if (sent?.type !== "neighbor") continue;
            const before = told.get(action.peer);
            const place = [sent.setId, sent.round];
            if (before !== undefined) {
              const [beforeSet, beforeRound] = before.place as [bigint, bigint];
              expect(sent.setId > beforeSet || (sent.setId === beforeSet && sent.round >= beforeRound)).toBe(true);
              if (before.view === String(place) + sent.finalized)
                expect(now - before.at).toBeGreaterThanOrEqual(60_000);
            }
            told.set(action.peer, { view: String(place) + sent.finalized, place, at: now });
          }
        };
        for (const name of names) see(gossip.peerConnected(name, roles[name] as PeerRole, now));
        see(gossip.noteSet({ setId, voters: set }, now));
        for (const [kind, peer, what] of events) {
          if (kind === "message") see(gossip.received(peer, bytesOf(what), now));
          else if (kind === "bytes") see(gossip.received(peer, what, now));
          else if (kind === "time") {
            now += what;
            see(gossip.tick(now));
          } else if (kind === "round") {
            if (BigInt(what) > round) round = BigInt(what);
            see(gossip.noteRound({ round, setId, voters: set }, now));
          } else if (kind === "set") {
            if (BigInt(what) > setId) [setId, round] = [BigInt(what), 1n];
            see(gossip.noteSet({ setId, voters: set }, now));
          } else {
            gossip.peerDisconnected(peer);
            told.delete(peer);
            for (const id of heard.keys()) if (id.startsWith(`${peer} `)) heard.delete(id);
            see(gossip.peerConnected(peer, roles[peer] as PeerRole, now));
          }
        }
        // Each vote once, and again every five minutes at most.
        for (const times of heard.values()) expect(times).toBeLessThanOrEqual(1 + now / 300_000);
        see(gossip.tick(now + 1100));
        const { registered, expired } = gossip.counts();
        // Two votes of each voter and stage, in the five rounds that are kept, and the best commit.
        expect(registered - expired).toBeLessThanOrEqual(set.length * 3 * 2 * 5 + 1);
      }),
      { numRuns: 60 },
    );
  });
});

/** Whether what is handed to the voter is by its set, with signatures of these tests that are good. */
function isGood(given: GossipMessage): boolean {
  const known = set.map(([voter]) => voter);
  const signed = (votes: readonly { readonly voter: string; readonly signature: Uint8Array }[]) =>
    votes.every(({ voter, signature }) => known.includes(voter as `0x${string}`) && signature[0] === 1);
  if (given.type === "vote") return signed([given.vote]);
  if (given.type === "commit") return signed(given.commit.precommits) && given.commit.precommits.length >= 3;
  return given.type === "catch-up" && signed(given.catchUp.prevotes) && signed(given.catchUp.precommits);
}
