import { DecodeError, Reader, Writer } from "../../codec/io.ts";
import { fromHex, type Hex, toHex } from "../../lib/bytes.ts";
import { readHeader } from "../../primitives/header.ts";
import type { Place } from "../fork-tree.ts";
import type {
  CatchUp,
  Commit,
  GossipMessage,
  Justification,
  SignedPrecommit,
  SignedVote,
  Stage,
  Vote,
} from "./types.ts";

const stages = ["prevote", "precommit", "primary"] as const satisfies readonly Stage[];
/** The only version of neighbour packets. */
const neighborVersion = 1;

// Bytes of a block by its place, of a signature with its voter, and of a signed vote without its stage.
const placeLength = 36;
const authLength = 96;
const signedLength = placeLength + authLength;

export function writePlace(to: Writer, { hash, number }: Place): void {
  to.raw(fromHex(hash));
  to.u32(number);
}

/** @throws DecodeError */
export function readPlace(from: Reader): Place {
  return { hash: toHex(from.take(32)), number: from.u32() };
}

function writeVote(to: Writer, { stage, target }: Vote): void {
  to.u8(stages.indexOf(stage));
  writePlace(to, target);
}

function readVote(from: Reader): Vote {
  const at = from.offset;
  const stage = stages[from.u8()];
  if (stage === undefined) throw new DecodeError("no such stage of a vote", at);
  return { stage, target: readPlace(from) };
}

function writeAuth(to: Writer, { signature, voter }: { readonly signature: Uint8Array; readonly voter: Hex }): void {
  to.raw(signature);
  to.raw(fromHex(voter));
}

const readAuth = (from: Reader) => ({ signature: from.take(64), voter: toHex(from.take(32)) });

/** A vote with its stage, signature and voter. */
export function writeSignedVote(to: Writer, signed: SignedVote): void {
  writeVote(to, signed.vote);
  writeAuth(to, signed);
}

/** @throws DecodeError */
export function readSignedVote(from: Reader): SignedVote {
  return { vote: readVote(from), ...readAuth(from) };
}

function writeSignedPrecommit(to: Writer, signed: SignedPrecommit): void {
  writePlace(to, signed.target);
  writeAuth(to, signed);
}

const readSignedPrecommit = (from: Reader): SignedPrecommit => ({ target: readPlace(from), ...readAuth(from) });

function writeList<T>(to: Writer, items: readonly T[], write: (to: Writer, item: T) => void): void {
  to.compact(items.length);
  for (const item of items) write(to, item);
}

function readList<T>(from: Reader, itemSize: number, read: (from: Reader) => T): T[] {
  const items: T[] = [];
  for (let left = from.length(itemSize); left > 0; left--) items.push(read(from));
  return items;
}

/** A commit as peers send it: all votes, then all signatures. Rust: `finality_grandpa::CompactCommit`. */
function writeCompactCommit(to: Writer, { target, precommits }: Commit): void {
  writePlace(to, target);
  writeList(to, precommits, (writer, precommit) => writePlace(writer, precommit.target));
  writeList(to, precommits, writeAuth);
}

function readCompactCommit(from: Reader): { readonly commit: Commit; readonly unpaired?: true } {
  const target = readPlace(from);
  const targets = readList(from, placeLength, readPlace);
  const auths = readList(from, authLength, readAuth);
  const precommits = targets.flatMap((place, index) => {
    const auth = auths[index];
    return auth === undefined ? [] : [{ target: place, ...auth }];
  });
  return { commit: { target, precommits }, ...(targets.length === auths.length ? {} : { unpaired: true }) };
}

function writeCatchUp(to: Writer, { round, prevotes, precommits, base }: CatchUp): void {
  to.u64(round);
  writeList(to, prevotes, (writer, { vote, signature, voter }) =>
    writeSignedPrecommit(writer, { target: vote.target, signature, voter }),
  );
  writeList(to, precommits, writeSignedPrecommit);
  writePlace(to, base);
}

