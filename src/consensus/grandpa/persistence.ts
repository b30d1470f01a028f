import { DecodeError, Reader, Writer } from "../../codec/io.ts";
import { fromHex, type Hex, toHex } from "../../lib/bytes.ts";
import type { Voter } from "../finality.ts";
import type { Place } from "../fork-tree.ts";
import type { AuthoritySet } from "./authority-set.ts";
import { type FlatChange, flatTree, growTree } from "./change-tree.ts";
import { readPlace, readSignedVote, writePlace, writeSignedVote } from "./messages.ts";
import type { PendingChange } from "./pending-changes.ts";
import type { CompletedRound, CompletedRounds, OwnVotes, VoterSetState } from "./types.ts";

/**
 * What has to be on disk for a node to go on voting after any end: the set of voters with all that is announced, and the
 * rounds with this node's own votes. Both are rewritten whole. The layout is our own; the first byte is its version.
 */
const version = 1;

function list<T>(to: Writer, items: readonly T[], write: (item: T) => void): void {
  to.compact(items.length);
  for (const item of items) write(item);
}

function readList<T>(from: Reader, itemSize: number, read: () => T): T[] {
  const items: T[] = [];
  for (let left = from.length(itemSize); left > 0; left--) items.push(read());
  return items;
}

function option<T>(to: Writer, value: T | undefined, write: (value: T) => void): void {
  to.u8(value === undefined ? 0 : 1);
  if (value !== undefined) write(value);
}

function readOption<T>(from: Reader, read: () => T): T | undefined {
  return readFlag(from) ? read() : undefined;
}

function readFlag(from: Reader): boolean {
  const flag = from.u8();
  if (flag > 1) throw new DecodeError("0 or 1 expected", from.offset - 1);
  return flag === 1;
}

function whole<T>(bytes: Uint8Array, read: (from: Reader) => T): T {
  const from = new Reader(bytes);
  const found = from.u8();
  if (found !== version) throw new DecodeError(`version ${found} of GRANDPA's records is not known`, 0);
  const value = read(from);
  from.end();
  return value;
}

function begin(): Writer {
  const to = new Writer();
  to.u8(version);
  return to;
}

const writeKey = (to: Writer, key: Hex): void => to.raw(fromHex(key));
const readKey = (from: Reader): Hex => toHex(from.take(32));

function writeVoters(to: Writer, voters: readonly Voter[]): void {
  list(to, voters, ([key, weight]) => {
    writeKey(to, key);
    to.u64(weight);
  });
}

const readVoters = (from: Reader): Voter[] => readList(from, 40, (): Voter => [readKey(from), from.u64()]);

function writeChange(to: Writer, { authorities, delay, announced, kind }: PendingChange): void {
  writeVoters(to, authorities);
  to.u32(delay);
  writePlace(to, announced);
  option(to, kind.type === "forced" ? kind.medianLastFinalized : undefined, (median) => to.u32(median));
}

function readChange(from: Reader): PendingChange {
  const change = { authorities: readVoters(from), delay: from.u32(), announced: readPlace(from) };
  const medianLastFinalized = readOption(from, () => from.u32());
  return {
    ...change,
    kind: medianLastFinalized === undefined ? { type: "standard" } : { type: "forced", medianLastFinalized },
  };
}

/** A set of voters with its pending changes and the sets before it. */
export function encodeAuthoritySet({ authorities, setId, standard, forced, past }: AuthoritySet): Uint8Array {
  const to = begin();
  writeVoters(to, authorities);
  to.u64(setId);
  option(to, standard.finalized, (number) => to.u32(number));
  list(to, flatTree(standard), ({ change, parent }) => {
    option(to, parent, (index) => to.u32(index));
    writeChange(to, change);
  });
  list(to, forced, (change) => writeChange(to, change));
  list(to, past, ({ setId: id, lastBlock }) => {
    to.u64(id);
    to.u32(lastBlock);
  });
  return to.finish();
}

