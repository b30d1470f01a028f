import { DecodeError } from "../codec/io.ts";
import { blake2Hex } from "../crypto/hashing.ts";
import { fromHex, fromUtf8, type Hex, isHex, utf8 } from "../lib/bytes.ts";
import { type BuildName, isBuildName } from "../primitives/build-name.ts";
import type { ChainType } from "../primitives/chain-spec.ts";
import { decodeHeader } from "../primitives/header.ts";
import { RecordError } from "../storage/errors.ts";

/** What the state of a fork stands on. */
export interface ForkHint {
  readonly hash: Hex;
  readonly number: number;
  readonly url: string;
}

/** What a state file says of itself. */
export interface StateFileHead {
  /** The program that wrote it, with its version. */
  readonly software: string;
  readonly chain: {
    readonly name: string;
    readonly id: string;
    readonly type: ChainType;
    readonly properties: Readonly<Record<string, unknown>>;
  };
  /** Under which of the builds of this client's rules the chain runs. */
  readonly build: BuildName;
  readonly genesis: { readonly hash: Hex; readonly header: Hex };
  /** The block whose state it is. */
  readonly block: { readonly hash: Hex; readonly number: number; readonly header: Hex };
  /** Of a fork: the block that it stands on, whose state the file's differs from, and a node that had it. */
  readonly fork?: ForkHint | undefined;
  /** How far the chain's clock is ahead of the machine's, ms. */
  readonly clock: number;
}

/** JSON whose members are in order, whatever the order they were made in. */
function orderedJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item !== "object" || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** A value as the JSON of a record. */
export const encodeJson = (value: unknown): Uint8Array => utf8(orderedJson(value));

/** No clock is further ahead, or behind, ms: the last moment that a date can be. */
const latestClock = 8.64e15;

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isHash = (value: unknown): value is Hex => isHex(value) && value.length === 66;

/** A JSON object of a record. @throws RecordError */
export function decodeJson(bytes: Uint8Array): Json {
  try {
    const value: unknown = JSON.parse(fromUtf8(bytes));
    if (isObject(value)) return value;
  } catch {
    // It is told below.
  }
  throw new RecordError("a record is no JSON object");
}

/** A block that a head names, if it is one. @throws RecordError for a header that cannot be read */
function blockOf(value: unknown): { readonly hash: Hex; readonly header: Hex; readonly number: number } | undefined {
  if (!isObject(value) || !isHash(value.hash) || !isHex(value.header)) return undefined;
  const header = fromHex(value.header);
  if (blake2Hex(header) !== value.hash) return undefined;
  try {
    return { hash: value.hash, header: value.header, number: decodeHeader(header).number };
  } catch (error) {
    throw error instanceof DecodeError ? new RecordError(`a header of its head: ${error.message}`) : error;
  }
}

/** Reads the head of a file that is no fork's, or of one that is. @throws RecordError when it is not one */
export function decodeHead(bytes: Uint8Array, isFork: boolean): StateFileHead {
  const { software, chain, build, genesis, block, clock, fork } = decodeJson(bytes);
  const isHint = (value: unknown): value is ForkHint =>
    isObject(value) && isHash(value.hash) && Number.isSafeInteger(value.number) && typeof value.url === "string";
  const isChain = (value: unknown): value is StateFileHead["chain"] =>
    isObject(value) &&
    typeof value.name === "string" &&
    typeof value.id === "string" &&
    (typeof value.type === "string" || isObject(value.type)) &&
    isObject(value.properties);
  if (typeof software !== "string" || !isChain(chain)) throw new RecordError("the head names no chain");
  if (!isBuildName(build)) throw new RecordError("the head names no build");
  const [first, last] = [blockOf(genesis), blockOf(block)];
  if (first === undefined || last === undefined) throw new RecordError("the head names no block");
  if (first.number !== 0 || (block as Json).number !== last.number)
    throw new RecordError("the head gives a block another number than its header");
  if (!Number.isInteger(clock) || Math.abs(clock as number) > latestClock)
    throw new RecordError("the head names no clock");
  const { hash, header } = first;
  const head = { software, chain, build, genesis: { hash, header }, block: last, clock: clock as number };
  if (!isFork) return head;
  if (!isHint(fork)) throw new RecordError("the head does not name the block that the fork stands on");
  return { ...head, fork };
}
