import { createRequire } from "node:module";
import type { Logger } from "pino";
import type { Log } from "../../chain/environment.ts";
import { createFilter, type Level, levels, parsePatterns } from "./filter.ts";
import { createPaint, type Entry, humanLine, type LineForm, type Paint } from "./line.ts";

/** The log of a node. */
export interface NodeLog extends Log {
  /** Colours for parts of a text, as far as this log shows them. */
  readonly paint: Paint;
  /** Writes why the node ends, whatever the filter says. Nothing is written after it: it would only follow from that. */
  last(target: string, text: string): void;
  /**
   * Adds patterns as `--log` has them, until `resetFilter`; what is no pattern is warned of and left out.
   * Rust: `sc_tracing::logging::reload_filter`
   */
  addFilter(patterns: string): void;
  /** Takes all back that `addFilter` added. */
  resetFilter(): void;
  /** Loads pino and writes the lines that waited for it; from then on lines are written at once. */
  open(): void;
}

export interface LogOptions {
  /** What `--log` was given, pattern by pattern. */
  readonly filters: readonly string[];
  /** Adds milliseconds, level and target, as it also happens when a filter asks for more than `info`. */
  readonly detailed: boolean;
  readonly colored?: boolean;
  /** `human` is the original's form; `json` has one object a line: time, level, target, message. */
  readonly format?: "human" | "json";
  /** Keeps lines until `open` is called: loading pino takes longer than making a block. */
  readonly waits?: boolean;
  write(line: string, level: Level): void;
}

/** The stream that pino writes to; with the mark it is also told the parts of each line. */
interface PinoStream {
  lastMsg?: string;
  lastObj?: { readonly target: string };
  write(json: string): void;
}

const labels = { level: (label: string) => ({ level: label }) };

/** Starts pino, which writes each entry in the given form. @returns what writes one. */
function startPino(form: LineForm, format: "human" | "json", write: LogOptions["write"]): (entry: Entry) => void {
  const pino = createRequire(import.meta.url)("pino") as typeof import("pino");
  let entry: Entry = { time: 0, level: "info", target: "", message: "" };
  const stream: PinoStream & Record<symbol, boolean> = {
    [Symbol.for("pino.metadata")]: format === "human",
    write(json) {
      const { time, level } = entry;
      const { lastMsg = "", lastObj } = stream;
      write(
        format === "json" ? json : humanLine({ time, level, target: lastObj?.target ?? "", message: lastMsg }, form),
        level,
      );
    },
  };
  const logger: Logger = pino.pino(
    {
      level: "trace",
      base: null,
      messageKey: "message",
      formatters: labels,
      timestamp: () => `,"time":"${new Date(entry.time).toISOString()}"`,
    },
    stream,
  );
  return (next) => {
    entry = next;
    logger[next.level]({ target: next.target }, next.message);
  };
}

/** @throws RangeError for a filter that is no log pattern. */
export function createLog(options: LogOptions): NodeLog {
  const { format = "human", colored = false } = options;
  let patterns = options.filters;
  let filter = createFilter(patterns);
  const form: LineForm = { detailed: options.detailed || filter.beyondInfo, colored: colored && format === "human" };
  let waiting: Entry[] = [];
  let ended = false;
  let emit: ((entry: Entry) => void) | undefined;

  const open = (): void => {
    if (emit !== undefined) return;
    try {
      emit = startPino(form, format, options.write);
    } catch {
      // Its files cannot be read any more: why the node ends must be told all the same.
      emit = (entry) => options.write(humanLine(entry, form), entry.level);
    }
    const entries = waiting;
    waiting = [];
    for (const entry of entries) emit(entry);
  };
  const put = (level: Level, target: string, message: string): void => {
    const entry = { time: Date.now(), level, target, message };
    if (emit === undefined) waiting.push(entry);
    else emit(entry);
  };
  const line = (level: Level) => (target: string, text: string | (() => string)) => {
    if (!ended && filter.enabled(level, target)) put(level, target, typeof text === "string" ? text : text());
  };
  const [error, warn, info, debug, trace] = levels.map(line) as [Put, Put, Put, Put, Put];
  if (options.waits !== true) open();

  return {
    error,
    warn,
    info,
    debug,
    trace,
    enabled: (level, target) => filter.enabled(level, target),
    paint: createPaint(form.colored),
    last(target, text) {
      open();
      put("error", target, text);
      ended = true;
    },
    addFilter(added) {
      const { good, bad } = parsePatterns(added);
      patterns = [...patterns, ...good];
      filter = createFilter(patterns);
      for (const { message } of bad) warn("tracing", `Unable to parse directive while setting log filter: ${message}`);
      debug("tracing", () => `Reloading log filter with: ${patterns.join(",")}`);
    },
    resetFilter() {
      patterns = options.filters;
      filter = createFilter(patterns);
    },
    open,
  };
}

type Put = (target: string, text: string | (() => string)) => void;