/** @throws DecodeError */
export function decodeAuthoritySet(bytes: Uint8Array): AuthoritySet {
  return whole(bytes, (from) => {
    const [authorities, setId] = [readVoters(from), from.u64()];
    const finalized = readOption(from, () => from.u32());
    const flat: FlatChange[] = [];
    for (let left = from.length(1); left > 0; left--) {
      const parent = readOption(from, () => from.u32());
      if (parent !== undefined && parent >= flat.length) throw new DecodeError("a change below none", from.offset);
      flat.push({ parent, change: readChange(from) });
    }
    const forced = readList(from, 1, () => readChange(from));
    const past = readList(from, 12, () => ({ setId: from.u64(), lastBlock: from.u32() }));
    return { authorities, setId, standard: growTree(flat, finalized), forced, past };
  });
}

const places = ["prevoteGhost", "finalized", "estimate"] as const;

/** Completed rounds as they are encoded: each of this node's votes writes those before it once more. */
const encodedRounds = new WeakMap<CompletedRound, Uint8Array>();

function encodeRound(completed: CompletedRound): Uint8Array {
  const known = encodedRounds.get(completed);
  if (known !== undefined) return known;
  const to = new Writer();
  writeRound(to, completed);
  const encoded = to.finish();
  encodedRounds.set(completed, encoded);
  return encoded;
}

function writeRound(to: Writer, { round, state, base, votes }: CompletedRound): void {
  to.u64(round);
  for (const name of places) option(to, state[name], (place) => writePlace(to, place));
  to.u8(state.completable ? 1 : 0);
  writePlace(to, base);
  list(to, votes, (vote) => writeSignedVote(to, vote));
}

function readRound(from: Reader): CompletedRound {
  const round = from.u64();
  const [prevoteGhost, finalized, estimate] = places.map(() => readOption(from, () => readPlace(from)));
  const completable = readFlag(from);
  const base = readPlace(from);
  const votes = readList(from, 1, () => readSignedVote(from));
  return { round, state: { prevoteGhost, finalized, estimate, completable }, base, votes };
}

function writeOwn(to: Writer, { voter, primary, prevote, precommit }: OwnVotes): void {
  writeKey(to, voter);
  for (const vote of [primary, prevote, precommit]) option(to, vote, (place) => writePlace(to, place));
}

function readOwn(from: Reader): OwnVotes {
  const voter = readKey(from);
  const read = (): Place | undefined => readOption(from, () => readPlace(from));
  const [primary, prevote, precommit] = [read(), read(), read()];
  return {
    voter,
    ...(primary === undefined ? {} : { primary }),
    ...(prevote === undefined ? {} : { prevote }),
    ...(precommit === undefined ? {} : { precommit }),
  };
}

function readCompleted(from: Reader): CompletedRounds {
  const rounds = readList(from, 1, () => readRound(from));
  if (rounds.length === 0) throw new DecodeError("no completed round", from.offset);
  return { rounds, setId: from.u64(), voters: readList(from, 32, () => readKey(from)) };
}

/** The rounds of a voter: those completed last, and those under way with its own votes. */
export function encodeVoterState(state: VoterSetState): Uint8Array {
  const to = begin();
  const { rounds, setId, voters } = state.completed;
  list(to, rounds, (round) => to.raw(encodeRound(round)));
  to.u64(setId);
  list(to, voters, (key) => writeKey(to, key));
  option(to, state.type === "live" ? [...state.current] : undefined, (current) =>
    list(to, current, ([round, own]) => {
      to.u64(round);
      option(to, own, (votes) => writeOwn(to, votes));
    }),
  );
  return to.finish();
}

/** @throws DecodeError */
export function decodeVoterState(bytes: Uint8Array): VoterSetState {
  return whole(bytes, (from) => {
    const completed = readCompleted(from);
    const current = readOption(from, () =>
      readList(from, 9, (): [bigint, OwnVotes | undefined] => [from.u64(), readOption(from, () => readOwn(from))]),
    );
    return current === undefined
      ? { type: "paused", completed }
      : { type: "live", completed, current: new Map(current) };
  });
}
