import type { Part } from "./parts.ts";
import type { Row } from "./rows.ts";

/** A line of the index: a part of the original, or a folder of a large one. */
export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** The word in the last column for a function that has neither a place nor a reason. */
export const notPorted = "NOT PORTED";

/** Sections by part; a part of more than 300 functions is split by its folders. */
export function sectionsOf(rows: readonly Row[], parts: readonly Part[]): Section[] {
  return parts.flatMap((part): Section[] => {
    const own = rows.filter((row) => row.fn.file.startsWith(`${part.folder}/`));
    if (own.length <= 300) return [{ title: part.title, rows: own }];
    const byFolder = new Map<string, Row[]>();
    for (const row of own) {
      const inside = row.fn.file.slice(part.folder.length + 1).replace(/^src\//, "");
      const folder = inside.includes("/") ? (inside.split("/")[0] as string) : "root";
      byFolder.set(folder, [...(byFolder.get(folder) ?? []), row]);
    }
    return [...byFolder].map(([folder, some]) => ({
      title: `${part.title}: ${folder === "root" ? "the crate's own files" : folder}`,
      rows: some,
    }));
  });
}

/** Ported, left out for a reason, neither. */
export function countRows(rows: readonly Row[]): { ported: number; reasons: number; missing: number } {
  const ported = rows.filter((row) => row.places.length > 0).length;
  const missing = rows.filter((row) => row.places.length === 0 && row.reason === undefined).length;
  return { ported, reasons: rows.length - ported - missing, missing };
}

/**
 * The data file: one function of the original a line, tab-separated: file, line, function, and `path#name` for each place
 * here or else the reason.
 */
export function ledgerData(rows: readonly Row[]): string {
  const lines = rows.map(({ fn, label, places, reason }) => {
    const here = places.map(({ file, name }) => `${file}#${name}`).join(" ");
    return [fn.file, fn.line, label, here === "" ? (reason ?? notPorted) : here].join("\t");
  });
  return `${["file\tline\tfunction\there", ...lines].join("\n")}\n`;
}

export function indexText(
  sections: readonly Section[],
  left: ReadonlyMap<string, number>,
  excluded: readonly string[],
): string {
  const total = countRows(sections.flatMap(({ rows }) => rows));
  const row = (name: string, { ported, reasons, missing }: ReturnType<typeof countRows>): string =>
    `| ${name} | ${ported + reasons + missing} | ${ported} | ${reasons} | ${missing} |`;
  return `# Port ledger

The ledger lists every function of the original at 14bc6f9 in the pallets of the core, its runtime and the primitives below them, with the
place of its rule in this project or the reason why there is none. The rows are in [port-ledger.tsv](port-ledger.tsv): file and line of the
original, function, and \`path#name\` here or the reason; \`grep do_add_stake docs/port-ledger.tsv\` finds one. \`npm run ledger -- CHECKOUT SDK\`
writes both files from the Rust sources, from our docs ("Rust: \`path fn\`"), from equal names in the folder that answers, and from
\`scripts/ledger/reasons/\`; a reason for a function that does not exist, or that names one of ours that does not, stops the run. A test
checks on each change, without the sources, that each function of ours named here exists.

"Called by nothing" is computed: no mention outside of tests, benchmarks, migrations and functions of which the same holds.

| part | functions | ported | left out with a reason | not ported |
| --- | ---: | ---: | ---: | ---: |
${sections.map(({ title, rows }) => row(title, countRows(rows))).join("\n")}
${row("**all**", total)}

## Without rows

| class | functions |
| --- | --- |
${[...left].map(([name, count]) => `| ${name} | ${count} |`).join("\n")}
${excluded.map((one) => `| ${one} |`).join("\n")}
`;
}
