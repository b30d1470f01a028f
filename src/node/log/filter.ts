/** The levels of log lines, the gravest first. */
export const levels = ["error", "warn", "info", "debug", "trace"] as const;
export type Level = (typeof levels)[number];

/** How many levels are let through: 0 is none, 3 is up to `info`, 5 is all. */
type Verbosity = number;

/** One pattern of `--log`. */
interface Directive {
  /** The beginning of the targets that it is about; empty is all. Undefined: it is about spans, which this log has not. */
  readonly target: string | undefined;
  readonly verbosity: Verbosity;
}

/** Which lines are written. */
export interface LogFilter {
  enabled(level: Level, target: string): boolean;
  /** Whether some pattern asks for more than `info`, also one that a later pattern replaces. */
  readonly beyondInfo: boolean;
}

const names = ["off", ...levels];
const word = String.raw`[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}:-]+`;
const span = String.raw`\[[^\]]*\]`;
const level = "off|error|warn|info|debug|trace|[0-5]";
const pattern = new RegExp(
  `^(?:(?<target>${word})(?<after>${span})?|(?<before>${span})(?:(?<last>${word})|${span})?)(?:=(?<level>${level})?)?$`,
  "iu",
);

/** A level's name in any case, or its number from 0 (off) to 5 (trace). */
function verbosityOf(text: string): Verbosity | undefined {
  if (/^0*[0-5]$/.test(text)) return Number(text);
  const found = names.indexOf(text.toLowerCase());
  return found < 0 ? undefined : found;
}

/**
 * Reads one pattern: a level, a target, or `target=level`; a bare target means everything of it.
 * Rust: `tracing_subscriber::filter::env::Directive::parse`
 * @throws RangeError
 */
function parseDirective(text: string): Directive {
  const global = new RegExp(`^(?:${level})$`, "i").test(text) ? verbosityOf(text) : undefined;
  if (global !== undefined) return { target: "", verbosity: global };
  const groups = pattern.exec(text)?.groups;
  if (groups === undefined) throw new RangeError(`'${text}' is no log pattern: give LEVEL, TARGET or TARGET=LEVEL`);
  const verbosity = verbosityOf(groups.level ?? "trace") ?? levels.length;
  const spans = [groups.after, groups.before].filter((one) => one !== undefined && one !== "[]");
  const target = groups.target ?? groups.last ?? "";
  if (spans.length > 0) return { target: undefined, verbosity };
  return { target: verbosityOf(target) === undefined ? target : "", verbosity };
}

/** Reads patterns that are separated by commas, each with its error. */
export function parsePatterns(patterns: string): {
  readonly good: readonly string[];
  readonly bad: readonly RangeError[];
} {
  const good: string[] = [];
  const bad: RangeError[] = [];
  for (const text of patterns.split(",")) {
    try {
      parseDirective(text);
      good.push(text);
    } catch (error) {
      bad.push(error as RangeError);
    }
  }
  return { good, bad };
}

/**
 * The filter of a list of patterns over `info` for everything. The pattern with the longest target that begins a line's
 * target decides; of several with the same target the last one. Rust: `tracing_subscriber::EnvFilter`
 * @throws RangeError for a text that is no pattern.
 */
export function createFilter(patterns: readonly string[]): LogFilter {
  const byTarget = new Map<string, Verbosity>();
  let most = 0;
  for (const { target, verbosity } of ["info", ...patterns].map(parseDirective)) {
    most = Math.max(most, verbosity);
    if (target !== undefined) byTarget.set(target, verbosity);
  }
  const rules = [...byTarget].sort(([a], [b]) => b.length - a.length);
  // There are few targets, and a line that is not written must cost next to nothing.
  const known = new Map<string, Verbosity>();
  return {
    enabled(level, target) {
      let verbosity = known.get(target);
      if (verbosity === undefined) {
        verbosity = rules.find(([prefix]) => target.startsWith(prefix))?.[1] ?? 0;
        known.set(target, verbosity);
      }
      return levels.indexOf(level) < verbosity;
    },
    beyondInfo: most > names.indexOf("info"),
  };
}
