import { closing } from "./rust-text.ts";

/** One function of a Rust source file. */
export interface RustFunction {
  /** Path in the checkout. */
  readonly file: string;
  readonly name: string;
  /** From 1. */
  readonly line: number;
  /** What it belongs to: the header of the impl or trait, modules, enclosing functions; outermost first. */
  readonly scopes: readonly Scope[];
  /** Text between the braces, comments kept out; undefined for a declaration without a body. */
  readonly body: string | undefined;
  /** Where its item begins and ends in the file. */
  readonly from: number;
  readonly to: number;
  /** The attributes before the item and around it, e.g. `cfg(test)`. */
  readonly attributes: readonly string[];
}

export interface Scope {
  readonly kind: "mod" | "impl" | "trait" | "fn" | "macro" | "other";
  /** The header without generics' bounds, e.g. `Hooks for Pallet`. */
  readonly name: string;
}

interface Open extends Scope {
  readonly end: number;
  readonly attributes: readonly string[];
}

const functionItem =
  /^(?:pub\s*(?:\([^)]*\))?\s*)?(?:default\s+)?(?:const\s+)?(?:async\s+)?(?:unsafe\s+)?(?:extern\s+)?fn\s+(\w+)/;

/** All function items of a file (masked) in their order, with those nested in others and those of macro bodies. */
export function rustFunctions(file: string, masked: string): RustFunction[] {
  const found: RustFunction[] = [];
  const open: Open[] = [];
  let statement = 0;
  for (let at = 0; at < masked.length; at++) {
    const char = masked[at];
    while (open.length > 0 && at > (open.at(-1) as Open).end) open.pop();
    if (char === "#" && masked[at + 1] === "[") {
      // Weights are given in attributes, with blocks and all.
      at = closing(masked, at + 1);
      continue;
    }
    if (char === ";" || char === "}") {
      if (char === ";") declaration(statement, at, undefined);
      statement = at + 1;
    } else if (char === "{") {
      const { attributes, header } = withoutAttributes(masked.slice(statement, at));
      const end = closing(masked, at);
      declaration(statement, at, masked.slice(at + 1, end));
      open.push({ ...scopeOf(header), end, attributes });
      statement = at + 1;
    }
  }
  return found;

  function declaration(start: number, brace: number, body: string | undefined): void {
    const { attributes, header, skipped } = withoutAttributes(masked.slice(start, brace));
    const match = functionItem.exec(header);
    if (!match) return;
    const offset = start + skipped + header.indexOf("fn ", match[0].lastIndexOf("fn "));
    found.push({
      file,
      name: match[1] as string,
      line: masked.slice(0, offset).split("\n").length,
      scopes: open.map(({ kind, name }) => ({ kind, name })),
      body,
      from: offset,
      to: brace + (body === undefined ? 0 : body.length + 2),
      attributes: [...open.flatMap((one) => one.attributes), ...attributes],
    });
  }
}

/** Splits `#[...]` off the front of an item's text. */
function withoutAttributes(text: string): { attributes: string[]; header: string; skipped: number } {
  const attributes: string[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(text[at] ?? "x")) at++;
    if (text[at] !== "#") break;
    const bracket = text.indexOf("[", at);
    const end = closing(text, bracket);
    attributes.push(text.slice(bracket + 1, end).trim());
    at = end + 1;
  }
  return { attributes, header: text.slice(at), skipped: at };
}

function scopeOf(header: string): Scope {
  const one = header.replace(/\s+/g, " ").trim();
  const fn = functionItem.exec(one);
  if (fn) return { kind: "fn", name: fn[1] as string };
  const mod = /^(?:pub(?:\([^)]*\))? )?mod (\w+)$/.exec(one);
  if (mod) return { kind: "mod", name: mod[1] as string };
  const trait = /^(?:pub(?:\([^)]*\))? )?(?:unsafe )?trait (\w+)/.exec(one);
  if (trait) return { kind: "trait", name: trait[1] as string };
  if (/^(?:unsafe )?impl\b/.test(one)) return { kind: "impl", name: implName(one) };
  const macro = /^macro_rules! (\w+)/.exec(one) ?? /([\w:]+!)\s*\(?$/.exec(one);
  if (macro) return { kind: "macro", name: macro[1] as string };
  return { kind: "other", name: "" };
}

/** `impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> where ...` → `Hooks for Pallet`. */
function implName(header: string): string {
  let text = header.replace(/^(?:unsafe )?impl\s*/, "").replace(/ where .*$/, "");
  text = text.replace(/->/g, "");
  let previous = "";
  while (previous !== text) {
    previous = text;
    text = text.replace(/<[^<>]*>/g, "");
  }
  return text.replace(/\s+/g, " ").trim();
}
