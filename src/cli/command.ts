import type { StopSignals } from "../node/stop-signals.ts";
import type { OptionGroup, Values } from "./option.ts";

/** An argument without a flag. */
export interface Positional {
  name: string;
  doc: string;
  required: boolean;
  many: boolean;
}

/** A command line, read. */
export interface Input<G extends OptionGroup> {
  values: Values<G>;
  /** The keys of the options that were given, not left at their default. */
  given: ReadonlySet<string>;
  positionals: readonly string[];
}

/** One command; its name is the words that follow `subtensor`, none for the node itself. */
export interface Command<G extends OptionGroup = OptionGroup> {
  name: string;
  doc: string;
  /** Options under the headings of the help. */
  groups: Readonly<Record<string, Partial<G>>>;
  options: G;
  positionals: readonly Positional[];
  /** One line for each given option that has no effect together with the others. */
  notices?(input: Input<G>): string[];
  /** It ends in order after a signal; without this a signal ends the process as the system has it. */
  takesSignals?: boolean;
  /** Why the command of the original that has this name does not exist here: it is refused, whatever its options. */
  unbuilt?: string;
  /** Runs the command. Resolves to the exit code; undefined is 0. Absent where only the commands below it run. */
  run?(input: Input<G>, signals: StopSignals): Promise<number | undefined>;
}

/** Declares a command: `run` gets its values typed after its options. */
export function command<G extends OptionGroup>(
  spec: Omit<Command<G>, "groups" | "positionals"> & {
    groups?: Readonly<Record<string, Partial<G>>>;
    positionals?: readonly Positional[];
  },
): Command<G> {
  return { groups: { Options: spec.options }, positionals: [], ...spec };
}
