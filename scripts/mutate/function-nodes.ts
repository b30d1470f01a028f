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

function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

/** What a function with a mutant returns when it is on: `number` is the mutant's, `value` an expression or "" for nothing. */
export interface Switch {
  readonly number: number;
  readonly value: string;
}

/**
 * The file's text with a note in each function that it ran (`globalThis.functionHits[file][index]` becomes 1), and with
 * switches, by index. Lines stay where they are.
 */
export function withSwitches(file: string, text: string, switches: ReadonlyMap<number, Switch>): string {
  const inserts: [at: number, text: string][] = [];
  functionNodes(parse(file, text)).forEach((node, index) => {
    const note = `hitsOfFile[${index}] = 1`;
    const mutant = switches.get(index);
    const start = node.body.getStart();
    if (ts.isBlock(node.body)) {
      const off = mutant ? `if (globalThis.mutant === ${mutant.number}) return ${mutant.value}; ` : "";
      inserts.push([start + 1, ` ${note}; ${off}`]);
    } else {
      const off = mutant ? `globalThis.mutant === ${mutant.number} ? (${mutant.value || "undefined"}) : ` : "";
      inserts.push([start, `(${note}, ${off}`], [node.body.end, ")"]);
    }
  });
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
