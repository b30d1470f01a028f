import { isRefusal } from "../chain/refusals.ts";
import { DecodeError } from "../codec/io.ts";
import { messageOf, UserError } from "../lib/user-error.ts";

/** What the chain refuses is an error of whoever asked for it; any other is a fault, and stays what it is. */
function told(error: unknown): never {
  if (error instanceof UserError || !(isRefusal(error) || error instanceof DecodeError)) throw error;
  throw new UserError(messageOf(error));
}

/** The same functions, of which each tells what the chain refuses as a UserError. */
export function inWords<T extends object>(api: T): T {
  const worded = Object.entries(api).map(([name, run]: [string, (...args: unknown[]) => unknown]) => [
    name,
    (...args: unknown[]): unknown => {
      try {
        const answer = run(...args);
        return answer instanceof Promise ? answer.catch(told) : answer;
      } catch (error) {
        return told(error);
      }
    },
  ]);
  return Object.fromEntries(worded) as T;
}
