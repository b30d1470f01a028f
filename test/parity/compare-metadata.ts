import type { MetadataV14Value, MetadataV15Value, MetadataV16Value } from "../../src/metadata/codecs.ts";

export type AnyMetadata = MetadataV14Value | MetadataV15Value | MetadataV16Value;
type Json = unknown;
type Types = AnyMetadata["types"];

/** Keys whose numbers are type ids: compared by what the types are, not by number. */
const typeKeys = new Set([
  "type",
  "calls",
  "key",
  "value",
  "output",
  "address",
  "call",
  "signature",
  "extra",
  "implicit",
  "event",
  "error",
  "store",
  "order",
]);

/** One difference: where, and what both sides have there. */
export interface MetadataDifference {
  readonly path: string;
  readonly ours: string;
  readonly theirs: string;
}

/**
 * Compares two metadata item by item: names, orders, indices, hashers, modifiers, defaults, values, and types by their
 * paths, parameters, fields, spelled names and shapes. Documentation, deprecation notes and type ids stand outside.
 */
export function compareMetadata(ours: AnyMetadata, theirs: AnyMetadata): MetadataDifference[] {
  const differences: MetadataDifference[] = [];
  const assumed = new Set<string>();
  const show = (value: Json): string => {
    const text =
      JSON.stringify(value, (_key, part: unknown) =>
        typeof part === "bigint" ? part.toString() : part instanceof Map ? [...part] : part,
      ) ?? "absent";
    return text.length > 300 ? `${text.slice(0, 300)}…` : text;
  };

  const types = (a: number, b: number, path: string): void => {
    const pair = `${a} ${b}`;
    if (assumed.has(pair)) return;
    assumed.add(pair);
    const mine = ours.types[a] as Types[number];
    const other = theirs.types[b] as Types[number];
    const name = mine.path.length > 0 ? mine.path.join("::") : mine.def.type;
    if (mine.path.join("::") !== other.path.join("::") || mine.def.type !== other.def.type) {
      differences.push({
        path,
        ours: `${mine.path.join("::")} ${mine.def.type}`,
        theirs: `${other.path.join("::")} ${other.def.type}`,
      });
      return;
    }
    walk(mine.params, other.params, `${path} <${name}> params`);
    definition(mine.def, other.def, `${path} <${name}>`);
  };

  const definition = (a: Types[number]["def"], b: Types[number]["def"], path: string): void => {
    if (a.type === "sequence" || a.type === "compact") return types(a.value, b.value as number, path);
    if (a.type === "tuple") {
      const other = b.value as number[];
      if (a.value.length !== other.length)
        differences.push({ path, ours: `${a.value.length} parts`, theirs: `${other.length} parts` });
      for (const [i, id] of a.value.entries()) if (other[i] !== undefined) types(id, other[i], `${path}.${i}`);
      return;
    }
    walk(a.value, b.value, path);
  };

  const walk = (a: Json, b: Json, path: string): void => {
    if (a instanceof Uint8Array && b instanceof Uint8Array) {
      if (Buffer.compare(a, b) !== 0)
        differences.push({ path, ours: Buffer.from(a).toString("hex"), theirs: Buffer.from(b).toString("hex") });
      return;
    }
    if (a instanceof Map && b instanceof Map) return walk([...a], [...b], path);
    if (Array.isArray(a) && Array.isArray(b)) {
      for (let i = 0; i < a.length || i < b.length; i++) {
        const label = (a[i]?.name ?? b[i]?.name ?? a[i]?.identifier ?? i) as string;
        if (i >= a.length || i >= b.length)
          differences.push({ path: `${path}.${label}`, ours: show(a[i]), theirs: show(b[i]) });
        else walk(a[i], b[i], `${path}.${label}`);
      }
      return;
    }
    if (typeof a === "object" && typeof b === "object" && a !== null && b !== null) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        if (key === "docs" || key === "note" || (key === "id" && path.endsWith("types"))) continue;
        const [mine, other] = [(a as Record<string, Json>)[key], (b as Record<string, Json>)[key]];
        if (typeKeys.has(key) && typeof mine === "number" && typeof other === "number")
          types(mine, other, `${path}.${key}`);
        else walk(mine, other, `${path}.${key}`);
      }
      return;
    }
    if (a !== b) differences.push({ path, ours: show(a), theirs: show(b) });
  };

  const { types: _ours, ...mine } = ours;
  const { types: _theirs, ...other } = theirs;
  walk(mine, other, "");
  return differences;
}

/** The same metadata without one call of a pallet. @throws when there is no such call */
export function withoutCall<M extends AnyMetadata>(metadata: M, pallet: string, call: string): M {
  const place = metadata.pallets.find(({ name }) => name === pallet)?.calls as number | { type: number } | undefined;
  const id = typeof place === "object" ? place.type : place;
  const types = metadata.types.map((type, at) => {
    if (at !== id || type.def.type !== "variant") return type;
    const value = type.def.value.filter(({ name }) => name !== call);
    if (value.length !== type.def.value.length - 1) throw new Error(`${pallet} has no call ${call}`);
    return { ...type, def: { ...type.def, value } };
  });
  return { ...metadata, types };
}

/**
 * In what the metadata of the pow-faucet build differs from what it must be, by the recorded metadata of the other two:
 * it is production's with the call of the faucet, which is the local build's, and without a rate limit of new networks.
 */
export function comparePowFaucet(ours: AnyMetadata, production: AnyMetadata, local: AnyMetadata): MetadataDifference[] {
  const limit = ".pallets.SubtensorModule.storage.entries.NetworkRateLimit.default";
  const fast = /^\.pallets\.\w+\.(constants\.\w+\.value|storage\.entries\.\w+\.default)$/;
  const seven = Buffer.from([0x20, 0x1c, 0, 0, 0, 0, 0, 0]).toString("hex");
  const fromProduction = compareMetadata(withoutCall(ours, "SubtensorModule", "faucet"), production);
  const expected = { path: limit, ours: "00".repeat(8), theirs: seven };
  return [
    ...fromProduction.filter((one) => JSON.stringify(one) !== JSON.stringify(expected)),
    ...(fromProduction.length === 1
      ? []
      : [{ ...expected, theirs: `${fromProduction.length} differences from production` }]),
    ...compareMetadata(ours, local).filter(({ path }) => !fast.test(path)),
  ];
}
