import ts from "typescript";

/** A function with a body. */
export type FunctionNode = ts.FunctionLikeDeclaration & { readonly body: ts.Node };

export const isFunctionNode = (node: ts.Node): node is FunctionNode =>
  ts.isFunctionLike(node) && (node as Partial<ts.FunctionLikeDeclaration>).body !== undefined;

/** All functions of a file in the order of their places, arrow functions and methods with them. Their index is their name. */
export function functionNodes(source: ts.SourceFile): FunctionNode[] {
  const found: FunctionNode[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionNode(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

export function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

/** A change of a file's text. */
export interface Edit {
  /** Path from the project's folder. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function applyEdit(text: string, { start, end, text: replacement }: Edit): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

/**
 * The file's text with a note in each function that it ran: `globalThis.functionHits[file][index]` becomes 1. Lines stay
 * where they are.
 */
export function withHits(file: string, text: string): string {
  const inserts: [at: number, text: string][] = [];
  functionNodes(parse(file, text)).forEach((node, index) => {
    const note = `hitsOfFile[${index}] = 1`;
    if (ts.isBlock(node.body)) inserts.push([node.body.getStart() + 1, ` ${note}; `]);
    else inserts.push([node.body.getStart(), `(${note}, `], [node.body.end, ")"]);
  });
  // An inner function that ends where its outer one does closes first.
  const ordered = inserts
    .map((one, order) => ({ one, order }))
    .sort((a, b) => a.one[0] - b.one[0] || a.order - b.order);
  let out = "";
  let from = 0;
  for (const { one } of ordered) {
    out += text.slice(from, one[0]) + one[1];
    from = one[0];
  }
  const head = `const hitsOfFile = ((globalThis.functionHits ??= {})[${JSON.stringify(file)}] ??= []); `;
  return head + out + text.slice(from);
}
