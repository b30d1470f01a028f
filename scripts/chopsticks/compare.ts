// Asks two servers the same, and says what is the same and what is not.
import type { Row } from "./row.ts";
import { Refusal, type Side } from "./sides.ts";

export interface Compared {
  readonly row: Row;
  readonly ours: string;
  readonly theirs: string;
  /** Whether it is as the row says. */
  readonly asSaid: boolean;
}

/** Does what the rows say, in their order, on both. */
export async function compare(rows: readonly Row[], ours: Side, theirs: Side): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const row of rows) {
    const [here, there] = await Promise.all([seen(row, ours), seen(row, theirs)]);
    compared.push({ row, ours: here, theirs: there, asSaid: (here === there) === (row.because === undefined) });
  }
  return compared;
}

async function seen(row: Row, side: Side): Promise<string> {
  try {
    return JSON.stringify(await row.see(side), ordered);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return `refused with ${error.code}`;
  }
}

/** Fields by their names, and large numbers as text: JSON of the same values is the same. */
function ordered(_name: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
