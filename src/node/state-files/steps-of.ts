import { mocksName, stepName } from "../../chain/step.ts";
import type { Step } from "../../state-file/records.ts";
import type { DatabaseReader } from "../../storage/database.ts";

/** What lies beside the blocks of the best chain, for whoever executes them again: direct changes, and notes of mock signatures. */
export function stepsOf(database: Pick<DatabaseReader, "oldestBody" | "best" | "hashAt" | "getExtra">): Step[] {
  const steps: Step[] = [];
  for (let number = Math.max(1, database.oldestBody()); number <= database.best().number; number++) {
    const hash = database.hashAt(number);
    if (hash === undefined) continue;
    for (const name of [stepName(hash), mocksName(hash)]) {
      const bytes = database.getExtra(name);
      if (bytes !== undefined) steps.push({ name, bytes });
    }
  }
  return steps;
}
