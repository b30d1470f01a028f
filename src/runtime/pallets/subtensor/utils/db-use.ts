import { dbWeight, type Weight } from "../../../frame/weight.ts";

/** Reads and writes of the database that a call is charged for, as it counts them itself. */
export interface DbUse {
  reads: number;
  writes: number;
}

export function noUse(): DbUse {
  return { reads: 0, writes: 0 };
}

export function addUse(use: DbUse, reads: number, writes: number): void {
  use.reads += reads;
  use.writes += writes;
}

export function weightOfUse({ reads, writes }: DbUse): Weight {
  return dbWeight(reads, writes);
}
