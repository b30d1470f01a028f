import { type Json, JsonNumber } from "../../lib/json-tree.ts";
import type { Fields, FieldValues, GenesisSource, IntegerBits, RecordForm, Shape, TextForm } from "./genesis-shape.ts";
import { TextRefused } from "./genesis-shape.ts";

/** A value of a genesis config that is not what it must be; the message begins with its path. */
export class GenesisError extends Error {
  override name = "GenesisError";
}

/**
 * Reads a value of that shape from JSON that was read before. What the original takes is taken, to the last digit;
 * members that no shape knows are refused everywhere.
 * @param path of the value in its document
 * @throws GenesisError
 */
export function readGenesisTree<T>(value: unknown, shape: Shape<T>, path: string): T {
  return shape.read(new TreeSource(value, path));
}

class TreeSource implements GenesisSource {
  private value: unknown;
  private readonly path: (string | number)[];
  constructor(value: unknown, path: string) {
    this.value = value;
    this.path = [path];
  }

  private wrong(why: string): GenesisError {
    const [root, ...steps] = this.path;
    const place = steps.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
    return new GenesisError(`${root}${place}: ${why}`);
  }

  private isNot(wanted: string): GenesisError {
    return this.wrong(`${shown(this.value)} is not ${wanted}`);
  }

  private inner<T>(step: string | number, value: unknown, item: Shape<T>): T {
    this.path.push(step);
    this.value = value;
    const read = item.read(this);
    this.path.pop();
    return read;
  }

  integer(bits: IntegerBits): bigint {
    const integer = integerOf(this.value);
    if (integer === undefined) throw this.isNot("a whole number");
    if (integer < 0n) throw this.wrong(`${integer} is less than 0`);
    if (integer >> BigInt(bits) !== 0n) throw this.wrong(`${integer} is more than a u${bits} holds`);
    return integer;
  }

  text<T>({ parse }: TextForm<T>): T {
    const { value } = this;
    if (typeof value !== "string") throw this.isNot("a text");
    try {
      return parse(value);
    } catch (error) {
      throw error instanceof TextRefused ? this.wrong(`${shown(value)} ${error.message}`) : error;
    }
  }

  maybe<T>(item: Shape<T>): T | undefined {
    return this.value === null ? undefined : item.read(this);
  }

  list<T>(item: Shape<T>): T[] {
    const { value } = this;
    if (!Array.isArray(value)) throw this.isNot("a list");
    return value.map((one: unknown, at) => this.inner(at, one, item));
  }

  tuple<T extends readonly unknown[]>(items: { readonly [K in keyof T]: Shape<T[K]> }): T {
    const { value } = this;
    if (!Array.isArray(value)) throw this.isNot(`a list of ${items.length}`);
    return this.inOrder(value, items) as unknown as T;
  }

  map<K, V>(key: TextForm<K>, value: Shape<V>): Map<K, V> {
    const members = Object.entries(this.object("an object"));
    return new Map(
      members.map(([name, member]) => {
        this.value = name;
        return [this.text(key), this.inner(name, member, value)];
      }),
    );
  }

  record<F extends Fields>({ fields }: RecordForm<F>): FieldValues<F> {
    const names = Object.keys(fields);
    if (Array.isArray(this.value)) {
      const values = this.inOrder(this.value, Object.values(fields));
      return Object.fromEntries(names.map((name, at) => [name, values[at]])) as FieldValues<F>;
    }
    const value = this.object("an object");
    const unknown = Object.keys(value).find((name) => !names.includes(name));
    if (unknown !== undefined) {
      this.path.push(unknown);
      throw this.wrong(
        names.length === 0 ? "there are no members here" : `no such member; there are ${names.join(", ")}`,
      );
    }
    return Object.fromEntries(
      names.map((name) => {
        const shape = fields[name] as Shape<unknown>;
        if (Object.hasOwn(value, name)) return [name, this.inner(name, value[name], shape)];
        this.path.push(name);
        if (!shape.optional) throw this.wrong("missing");
        this.path.pop();
        return [name, undefined];
      }),
    ) as FieldValues<F>;
  }

  private object(wanted: string): Readonly<Record<string, unknown>> {
    const { value } = this;
    if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof JsonNumber)
      throw this.isNot(wanted);
    return value as Readonly<Record<string, unknown>>;
  }

  private inOrder(value: readonly unknown[], items: readonly Shape<unknown>[]): unknown[] {
    if (value.length !== items.length) throw this.wrong(`${value.length} values where ${items.length} are wanted`);
    return items.map((item, at) => this.inner(at, value[at], item));
  }
}

/** The integer that a value is: written as one, without point or exponent; -0 is none, as in the original. */
function integerOf(value: unknown): bigint | undefined {
  if (value instanceof JsonNumber) return /^(-?[1-9][0-9]*|0)$/.test(value.text) ? BigInt(value.text) : undefined;
  return typeof value === "number" && Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value) : undefined;
}

/** A value in a message, short. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Objects merged as deep as both are objects; else the second counts, null too. Rust: sc-chain-spec `json_patch::merge`. */
export function mergeJson(below: Json, over: Json): Json {
  if (!isObject(below) || !isObject(over)) return over;
  const merged: Record<string, Json> = Object.assign(Object.create(null), below);
  for (const [name, value] of Object.entries(over)) {
    const old = Object.hasOwn(below, name) ? below[name] : undefined;
    merged[name] = old === undefined ? value : mergeJson(old, value);
  }
  return merged;
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber);
}
