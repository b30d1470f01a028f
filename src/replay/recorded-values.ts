/** A JSON value of a recording. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A value as a recording writes it: integers as decimal strings, None as null, the rest as it is. */
export function toRecorded(value: unknown): Json {
  if (typeof value === "bigint" || typeof value === "number") {
    return value.toString();
  }
  if (value === undefined || value === null) {
    return null;
  }
  if (typeof value === "boolean" || typeof value === "string") {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(toRecorded);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toRecorded(item)]));
}

/** Equality of recorded values; keys of objects in any order. */
export function sameJson(a: Json, b: Json): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item: Json, index: number) => sameJson(item, b[index] ?? null));
  }
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length && keys.every((key) => key in b && sameJson(a[key] ?? null, b[key] ?? null))
    );
  }
  return a === b;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrong(what: string, value: unknown): never {
  throw new TypeError(`${what} expected, found ${JSON.stringify(value)?.slice(0, 80)}`);
}

export function asInteger(value: unknown): bigint {
  if (typeof value === "string" && /^-?\d+$/.test(value)) {
    return BigInt(value);
  }
  return typeof value === "number" ? BigInt(value) : wrong("integer", value);
}

export function asNumber(value: unknown): number {
  return Number(asInteger(value));
}

export function asText(value: unknown): string {
  return typeof value === "string" ? value : wrong("text", value);
}

export function asBoolean(value: unknown): boolean {
  return typeof value === "boolean" ? value : wrong("boolean", value);
}

export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : wrong("object", value);
}

/** A list of a given kind of value. */
export function listOf<T>(item: (value: unknown) => T): (value: unknown) => T[] {
  return (value) => (Array.isArray(value) ? value.map(item) : wrong("list", value));
}

/** A sparse row entry: [column, value]. */
export function asEntry(value: unknown): [number, bigint] {
  const pair = listOf(asInteger)(value);
  const [column, bits] = pair;
  return pair.length === 2 && column !== undefined && bits !== undefined
    ? [Number(column), bits]
    : wrong("[column, value]", value);
}
