import { UserError } from "../lib/user-error.ts";

/** How a chain makes blocks by itself: on command, for each transaction, in slots, every so many ms, or two of these. */
export type Sealing = "manual" | "instant" | number | { readonly mixed: number };

/** What a development chain for tests is started with. */
export interface DevChainOptions {
  /**
   * The local rules with their short limits (`fast`; when not said too, but a state file has its own), those of the public
   * network, or these with the faucet.
   */
  readonly rules?: RulesName | undefined;
  /** `instant` when not said: a block for each transaction, which is final at once, and none besides. */
  readonly sealing?: Sealing | undefined;
  /** The world that the chain begins with: a name that `--world` knows, or a file; kept in the user's cache between starts. */
  readonly world?: string | undefined;
  /** The state file that the chain begins with. */
  readonly state?: string | undefined;
  /** Where JSON-RPC listens on the loopback interface: 0 is a free port. Not said: nowhere in-process, a free port as a process. */
  readonly rpcPort?: number | undefined;
  /** Whether the chain runs in a process of its own, with its database on disk. */
  readonly process?: boolean | undefined;
  /** The program of such a process; this package's own when not said. */
  readonly program?: string | undefined;
  /** How long a process may take until it answers, ms; 20,000 when not said. */
  readonly within?: number | undefined;
  /** Takes the lines of the log; without it there is none. */
  readonly log?: ((line: string) => void) | undefined;
}

const known = new Set(["rules", "sealing", "world", "state", "rpcPort", "process", "program", "within", "log"]);

interface RulesFlags {
  readonly fastRuntime?: true;
  readonly productionRules?: true;
  readonly powFaucet?: true;
}

/** The options of `subtensor dev` that choose rules. */
const flagsOfRules = {
  fast: { fastRuntime: true },
  production: { productionRules: true },
  "pow-faucet": { powFaucet: true },
} satisfies Readonly<Record<string, RulesFlags>>;

export type RulesName = keyof typeof flagsOfRules;

/** The option of `subtensor dev`, by its key, that chooses these rules; none where none are said: a state file has its own. */
export const rulesFlags = (rules: RulesName | undefined): RulesFlags =>
  rules === undefined ? {} : flagsOfRules[rules];

const isCount = (value: unknown, most: number): boolean =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most;

const isInterval = (value: unknown): boolean => isCount(value, 2 ** 31 - 1) && value !== 0;

function isSealing(value: unknown): boolean {
  if (value === "manual" || value === "instant" || isInterval(value)) return true;
  return typeof value === "object" && value !== null && "mixed" in value && isInterval(value.mixed);
}

/** @throws UserError with the first option that is not one, or has no such value */
export function checkOptions(options: DevChainOptions): void {
  const refuse = (name: string, value: unknown, expected: string): never => {
    throw new UserError(`${name}: ${JSON.stringify(value) ?? String(value)} is not ${expected}`);
  };
  for (const name of Object.keys(options))
    if (!known.has(name)) throw new UserError(`there is no option ${name}: there are ${[...known].join(", ")}`);
  const { rules, sealing, world, state, rpcPort, process, program, within, log } = options;
  if (rules !== undefined && !Object.hasOwn(flagsOfRules, rules))
    refuse("rules", rules, `one of ${Object.keys(flagsOfRules).join(", ")}`);
  if (sealing !== undefined && !isSealing(sealing))
    refuse("sealing", sealing, `"manual", "instant", an interval in ms or { mixed: ms }`);
  if (world !== undefined && typeof world !== "string")
    refuse("world", world, "a world's name, or the path of its file");
  if (state !== undefined && typeof state !== "string") refuse("state", state, "the path of a state file");
  if (world !== undefined && state !== undefined)
    throw new UserError("world and state are two beginnings of one chain: give one of them");
  if (rpcPort !== undefined && !isCount(rpcPort, 65535)) refuse("rpcPort", rpcPort, "a port from 0 to 65535");
  if (process !== undefined && typeof process !== "boolean") refuse("process", process, "true or false");
  if (program !== undefined && typeof program !== "string") refuse("program", program, "a path");
  if (within !== undefined && !isInterval(within)) refuse("within", within, "a number of ms");
  if (log !== undefined && typeof log !== "function") refuse("log", log, "a function that takes a line");
  if (process !== true && (program !== undefined || within !== undefined))
    throw new UserError("program and within are for a chain in a process of its own: give process: true too");
}
