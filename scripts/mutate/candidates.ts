import { existsSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { namedFunctions } from "../ledger/named-functions.ts";
import { isMadeBy, type OurFunction, readOurFile } from "../ledger/our-functions.ts";
import { type FunctionNode, functionNodes, isFunctionNode } from "./function-nodes.ts";

/** A ported function that decides something, and what it does when its decision is taken away. */
export interface Mutant {
  /** Our file and function. */
  readonly file: string;
  readonly name: string;
  /** What it does instead, in words. */
  readonly instead: string;
  /** What it returns, an expression; "" for nothing. */
  readonly value: string;
  /** Its index among the functions of its file. */
  readonly index: number;
}

/** The mutants of all functions of ours that the port ledger names. */
export function mutantsOf(home: string): Mutant[] {
  const mutants: Mutant[] = [];
  for (const [file, names] of [...namedFunctions(home)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    // The ledger may be older than a file's end.
    if (!existsSync(join(home, file))) continue;
    const ours = readOurFile(home, file);
    const nodes = functionNodes(ours.source);
    const taken = new Set<number>();
    for (const fn of ours.functions) {
      if (!names.has(fn.name)) continue;
      const node = deciding(fn);
      const index = node === undefined ? -1 : nodes.indexOf(node);
      const instead = node !== undefined && decides(node) ? mutation(node) : undefined;
      if (index < 0 || taken.has(index) || instead === undefined) continue;
      taken.add(index);
      mutants.push({ file, name: fn.name, index, ...instead });
    }
  }
  return mutants;
}

/** The function that a name stands for: itself, what a call runs, what a query answers, the longest of an object's. */
function deciding(fn: OurFunction): FunctionNode | undefined {
  if (isFunctionNode(fn.node)) return fn.node;
  if (!ts.isVariableDeclaration(fn.node) && !ts.isPropertyAssignment(fn.node)) return undefined;
  const value = fn.node.initializer;
  if (value === undefined) return undefined;
  if (isFunctionNode(value)) return value;
  if (isMadeBy(fn, "query") && ts.isCallExpression(value)) return longest(value.arguments[3]);
  if (isMadeBy(fn, "call")) return longest(runOf(value));
  return ts.isObjectLiteralExpression(value) ? longest(value) : undefined;
}

function runOf(value: ts.Expression): ts.Node | undefined {
  let run: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    const isRun = (ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node)) && node.name.getText() === "run";
    if (isRun) run ??= node;
    else if (!isFunctionNode(node)) ts.forEachChild(node, visit);
  };
  visit(value);
  return run;
}

/** The longest function that is in no other below a node. */
function longest(below: ts.Node | undefined): FunctionNode | undefined {
  let found: FunctionNode | undefined;
  const visit = (node: ts.Node): void => {
    if (!isFunctionNode(node)) ts.forEachChild(node, visit);
    else if (found === undefined || node.end - node.pos > found.end - found.pos) found = node;
  };
  if (below !== undefined) visit(below);
  return found;
}

/** Whether a function branches, refuses or returns something. */
function decides(node: FunctionNode): boolean {
  if (!ts.isBlock(node.body)) return true;
  let found = false;
  const visit = (one: ts.Node): void => {
    const refuses = ts.isCallExpression(one) && /^(?:ensure|fail|okOr)/.test(one.expression.getText());
    found ||=
      refuses ||
      ts.isIfStatement(one) ||
      ts.isConditionalExpression(one) ||
      ts.isIterationStatement(one, false) ||
      ts.isSwitchStatement(one) ||
      (ts.isReturnStatement(one) && one.expression !== undefined);
    if (!found) ts.forEachChild(one, visit);
  };
  visit(node.body);
  return found;
}

const empties: readonly (readonly [RegExp, string])[] = [
  [/^bigint$/, "0n"],
  [/^number$/, "0"],
  [/^boolean$|^\w+ is /, "false"],
  [/^string$/, '""'],
  [/\| undefined$/, "undefined"],
  [/^(?:readonly )?[\w.<>[\]() ,|]+\[\]$/, "[]"],
  [/^(?:Readonly)?Map</, "new Map()"],
  [/^(?:Readonly)?Set</, "new Set()"],
  [/^Uint8Array$/, "new Uint8Array()"],
];

/** Its input where one has the type that it returns, or else nothing; undefined where it does no more than that anyway. */
function mutation(node: FunctionNode): { value: string; instead: string } | undefined {
  const type = node.type?.getText() ?? "";
  if (type === "void" || node.asteriskToken !== undefined) return { value: "", instead: "does nothing" };
  const bare = type.replace(/^readonly /, "");
  const same = node.parameters.find((one) => type !== "" && one.type?.getText().replace(/^readonly /, "") === bare);
  const input = same !== undefined && ts.isIdentifier(same.name) ? same.name.text : undefined;
  const value = input ?? empties.find(([pattern]) => pattern.test(type))?.[1] ?? "undefined";
  if (node.body.getText() === value) return undefined;
  return { value, instead: input === undefined ? `returns ${value}` : `returns its ${input}` };
}
