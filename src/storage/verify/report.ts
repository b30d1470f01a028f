import type { StoreKey } from "../kv/key-value.ts";
import type { StoreBatch } from "../store-batch.ts";

/** What a check of a database found. */
export interface VerifyReport {
  /** One line for each thing that is wrong and was not mended. */
  readonly problems: readonly string[];
  /** One line for each thing that was wrong and is mended. */
  readonly repaired: readonly string[];
  /** How many of the problems a repair mends. */
  readonly mendable: number;
  /** What was looked at, each with its count. */
  readonly checked: readonly string[];
}

/** Gathers a report, and what mends the database. */
export interface Findings {
  problem(line: string): void;
  /** Something that can be mended from what is right: by these changes. */
  mendable(line: string, changes: ReadonlyMap<StoreKey, Uint8Array | undefined>): void;
  checked(line: string): void;
}

/** Empty findings. @param batch takes what mends the database; undefined when nothing is to be mended. */
export function createFindings(batch: StoreBatch | undefined): { readonly findings: Findings; report(): VerifyReport } {
  const problems: string[] = [];
  const repaired: string[] = [];
  const checked: string[] = [];
  let mendable = 0;
  return {
    findings: {
      problem: (line) => void problems.push(line),
      mendable: (line, changes) => {
        if (batch === undefined) {
          mendable++;
          problems.push(line);
        } else {
          repaired.push(line);
          for (const [key, value] of changes) batch.set(key, value);
        }
      },
      checked: (line) => void checked.push(line),
    },
    report: () => ({ problems, mendable, repaired, checked }),
  };
}

/** At most so many lines of one kind are told one by one. */
const mostLines = 20;

/** Tells the first few lines of a kind one by one, and how many more there are. */
export function tellFew(tell: (line: string) => void): { add(line: string): void; end(): void } {
  let count = 0;
  return {
    add: (line) => {
      if (count++ < mostLines) tell(line);
    },
    end: () => {
      if (count > mostLines) tell(`and ${count - mostLines} more of this kind`);
    },
  };
}

/** "1 block", "2 blocks". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
