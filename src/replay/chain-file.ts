import type { Hex } from "../lib/bytes.ts";
import { isHex } from "../lib/bytes.ts";
import { type BuildName, buildNames, isBuildName } from "../primitives/build-name.ts";

/** What was offered to a block while it was recorded, in order. */
export interface Attempt {
  readonly kind: "inherent" | "transaction";
  readonly extrinsic: Hex;
  readonly included?: boolean;
  /** SCALE of ApplyExtrinsicResult. */
  readonly result?: Hex;
  readonly result_debug?: string;
  /** What it was made from, for the reader: an object, or a word where it was made from bytes. */
  readonly label?: unknown;
}

/** One recorded block. Everything but what it is made from is an answer and may be absent. */
export interface RecordedBlock {
  readonly number: number;
  readonly timestamp: bigint;
  readonly terse: boolean;
  readonly slot: bigint | undefined;
  readonly attempts: readonly Attempt[];
  readonly hash?: Hex;
  readonly header?: Hex;
  readonly stateRoot?: Hex;
  readonly extrinsicsRoot?: Hex;
  readonly digest?: readonly Hex[];
  readonly extrinsics?: readonly Hex[];
  readonly events?: Hex;
  readonly changes?: Readonly<Record<Hex, Hex | null>>;
  readonly changesCount?: number;
  readonly childChanges?: readonly (readonly [Hex, Hex, Hex | null])[];
  readonly note?: string;
}

export interface ApiCall {
  readonly method: string;
  readonly args: Hex;
  readonly result: Hex;
  readonly note?: string;
}

/** A recorded chain. */
export interface ChainFile {
  /** The build that it was recorded with. */
  readonly config: BuildName;
  readonly genesis: string;
  readonly genesisHash: Hex;
  readonly genesisStateRoot: Hex;
  /** Storage put over the genesis; null takes an entry away. */
  readonly overrides: Readonly<Record<Hex, Hex | null>>;
  readonly specVersion: number;
  readonly blocks: readonly RecordedBlock[];
  readonly apiCalls: readonly ApiCall[];
}

/** A file that is not of the format; the message says where. */
export class FormatError extends Error {
  constructor(where: string, expected: string) {
    super(`not a recording: ${where} must be ${expected}`);
    this.name = "FormatError";
  }
}

type Json = Readonly<Record<string, unknown>>;

const object = (value: unknown, where: string): Json => {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  throw new FormatError(where, "an object");
};
const list = (value: unknown, where: string): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  throw new FormatError(where, "a list");
};
const hex = (value: unknown, where: string): Hex => {
  if (isHex(value)) return value.toLowerCase() as Hex;
  throw new FormatError(where, "hexadecimal with 0x");
};
const integer = (value: unknown, where: string): bigint => {
  if ((typeof value === "string" && /^\d+$/.test(value)) || (typeof value === "number" && Number.isSafeInteger(value)))
    return BigInt(value);
  throw new FormatError(where, "a whole number");
};
const maybe = <T>(value: unknown, where: string, read: (value: unknown, where: string) => T): T | undefined =>
  value === undefined || value === null ? undefined : read(value, where);
const hexes = (value: unknown, where: string): Hex[] => list(value, where).map((one, i) => hex(one, `${where}[${i}]`));

/** Whether a parsed file looks like a recorded chain. */
export function isChainFile(json: unknown): boolean {
  return typeof json === "object" && json !== null && "blocks" in json;
}

/** Reads a recorded chain. @throws FormatError */
export function parseChainFile(json: unknown): ChainFile {
  const file = object(json, "the file");
  const config = file.config ?? "production";
  if (!isBuildName(config)) throw new FormatError("config", `one of ${buildNames.join(", ")}`);
  return {
    config,
    genesis: String(file.genesis),
    genesisHash: hex(file.genesis_hash, "genesis_hash"),
    genesisStateRoot: hex(file.genesis_state_root, "genesis_state_root"),
    overrides: parseOverrides(file.overrides ?? {}),
    specVersion: Number(integer(file.spec_version, "spec_version")),
    blocks: list(file.blocks, "blocks").map((block, i) => parseBlock(object(block, `blocks[${i}]`), `blocks[${i}]`)),
    apiCalls: list(file.api_calls ?? [], "api_calls").map((one, i) =>
      parseApiCall(object(one, `api_calls[${i}]`), `api_calls[${i}]`),
    ),
  };
}

function parseOverrides(value: unknown): Record<Hex, Hex | null> {
  const entries = Object.entries(object(value, "overrides"));
  return Object.fromEntries(
    entries.map(([key, one]) => [hex(key, "a key of overrides"), one === null ? null : hex(one, `overrides.${key}`)]),
  );
}

function parseApiCall(call: Json, where: string): ApiCall {
  return {
    method: String(call.method),
    args: hex(call.args, `${where}.args`),
    result: hex(call.result, `${where}.result`),
    note: String(call.note ?? ""),
  };
}

function parseAttempt(attempt: Json, where: string): Attempt {
  const kind = attempt.kind;
  if (kind !== "inherent" && kind !== "transaction")
    throw new FormatError(`${where}.kind`, '"inherent" or "transaction"');
  return {
    kind,
    extrinsic: hex(attempt.extrinsic, `${where}.extrinsic`),
    ...defined({
      included: attempt.included as boolean | undefined,
      result: maybe(attempt.result, `${where}.result`, hex),
      result_debug: attempt.result_debug as string | undefined,
      label: attempt.label,
    }),
  };
}

function parseBlock(block: Json, where: string): RecordedBlock {
  return {
    number: Number(integer(block.number, `${where}.number`)),
    timestamp: integer(block.timestamp, `${where}.timestamp`),
    terse: block.terse === true,
    slot: maybe(block.slot, `${where}.slot`, integer),
    attempts: list(block.attempts ?? [], `${where}.attempts`).map((one, i) =>
      parseAttempt(object(one, `${where}.attempts[${i}]`), `${where}.attempts[${i}]`),
    ),
    ...defined({
      hash: maybe(block.hash, `${where}.hash`, hex),
      header: maybe(block.header, `${where}.header`, hex),
      stateRoot: maybe(block.state_root, `${where}.state_root`, hex),
      extrinsicsRoot: maybe(block.extrinsics_root, `${where}.extrinsics_root`, hex),
      digest: maybe(block.digest, `${where}.digest`, hexes),
      extrinsics: maybe(block.extrinsics, `${where}.extrinsics`, hexes),
      events: maybe(block.events, `${where}.events`, hex),
      changes: maybe(block.changes, `${where}.changes`, object) as Record<Hex, Hex | null> | undefined,
      changesCount: maybe(block.changes_count, `${where}.changes_count`, (value, at) => Number(integer(value, at))),
      childChanges: maybe(block.child_changes, `${where}.child_changes`, list) as [Hex, Hex, Hex | null][] | undefined,
      note: block.note as string | undefined,
    }),
  };
}

function defined<T extends Record<string, unknown>>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** The same chain without any answer: only what blocks are made from. For `--blind`. */
export function withoutAnswers(file: ChainFile): ChainFile {
  return {
    ...file,
    blocks: file.blocks.map(({ number, timestamp, terse, slot, attempts }) => ({
      number,
      timestamp,
      terse,
      slot,
      attempts: attempts.map(({ kind, extrinsic }) => ({ kind, extrinsic })),
    })),
    apiCalls: [],
  };
}