function readCatchUp(from: Reader): CatchUp {
  return {
    round: from.u64(),
    prevotes: readList(from, signedLength, (reader) => ({
      vote: { stage: "prevote", target: readPlace(reader) },
      ...readAuth(reader),
    })),
    precommits: readList(from, signedLength, readSignedPrecommit),
    base: readPlace(from),
  };
}

/** The bytes of a message to peers. Rust: `sc_consensus_grandpa::communication::gossip::GossipMessage`. */
export function encodeGossip(message: GossipMessage): Uint8Array {
  const to = new Writer();
  const place = (variant: number, round: bigint, setId: bigint) => {
    to.u8(variant);
    to.u64(round);
    to.u64(setId);
  };
  switch (message.type) {
    case "vote":
      place(0, message.round, message.setId);
      writeSignedVote(to, message.vote);
      break;
    case "commit":
      place(1, message.round, message.setId);
      writeCompactCommit(to, message.commit);
      break;
    case "neighbor":
      to.u8(2);
      place(neighborVersion, message.round, message.setId);
      to.u32(message.finalized);
      break;
    case "catch-up-request":
      place(3, message.round, message.setId);
      break;
    case "catch-up":
      to.u8(4);
      to.u64(message.setId);
      writeCatchUp(to, message.catchUp);
      break;
  }
  return to.finish();
}

function readGossip(from: Reader): GossipMessage {
  const variant = from.u8();
  if (variant === 4) return { type: "catch-up", setId: from.u64(), catchUp: readCatchUp(from) };
  if (variant > 4) throw new DecodeError(`no message ${variant}`, from.offset);
  if (variant === 2) {
    const version = from.u8();
    if (version !== neighborVersion) throw new DecodeError(`no neighbour packet of version ${version}`, from.offset);
  }
  const [round, setId] = [from.u64(), from.u64()];
  if (variant === 0) return { type: "vote", round, setId, vote: readSignedVote(from) };
  if (variant === 1) return { type: "commit", round, setId, ...readCompactCommit(from) };
  if (variant === 2) return { type: "neighbor", round, setId, finalized: from.u32() };
  return { type: "catch-up-request", round, setId };
}

/** Reads all bytes with `read`; undefined when they are not that, or when some are left over. */
function readWhole<T>(bytes: Uint8Array, read: (from: Reader) => T): T | undefined {
  const from = new Reader(bytes);
  try {
    const value = read(from);
    from.end();
    return value;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** A message from a peer; undefined for bytes that are none. */
export function decodeGossip(bytes: Uint8Array): GossipMessage | undefined {
  return readWhole(bytes, readGossip);
}

/** The bytes that a voter signs. Rust: `sp_consensus_grandpa::localized_payload`. */
export function signaturePayload(vote: Vote, round: bigint, setId: bigint): Uint8Array {
  const to = new Writer();
  writeVote(to, vote);
  to.u64(round);
  to.u64(setId);
  return to.finish();
}

/** The bytes of a justification, as blocks keep them. Rust: `sp_consensus_grandpa::GrandpaJustification`. */
export function encodeJustification({ round, commit, ancestries }: Justification): Uint8Array {
  const to = new Writer();
  to.u64(round);
  writePlace(to, commit.target);
  writeList(to, commit.precommits, writeSignedPrecommit);
  writeList(to, ancestries, (writer, header) => writer.raw(header));
  return to.finish();
}

/** Reads a justification in front of other data. @throws DecodeError */
export function readJustification(from: Reader): Justification {
  const round = from.u64();
  const commit = { target: readPlace(from), precommits: readList(from, signedLength, readSignedPrecommit) };
  const ancestries = readList(from, 1, (reader) => {
    const start = reader.offset;
    readHeader(reader);
    return reader.bytes.slice(start, reader.offset);
  });
  return { round, commit, ancestries };
}

/** A justification; undefined for bytes that are none. */
export function decodeJustification(bytes: Uint8Array): Justification | undefined {
  return readWhole(bytes, readJustification);
}
