import { type Hex, isHex } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import type { Database } from "../../storage/database.ts";

/** A block of the database. */
export interface FoundBlock {
  readonly hash: Hex;
  readonly number: number;
}

/** Reads the number or the hash of a block. @throws UserError with exit code 2 */
export function parseBlockId(text: string): number | Hex {
  const lower = text.toLowerCase();
  if (isHex(lower) && lower.length === 66) return lower;
  if (/^[0-9]{1,10}$/.test(text) && Number(text) <= 0xffff_ffff) return Number(text);
  throw new UserError(`'${text}' is no block: a number, or a hash of 0x and 64 hex digits, is expected`, 2);
}

/** The block that the command line names. @throws UserError when it is not known. */
export function findBlock(database: Database, id: number | Hex): FoundBlock {
  if (typeof id === "number") {
    const hash = database.hashAt(id);
    if (hash !== undefined) return { hash, number: id };
    const best = database.best().number;
    throw new UserError(`block #${id} is not in the database${id > best ? `: its best block is #${best}` : ""}`);
  }
  const number = database.numberOf(id);
  if (number === undefined) throw new UserError(`block ${id} is not in the database`);
  return { hash: id, number };
}

/** @throws UserError when the state of a block is not kept. */
export function requireState(database: Database, { hash, number }: FoundBlock): void {
  if (database.stateAt(hash) !== undefined) return;
  const oldest = database.oldestState();
  const why = number < oldest ? `states are kept from block #${oldest} on` : "it lies on a branch that was given up";
  throw new UserError(`the state of block #${number} is not kept: ${why}`);
}

/** The extrinsics of a block. @throws UserError when its body is not kept. */
export function requireBody(database: Database, { hash, number }: FoundBlock): Uint8Array[] {
  const body = database.body(hash);
  if (body !== undefined) return body;
  throw new UserError(`the body of block #${number} is not kept: it was pruned, see --blocks-pruning`);
}
