import { BrokenState } from "../chain/broken-state.ts";
import { oneLine } from "../lib/excerpt.ts";
import { UserError } from "../lib/user-error.ts";
import { StorageError } from "../storage/errors.ts";

/** Calls of a stack that a line names at most. */
const mostCalls = 6;

/** The innermost calls of the program's own code, each with its place below `src/`. */
function calls({ stack = "" }: Error): string {
  const found = [...stack.matchAll(/^\s*at (.*)$/gm)]
    .map(([, call = ""]) => call.replace(/(?:file:\/\/)?\/\S*?\/(?=src\/|node_modules\/)/, ""))
    .filter((call) => !call.includes("node:internal"));
  return found.slice(0, mostCalls).join(" < ");
}

/** Why the node ends and what to do, in one line. */
export function faultLine(fault: Error): string {
  if (fault instanceof StorageError || fault instanceof UserError) return `The node ends: ${oneLine(fault.message)}`;
  if (fault instanceof BrokenState) {
    return `The node ends: ${oneLine(fault.message)}. Please report this line; without --try-state and --engine both the block is taken.`;
  }
  const where = calls(fault);
  return `The node ends by an error of the program: ${oneLine(`${fault.name}: ${fault.message}`)}${where === "" ? "" : ` (${where})`}. Please report this line; started again, the node goes on from its last block.`;
}
