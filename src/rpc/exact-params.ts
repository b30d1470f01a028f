import { type Args, fields, type Param, type Params, snakeCase } from "./schema.ts";

const namesOf = (params: Params): string => Object.keys(params).join(", ");
/** The first name of an object that none of the parameters has. */
const otherIn = (params: Params, given: object): string | undefined =>
  Object.keys(given).find((name) => !Object.keys(params).some((one) => one === name || snakeCase(one) === name));

/** An object with these fields and no others: what is written wrong is told, not left out. */
export function exactly<P extends Params>(params: P): Param<Args<P>> {
  const inner = fields(params);
  return {
    ...{ expects: inner.expects, optional: false },
    read(value) {
      if (typeof value === "object" && value !== null && !Array.isArray(value)) {
        const other = otherIn(params, value);
        if (other !== undefined) throw new Error(`there is no ${other}: there are ${namesOf(params)}`);
      }
      return inner.read(value);
    },
  };
}

/**
 * Checks that what a request gives has a place among a method's parameters.
 * @param given a list, or an object by their names
 * @throws Error with what has none
 */
export function refuseOthers(params: Params, given: unknown): void {
  const names = Object.keys(params);
  const known = names.length === 0 ? "there are none" : `there are ${names.join(", ")}`;
  if (Array.isArray(given)) {
    const further = (given as unknown[]).slice(names.length).some((value) => value !== null);
    if (further) throw new Error(`${given.length} parameters are given: ${known}`);
  } else if (typeof given === "object" && given !== null) {
    const other = otherIn(params, given);
    if (other === undefined) return;
    const inList = names.length === 1 ? `; an object for ${names[0]} is given in a list: [{ ... }]` : "";
    throw new Error(`there is no parameter ${other}: ${known}${inList}`);
  }
}
