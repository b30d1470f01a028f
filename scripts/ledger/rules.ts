import type { OurFile } from "./our-functions.ts";
import type { RustFunction } from "./rust-functions.ts";

/** What the declarations of this project hold, to check reasons that name them. */
export interface Declared {
  readonly storage: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
  readonly constants: ReadonlySet<string>;
}

export function declaredNames(files: readonly OurFile[]): Declared {
  const under = (ending: string, owner: string): Set<string> =>
    new Set(
      files
        .filter((one) => one.file.includes("/pallets/") && one.file.includes(`/${ending}`))
        .flatMap((one) => one.functions.map((fn) => fn.name.split(".")))
        .filter(([first, , third]) => first !== undefined && third === undefined && (owner === "" || first === owner))
        .map(([, second]) => second ?? ""),
    );
  return { storage: under("storage", ""), events: under("events", ""), constants: under("constants", "") };
}

/**
 * Functions that need none of their own here, known by their form: defaults of storage, and those that do nothing but use
 * one storage item, which our code uses directly. Only items that are declared here count.
 */
export function reasonByForm(fn: RustFunction, declared: Declared): string | undefined {
  if (fn.attributes.some((one) => one.startsWith("pallet::type_value")))
    return "default of a storage item, in storage.ts";
  if (fn.scopes.some((one) => one.kind === "impl" && /\b(?:Display|Debug) for /.test(one.name))) return "text for logs";
  return directUse(fn.body ?? "", declared);
}

const use =
  /^(?:crate::|pallet::)*(\w+)::<T>::(?:get|set|put|insert|remove|kill|try_get|contains_key|iter_keys|iter)\(/;
const emit = /^Self::deposit_event\(Event::(?:<T>::)?(\w+)\b/;

/** `X::<T>::get(..)` and the like, perhaps with an event. */
function directUse(body: string, declared: Declared): string | undefined {
  const items = new Set<string>();
  const events = new Set<string>();
  for (const raw of statementsOf(body)) {
    const statement = raw.replace(/\s+/g, " ");
    if (/^log::\w+!/.test(statement) || statement === "Ok(())") continue;
    const item = use.exec(statement);
    const event = emit.exec(statement);
    if (
      item &&
      declared.storage.has(item[1] as string) &&
      !/\.(?!into\(\)|ok\(\)|collect\(\))\w+\(/.test(afterCall(statement))
    )
      items.add(item[1] as string);
    else if (event && declared.events.has(event[1] as string)) events.add(event[1] as string);
    else return undefined;
  }
  if (items.size === 0) return undefined;
  const list = [...items].map((one) => `\`${one}\``).join(", ");
  const told = events.size === 0 ? "" : `, with event ${[...events].map((one) => `\`${one}\``).join(", ")}`;
  return `storage item ${list} used directly${told}`;
}

function statementsOf(body: string): string[] {
  const out: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < body.length; at++) {
    const char = body[at] as string;
    if ("({[".includes(char)) depth++;
    else if (")}]".includes(char)) depth--;
    else if (char === ";" && depth === 0) {
      out.push(body.slice(start, at).trim());
      start = at + 1;
    }
  }
  out.push(body.slice(start).trim());
  return out.filter((one) => one !== "");
}

/** What follows the arguments of the first call in a statement. */
function afterCall(statement: string): string {
  let depth = 0;
  for (let at = 0; at < statement.length; at++) {
    if (statement[at] === "(") depth++;
    else if (statement[at] === ")" && --depth === 0) return statement.slice(at + 1);
  }
  return "";
}
