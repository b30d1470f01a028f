/** As much of JSON Schema as the published one uses; an unknown keyword is an error, so that none is passed over. */
export function fits(schema: Readonly<Record<string, unknown>>, value: unknown): boolean {
  return Object.entries(schema).every(([keyword, wanted]) => {
    const check = keywords[keyword];
    if (check === undefined) throw new Error(`the keyword ${keyword} is not known here`);
    return check(wanted as never, value, schema);
  });
}

type Schema = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
  array: Array.isArray,
  object: isObject,
};

const keywords: Readonly<Record<string, (wanted: never, value: unknown, schema: Schema) => boolean>> = {
  $schema: () => true,
  title: () => true,
  description: () => true,
  default: () => true,
  type: (name: string, value) => types[name]?.(value) ?? false,
  enum: (choices: readonly unknown[], value) => choices.includes(value),
  anyOf: (schemas: readonly Schema[], value) => schemas.some((schema) => fits(schema, value)),
  pattern: (source: string, value) => typeof value !== "string" || new RegExp(source).test(value),
  minimum: (least: number, value) => typeof value !== "number" || value >= least,
  maximum: (most: number, value) => typeof value !== "number" || value <= most,
  items: (schema: Schema, value) => !Array.isArray(value) || value.every((entry) => fits(schema, entry)),
  minItems: (least: number, value) => !Array.isArray(value) || value.length >= least,
  maxItems: (most: number, value) => !Array.isArray(value) || value.length <= most,
  required: (names: readonly string[], value) => !isObject(value) || names.every((name) => name in value),
  properties: (members: Readonly<Record<string, Schema>>, value) =>
    !isObject(value) ||
    Object.entries(members).every(([name, schema]) => !(name in value) || fits(schema, value[name])),
  propertyNames: (schema: Schema, value) => !isObject(value) || Object.keys(value).every((name) => fits(schema, name)),
  additionalProperties: (wanted: false | Schema, value, { properties = {} }) =>
    !isObject(value) ||
    Object.entries(value)
      .filter(([name]) => !Object.hasOwn(properties as Schema, name))
      .every(([, entry]) => wanted !== false && fits(wanted, entry)),
};
