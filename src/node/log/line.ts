import type { Level } from "./filter.ts";

/** Colours for parts of a line's text; without colours each gives its text as it is. */
export interface Paint {
  bold(text: string | number): string;
  green(text: string | number): string;
  red(text: string | number): string;
  boldGreen(text: string | number): string;
  boldRed(text: string | number): string;
}

const escape = (codes: string) => (text: string | number) => `${codes}${text}\u001b[0m`;

const colours: Paint = {
  bold: escape("\u001b[37m\u001b[1m"),
  green: escape("\u001b[32m"),
  red: escape("\u001b[31m"),
  boldGreen: escape("\u001b[32m\u001b[1m"),
  boldRed: escape("\u001b[31m\u001b[1m"),
};
const plain: Paint = { bold: String, green: String, red: String, boldGreen: String, boldRed: String };

/** @param colored whether the terminal is to show colours. */
export function createPaint(colored: boolean): Paint {
  return colored ? colours : plain;
}

const levelColours: Readonly<Record<Level, number>> = { error: 31, warn: 33, info: 32, debug: 34, trace: 35 };

const two = (value: number): string => String(value).padStart(2, "0");

/** Date and time of day here, in whole seconds. */
function stamp(date: Date): string {
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** One line of the log. */
export interface Entry {
  /** ms since 1970. */
  readonly time: number;
  readonly level: Level;
  readonly target: string;
  readonly message: string;
}

export interface LineForm {
  /** Adds milliseconds, level, thread and target. */
  readonly detailed: boolean;
  readonly colored: boolean;
}

/** A line in the original's form, with its end. Rust: `sc_tracing::logging::EventFormat::format_event_custom` */
export function humanLine({ time, level, target, message }: Entry, { detailed, colored }: LineForm): string {
  const date = new Date(time);
  const second = stamp(date);
  const moment = detailed ? `${second}.${String(date.getMilliseconds()).padStart(3, "0")}` : second;
  const begin = colored ? `\u001b[2m${moment}\u001b[0m` : moment;
  if (!detailed) return `${begin} ${message}\n`;
  const name = level.toUpperCase().padStart(5);
  // Everything that writes to the log runs on one thread, which the original's log calls `main`.
  return `${begin} ${colored ? `\u001b[${levelColours[level]}m${name}\u001b[0m` : name} main ${target}: ${message}\n`;
}
