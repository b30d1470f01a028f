import { dbWeight, type Weight } from "../../../frame/weight.ts";

/** Reads and writes of the database that a call is charged for, as it counts them itself. */
export interface DbUse {
  reads: number;
  writes: number;
}

/** Nothing used yet. */
export function noUse(): DbUse {
  return { reads: 0, writes: 0 };
}

/** Counts reads and writes in. */
export function addUse(use: DbUse, reads: number, writes: number): void {
  use.reads += reads;
  use.writes += writes;
}

/** What the database asks for them. */
export function weightOfUse({ reads, writes }: DbUse): Weight {
  return dbWeight(reads, writes);
}
