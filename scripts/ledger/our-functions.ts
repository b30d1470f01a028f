import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** A function (or a declaration that holds some, such as a pallet's calls) of this project. */
export interface OurFunction {
  /** Path from the project's folder. */
  readonly file: string;
  /** `name`, or `name.member` for what stands in an object literal or class. */
  readonly name: string;
  /** The doc comment of the declaration itself, on one line; "" without one. */
  readonly docs: string;
  readonly node: ts.Node;
}

export interface OurFile {
  readonly file: string;
  readonly source: ts.SourceFile;
  readonly functions: readonly OurFunction[];
  /** Doc comments that belong to no declaration: what they say holds for the file. */
  readonly docs: readonly string[];
}

/** Whether something is a member such as `name: call(0, {...})`, with at least so many arguments. */
export function isMadeBy(one: OurFunction, maker: string, least = 1): boolean {
  let made: ts.Expression | undefined = ts.isPropertyAssignment(one.node) ? one.node.initializer : undefined;
  // `{ ...query(...), deprecated }` is one too.
  const spread = made && ts.isObjectLiteralExpression(made) ? made.properties.find(ts.isSpreadAssignment) : undefined;
  made = spread?.expression ?? made;
  while (made && ts.isCallExpression(made)) {
    if (made.expression.getText() === maker) return made.arguments.length >= least;
    made = made.arguments[0];
  }
  return false;
}

/** Functions, and constants that stand by themselves. */
export function isFunction({ node, name }: OurFunction): boolean {
  if (!name.includes(".")) return ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node);
  if (ts.isPropertyAssignment(node)) {
    const { initializer } = node;
    return ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer) || ts.isIdentifier(initializer);
  }
  return ts.isMethodDeclaration(node) || ts.isShorthandPropertyAssignment(node);
}

/** The files of src/ and recordings/ that are not tests, with their functions. */
export function ourFiles(home: string): OurFile[] {
  return globSync("{src,recordings}/**/*.ts", { cwd: home })
    .filter((file) => !/\.(?:test|d)\.ts$|\/testing\//.test(file))
    .sort()
    .map((file) => readOurFile(home, file));
}

export function readOurFile(home: string, file: string): OurFile {
  const text = readFileSync(join(home, file), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const functions: OurFunction[] = [];
  const used = new Set<number>();

  const add = (name: string, node: ts.Node, docs: string): void => {
    functions.push({ file, name, docs, node });
  };
  const docsOf = (node: ts.Node): string => {
    const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
    const own = comments.filter((one) => text.startsWith("/**", one.pos)).at(-1);
    if (own === undefined || /\n\s*\n/.test(text.slice(own.end, node.getStart()))) return "";
    used.add(own.pos);
    return oneLine(text.slice(own.pos, own.end));
  };
  const members = (owner: string, node: ts.Node): void => {
    ts.forEachChild(node, (child) => {
      if (ts.isFunctionDeclaration(child) || ts.isClassDeclaration(child)) return;
      const named =
        ts.isMethodDeclaration(child) ||
        ts.isPropertyAssignment(child) ||
        ts.isShorthandPropertyAssignment(child) ||
        ts.isPropertyDeclaration(child) ||
        ts.isGetAccessor(child);
      if (named && (ts.isIdentifier(child.name) || ts.isStringLiteral(child.name))) {
        const name = `${owner}.${child.name.text}`;
        add(name, child, docsOf(child));
        members(name, child);
      } else members(owner, child);
    });
  };

  for (const statement of source.statements) {
    const docs = docsOf(statement);
    if (ts.isFunctionDeclaration(statement) && statement.name) add(statement.name.text, statement, docs);
    else if (ts.isClassDeclaration(statement) && statement.name) {
      add(statement.name.text, statement, docs);
      members(statement.name.text, statement);
    } else if (ts.isVariableStatement(statement))
      for (const one of statement.declarationList.declarations) {
        for (const name of boundNames(one.name)) add(name, one, docs);
        if (ts.isIdentifier(one.name) && one.initializer) members(one.name.text, one.initializer);
      }
    else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
      add(statement.name.text, statement, docs);
  }
  const loose = [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)]
    .filter((one) => !used.has(one.index) && /^(?:\/\*\*|$)/m.test(text.slice(one.index)))
    .map((one) => oneLine(one[0]));
  return { file, source, functions, docs: loose };
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((one) => (ts.isBindingElement(one) ? boundNames(one.name) : []));
}

function oneLine(comment: string): string {
  return comment
    .replace(/^\/\*\*|\*\/$/g, "")
    .replace(/^\s*\* ?/gm, "")
    .replace(/\s+/g, " ")
    .trim();
}
