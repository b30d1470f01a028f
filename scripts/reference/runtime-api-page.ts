import { fieldInfos } from "../../src/codec/composites.ts";
import type { RuntimeApi } from "../../src/runtime/frame/runtime-api.ts";
import { cell, code, deprecation, page, table } from "./markdown.ts";
import { fieldList, fieldType } from "./type-names.ts";

function apiSection({ name, version, docs, methods }: RuntimeApi): string[] {
  const rows = Object.entries(methods).map(([method, { inputs, output, docs: text, deprecated, run }]) => [
    code(`${name}_${method}`),
    Object.keys(inputs).length === 0 ? "" : code(fieldList(fieldInfos(inputs))),
    code(fieldType({ type: output.info, typeName: output.typeName })),
    cell(`${text}${deprecation(deprecated)}${run === undefined ? " **Not built.**" : ""}`),
  ]);
  return [`## ${name}, version ${version}`, "", docs, "", ...table(["method", "arguments", "result", ""], rows)];
}

/** The reference page of the runtime APIs, which clients reach with `state_call`. */
export function runtimeApiPage(apis: readonly RuntimeApi[]): string {
  return page([
    "# Runtime APIs",
    "",
    "Written by `npm run docs` from the declarations; do not edit. [Index](README.md) · [types](types.md)",
    "",
    "`state_call` runs a method on the state after a block: the arguments are encoded one after the other, and what comes back is the encoded result. Nothing a method does is kept.",
    "",
    ...apis.flatMap(apiSection),
  ]);
}
