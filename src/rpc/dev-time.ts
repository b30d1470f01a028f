import type { BuildMode } from "../dev/api.ts";
import { shownJson, wrongForm } from "./dev-values.ts";

/** A date in the form of ISO 8601, to be read in UTC where it names no zone. */
const isoDate =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?:[T ](?<time>\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?<zone>Z|[-+]\d\d:?\d\d)?)?$/i;

/** ms since 1970 of a date of ISO 8601; NaN when there is no such day or time. */
function isoTime(found: Readonly<Record<string, string | undefined>>): number {
  const { year, month, day, time = "00:00", zone = "Z" } = found;
  const midnight = new Date(`${year}-${month}-${day}T00:00:00Z`);
  // JavaScript takes 30 February for 2 March.
  if (midnight.getUTCDate() !== Number(day)) return Number.NaN;
  return Date.parse(`${year}-${month}-${day}T${time}${zone}`);
}

/** ms since 1970 of a date in another form, as JavaScript reads it; NaN when it reads another day than is written. */
function otherTime(text: string): number {
  // JavaScript reads "-1" as a month of 2001.
  const time = /^[-+.e0-9]*$/i.test(text) ? Number.NaN : Date.parse(text);
  const date = new Date(time);
  const written = (text.match(/\d+/g) ?? []).map(Number);
  return written.includes(date.getDate()) || written.includes(date.getUTCDate()) ? time : Number.NaN;
}

/**
 * A moment in ms since 1970: a number, digits, or a date.
 * @throws RpcError for what is none of these, and for a day that the calendar does not have
 */
export function readTime(value: unknown): bigint {
  const digits = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof digits === "string") {
    if (/^[0-9]{1,20}$/.test(digits)) return BigInt(digits);
    const iso = isoDate.exec(digits)?.groups;
    const time = iso === undefined ? otherTime(digits) : isoTime(iso);
    if (time >= 0) return BigInt(time);
  }
  return wrongForm(`${shownJson(value)} is no moment: give ms since 1970, or a date such as 2027-01-31T12:00:00Z`);
}

const modes: Readonly<Record<string, BuildMode>> = {
  manual: "manual",
  instant: "instant",
  batch: "instant",
  aura: "aura",
};

const isInterval = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value > 0 && value < 2 ** 31;

/** How blocks are to be made. @throws RpcError */
export function readBuildMode(value: unknown): BuildMode {
  const name = typeof value === "string" ? value.toLowerCase() : "";
  const named = Object.hasOwn(modes, name) ? modes[name] : undefined;
  if (named !== undefined) return named;
  if (isInterval(value)) return value;
  if (typeof value === "object" && value !== null && "mixed" in value && Object.keys(value).length === 1) {
    const { mixed } = value;
    if (isInterval(mixed)) return { mixed };
  }
  return wrongForm(
    `${shownJson(value)} is no way to make blocks: give Manual, Instant, Batch, Aura, an interval in ms or { "mixed": ms }`,
  );
}

/** The same as `readBuildMode` takes it. */
export function showBuildMode(mode: BuildMode): unknown {
  return typeof mode === "string" ? mode.charAt(0).toUpperCase() + mode.slice(1) : mode;
}
