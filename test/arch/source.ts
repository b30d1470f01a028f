import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";

/** One import, export-from or `import()` of a file. `how`: a type-only import is erased, a lazy one runs when asked. */
export interface Import {
  specifier: string;
  how: "value" | "type" | "lazy";
  /** The names that are taken from it; all of them where they are not named. */
  taken: readonly string[] | "all";
  line: number;
}

/** What the rules look at in one file. Comments and strings are no part of it. */
export interface SourceFacts {
  /** Path from the repository's root, with slashes. */
  path: string;
  imports: Import[];
  /** Names that its declarations export. */
  exports: { text: string; line: number }[];
  /** Free identifiers: no property names, no keys. */
  names: { text: string; line: number }[];
  /** Number literals as written. */
  numbers: { text: string; line: number }[];
  /** Lines with `async` or `await`. */
  waits: number[];
  /** Functions that are called with a list in place of arguments: `f(...list)`, `f.apply(...)`, `Reflect.apply(f, ...)`. */
  spreads: { text: string; line: number }[];
  /** Texts written out, each with what it is compared with, if it is. */
  strings: { text: string; comparedWith?: string; line: number }[];
  /** Lines that read the `name` of something called `rules`. */
  ruleNames: number[];
}

/** Whether an identifier is only a label: the `b` of `a.b`, a key, a member's name. */
function isLabel(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  return (
    (ts.isPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isMethodSignature(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isPropertyDeclaration(parent)) &&
    parent.name === node
  );
}

/** The names in braces; all of them where there are no braces. */
function takenBy(bindings: ts.NamedImportBindings | ts.NamedExportBindings | undefined): Import["taken"] {
  if (bindings === undefined || !("elements" in bindings)) return "all";
  return bindings.elements.map((one) => (one.propertyName ?? one.name).text);
}

/** What a statement exports by declaring it. */
function exportedBy(node: ts.Node): ts.Identifier[] {
  const isExported =
    ts.canHaveModifiers(node) && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (!isExported) return [];
  const declarations = ts.isVariableStatement(node)
    ? node.declarationList.declarations
    : [node as ts.DeclarationStatement];
  return declarations.map(({ name }) => name).filter((name) => name !== undefined && ts.isIdentifier(name));
}

const equalities = [
  ...[ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken],
  ...[ts.SyntaxKind.EqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsToken],
];

/** The source of what a written text is compared with: the other side of an equality, or what a `switch` looks at. */
function comparedWith(node: ts.Node): string | undefined {
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && equalities.includes(parent.operatorToken.kind))
    return (parent.left === node ? parent.right : parent.left).getText();
  return ts.isCaseClause(parent) && parent.expression === node ? parent.parent.parent.expression.getText() : undefined;
}

/** Whether a node takes the `name` out of something called `rules`. */
function readsRuleName(node: ts.Node): boolean {
  const isRules = (from: ts.Node | undefined): boolean => from !== undefined && /(^|\.)rules$/.test(from.getText());
  if (ts.isPropertyAccessExpression(node)) return node.name.text === "name" && isRules(node.expression);
  if (!ts.isBindingElement(node) || (node.propertyName ?? node.name).getText() !== "name") return false;
  const whole = node.parent.parent;
  return (
    (ts.isVariableDeclaration(whole) && isRules(whole.initializer)) ||
    (ts.isBindingElement(whole) && isRules(whole.propertyName))
  );
}

function importOf(node: ts.Node): Omit<Import, "line"> | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const { importClause } = node;
    const taken = takenBy(importClause?.namedBindings);
    return { specifier: node.moduleSpecifier.text, how: importClause?.isTypeOnly ? "type" : "value", taken };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    const taken = takenBy(node.exportClause);
    return { specifier: node.moduleSpecifier.text, how: node.isTypeOnly ? "type" : "value", taken };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
    return { specifier: node.argument.literal.text, how: "type", taken: "all" };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [first] = node.arguments;
    if (first && ts.isStringLiteralLike(first)) return { specifier: first.text, how: "lazy", taken: "all" };
  }
  return undefined;
}

/** What is called with a list as its arguments, as it is written; undefined where nothing is. */
function spreadInto(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
    if (node.arguments?.some(ts.isSpreadElement)) return node.expression.getText();
    const { expression: callee } = node;
    if (ts.isPropertyAccessExpression(callee) && callee.name.text === "apply") return callee.getText();
  }
  return undefined;
}

/** Reads the facts of one file's text. */
export function readFacts(path: string, text: string): SourceFacts {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS);
  const facts: SourceFacts = {
    path,
    imports: [],
    exports: [],
    names: [],
    numbers: [],
    waits: [],
    spreads: [],
    strings: [],
    ruleNames: [],
  };
  const visit = (node: ts.Node): void => {
    const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
    const found = importOf(node);
    if (found) facts.imports.push({ ...found, line });
    for (const name of exportedBy(node)) facts.exports.push({ text: name.text, line });
    if (ts.isIdentifier(node) && !isLabel(node)) facts.names.push({ text: node.text, line });
    if (ts.isNumericLiteral(node)) facts.numbers.push({ text: node.getText(file), line });
    if (ts.isAwaitExpression(node) || node.kind === ts.SyntaxKind.AsyncKeyword) facts.waits.push(line);
    const callee = spreadInto(node);
    if (callee !== undefined) facts.spreads.push({ text: callee, line });
    if (ts.isStringLiteralLike(node)) {
      const other = comparedWith(node);
      facts.strings.push({ text: node.text, ...(other === undefined ? {} : { comparedWith: other }), line });
    }
    if (readsRuleName(node)) facts.ruleNames.push(line);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return facts;
}

/** The facts of every TypeScript file below a folder of the repository. */
export function readTree(root: string, folder: string): SourceFacts[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map((name) => {
      const path = join(folder, name).replaceAll("\\", "/");
      return readFacts(path, readFileSync(join(root, path), "utf8"));
    });
}

/** The path from the root that a relative specifier means; undefined for a package. */
export function resolveImport(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  return normalize(join(dirname(from), specifier)).replaceAll("\\", "/");
}
