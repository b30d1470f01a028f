import { StorageError } from "./errors.ts";

/**
 * What a database keeps of blocks or of states. `archive`: of every block, those of branches that lost too.
 * `archive-canonical`: of every final block. A number: of so many final blocks, the last one counted.
 */
export type Pruning = "archive" | "archive-canonical" | number;

/** How a database prunes. It is stored in the database, since what was pruned does not come back. */
export interface PruningModes {
  readonly state: Pruning;
  readonly blocks: Pruning;
}

/** What a user says of the modes: nothing, one or both. */
export interface RequestedPruning {
  readonly state?: Pruning | undefined;
  readonly blocks?: Pruning | undefined;
}

/** What new databases keep unless told otherwise. Rust: `sc_state_db::PruningMode::default`, `sc_cli PruningParams`. */
export const defaultPruning: PruningModes = { state: 256, blocks: "archive-canonical" };

const archive = 0xffff_ffff;
const archiveCanonical = 0xffff_fffe;

function encodePruning(pruning: Pruning): number {
  if (pruning === "archive") return archive;
  return pruning === "archive-canonical" ? archiveCanonical : Math.min(pruning, archiveCanonical - 1);
}

function decodePruning(value: number): Pruning {
  if (value === archive) return "archive";
  return value === archiveCanonical ? "archive-canonical" : value;
}

/** The record of the modes: two u32 little-endian, states first; the two largest numbers stand for the archives. */
export function encodeModes({ state, blocks }: PruningModes): Uint8Array {
  const bytes = new Uint8Array(8);
  const numbers = new DataView(bytes.buffer);
  numbers.setUint32(0, encodePruning(state), true);
  numbers.setUint32(4, encodePruning(blocks), true);
  return bytes;
}

/** Reads the record of the modes. @throws StorageError when it is damaged. */
export function decodeModes(bytes: Uint8Array): PruningModes {
  if (bytes.length !== 8) throw new StorageError("damaged", "the record of the pruning modes is damaged");
  const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { state: decodePruning(numbers.getUint32(0, true)), blocks: decodePruning(numbers.getUint32(4, true)) };
}

/**
 * The modes a database goes on with: the stored ones, but for a number that takes the place of another number.
 * Rust: `sc_state_db choose_pruning_mode`, which refuses for states alone; the original forgets the mode of blocks.
 * @throws StorageError (`foreign`) when one is an archive and the other a number, or for states another archive.
 */
export function choosePruning(stored: PruningModes, requested: RequestedPruning): PruningModes {
  return {
    state: choose("state", stored.state, requested.state),
    blocks: choose("blocks", stored.blocks, requested.blocks),
  };
}

function choose(what: keyof PruningModes, stored: Pruning, requested: Pruning | undefined): Pruning {
  if (requested === undefined || requested === stored) return stored;
  const archives = (typeof stored === "string" ? 1 : 0) + (typeof requested === "string" ? 1 : 0);
  // Blocks of branches that lost are kept or dropped from now on: no promise about the past is broken.
  if (archives === 0 || (archives === 2 && what === "blocks")) return requested;
  const flag = `--${what}-pruning`;
  throw new StorageError(
    "foreign",
    `the database has ${flag} ${stored}, which cannot become ${flag} ${requested}: leave the option out to go on with it, or give another --base-path for a new database`,
  );
}

/** How many final blocks a mode keeps, the last one counted: at least that one. */
export function blocksKept(pruning: Pruning): number {
  return typeof pruning === "number" ? Math.max(pruning, 1) : Number.POSITIVE_INFINITY;
}
