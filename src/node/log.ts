import type { Log } from "../chain/environment.ts";

const levels = ["error", "warn", "info", "debug", "trace"] as const;
export type Level = (typeof levels)[number];

/** The log with what `system_addLogFilter` and `system_resetLogFilter` change. */
export interface FilteredLog extends Log {
  /** Adds patterns as `--log` has them: `level`, or `target=level`, comma-separated. @throws RangeError */
  addFilter(patterns: string): void;
  resetFilter(): void;
}

type Rule = readonly [target: string, level: number];

/** Reads patterns; a bare target means everything of it. @throws RangeError */
function parseRules(patterns: string): Rule[] {
  return patterns
    .split(",")
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== "")
    .map((pattern) => {
      const [first, second] = pattern.split("=");
      const rank = (name: string): number => {
        if (name === "off") return -1;
        const found = levels.indexOf(name as Level);
        if (found < 0) throw new RangeError(`'${name}' is no log level: off, ${levels.join(", ")}`);
        return found;
      };
      if (second !== undefined) return [first as string, rank(second)];
      return levels.includes(pattern as Level) || pattern === "off" ? ["", rank(pattern)] : [pattern, levels.length];
    });
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** Date and time of day here, as the original's log begins. */
function stamp(date: Date): string {
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

export interface LogOptions {
  /** What `--log` was given. */
  readonly filters: readonly string[];
  /** Adds milliseconds, level and target. */
  readonly detailed: boolean;
  write(line: string): void;
}

/** A log in the original's form: time and text. The last filter whose target begins the line's target decides. */
export function makeLog({ filters, detailed, write }: LogOptions): FilteredLog {
  const first: readonly Rule[] = [["", levels.indexOf("info")], ...filters.flatMap(parseRules)];
  let rules = first;
  const line = (level: Level, target: string, text: string): void => {
    const rule = rules.findLast(([prefix]) => target.startsWith(prefix));
    if (rule === undefined || levels.indexOf(level) > rule[1]) return;
    const now = new Date();
    const time = detailed ? `${stamp(now)}.${String(now.getMilliseconds()).padStart(3, "0")}` : stamp(now);
    const head = detailed ? `${level.toUpperCase().padStart(5)} ${target}: ` : "";
    write(`${time} ${head}${text}\n`);
  };
  return {
    error: (target, text) => line("error", target, text),
    warn: (target, text) => line("warn", target, text),
    info: (target, text) => line("info", target, text),
    debug: (target, text) => line("debug", target, text),
    addFilter: (patterns) => {
      rules = [...rules, ...parseRules(patterns)];
    },
    resetFilter: () => {
      rules = first;
    },
  };
}
