// What a part of scripts/test-program.ts showed, step by step.
import { messageOf } from "../../src/lib/user-error.ts";
import { tableText } from "../table.ts";

/** The table of a run. A step that fails is counted, and the others go on. */
export interface Report {
  /** Does one step and writes down what it says. @returns whether it went well */
  step(what: string, run: () => Promise<string>): Promise<boolean>;
  failures(): number;
  table(): string;
}

/** Prints each step of a part when it is done. An error outside a step fails the part, and the next goes on. */
export function createReport(): Report & { part(name: string, show: () => Promise<void>): Promise<void> } {
  const rows: string[][] = [["part", "what", "outcome", "s"]];
  let failures = 0;
  let part = "";
  const note = (what: string, outcome: string, from: number): void => {
    const seconds = ((Date.now() - from) / 1000).toFixed(1);
    rows.push([part, what, outcome, seconds]);
    console.log(`${part}  ${what}: ${outcome} (${seconds} s)`);
  };
  return {
    async part(name, show) {
      part = name;
      const from = Date.now();
      await show().catch((error: unknown) => {
        failures++;
        note("the whole part", `FAILED: ${messageOf(error)}`, from);
      });
    },
    async step(what, run) {
      const from = Date.now();
      try {
        note(what, await run(), from);
        return true;
      } catch (error) {
        failures++;
        note(what, `FAILED: ${messageOf(error)}`, from);
        return false;
      }
    },
    failures: () => failures,
    table: () => tableText(rows),
  };
}
