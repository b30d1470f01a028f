/** Rust source text with comments, strings and character literals blanked out; every line and column stays where it was. */
export function maskRust(source: string): string {
  const out = source.split("");
  let at = 0;
  const blank = (to: number): void => {
    for (; at < to && at < out.length; at++) if (out[at] !== "\n") out[at] = " ";
  };
  const from = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  while (at < source.length) {
    const two = source.slice(at, at + 2);
    if (two === "//") blank(endOf(source, "\n", at));
    else if (two === "/*") blank(blockCommentEnd(source, at));
    else {
      const raw = from(/(?:br|rb|r)(#*)"/y);
      if (raw && !/\w/.test(source[at - 1] ?? " ")) {
        const close = source.indexOf(`"${raw[1]}`, at + raw[0].length);
        blank(close < 0 ? source.length : close + 1 + (raw[1] ?? "").length);
      } else if (source[at] === '"') blank(at + (from(/"(?:\\[\s\S]|[^"\\])*"/y)?.[0].length ?? 1));
      else if (source[at] === "'") {
        // A lifetime has no closing quote.
        const literal = from(/'(?:\\(?:u\{[^}]*\}|x..|.)|[^'\\\n])'/uy);
        if (literal) blank(at + literal[0].length);
        else at++;
      } else at++;
    }
  }
  return out.join("");
}

function endOf(source: string, what: string, from: number): number {
  const found = source.indexOf(what, from);
  return found < 0 ? source.length : found;
}

/** Where a block comment ends; they nest. */
function blockCommentEnd(source: string, from: number): number {
  let depth = 0;
  for (let at = from; at < source.length; at++) {
    const two = source.slice(at, at + 2);
    if (two === "/*") depth++;
    else if (two === "*/") depth--;
    else continue;
    at++;
    if (depth === 0) return at + 1;
  }
  return source.length;
}

/** The offset of the bracket that closes the one at `open`, in masked text. */
export function closing(masked: string, open: number): number {
  let depth = 0;
  for (let at = open; at < masked.length; at++) {
    const char = masked[at];
    if (char === "{" || char === "(" || char === "[") depth++;
    else if (char === "}" || char === ")" || char === "]") {
      depth--;
      if (depth === 0) return at;
    }
  }
  return masked.length - 1;
}
