import type { Part } from "./parts.ts";
import type { Row } from "./rows.ts";

/** A page of docs/port-ledger/. */
export interface Page {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly Row[];
}

const notPorted = "**not ported**";

/** Pages by part; a part of more rows than fit a page is split by its folders. */
export function pagesOf(rows: readonly Row[], parts: readonly Part[]): Page[] {
  return parts.flatMap((part): Page[] => {
    const own = rows.filter((row) => row.fn.file.startsWith(`${part.folder}/`));
    if (own.length <= 300) return [{ name: part.page, title: part.title, rows: own }];
    const byFolder = new Map<string, Row[]>();
    for (const row of own) {
      const inside = row.fn.file.slice(part.folder.length + 1).replace(/^src\//, "");
      const folder = inside.includes("/") ? (inside.split("/")[0] as string) : "root";
      byFolder.set(folder, [...(byFolder.get(folder) ?? []), row]);
    }
    return [...byFolder].map(([folder, some]) => ({
      name: `${part.page}-${folder.replaceAll("_", "-")}`,
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

export function pageText({ title, rows }: Page): string {
  const lines = [
    `# Port ledger: ${title}`,
    "",
    "Made by `npm run ledger` from the sources of the original; see [the index](../port-ledger.md). Do not edit.",
  ];
  let file = "";
  for (const row of rows) {
    if (row.fn.file !== file) {
      file = row.fn.file;
      lines.push("", `## ${file}`, "", "| line | function | here |", "| ---: | --- | --- |");
    }
    lines.push(`| ${row.fn.line} | \`${row.label}\` | ${hereText(row)} |`);
  }
  return `${lines.join("\n")}\n`;
}

function hereText({ places, reason }: Row): string {
  if (places.length === 0) return reason ?? notPorted;
  return places.map(({ file, name }) => `[${name}](../../${file})`).join(", ");
}

export function indexText(
  pages: readonly Page[],
  left: ReadonlyMap<string, number>,
  excluded: readonly string[],
): string {
  const total = countRows(pages.flatMap((page) => page.rows));
  const row = (name: string, { ported, reasons, missing }: ReturnType<typeof countRows>): string =>
    `| ${name} | ${ported + reasons + missing} | ${ported} | ${reasons} | ${missing} |`;
  return `# Port ledger

Every function of the original at 14bc6f9 in the pallets of the core, its runtime and the primitives below them: where its rule is in this
project, or why it is nowhere. Made by \`npm run ledger -- CHECKOUT\` (a checkout of the original) from its Rust sources and from
what our docs say ("Answers to subtensor: file function"), from equal names in the folder that answers, and from
\`scripts/ledger/reasons/\`; a reason for a function that does not exist, or that names one of ours that does not, stops the run. A test
checks on each change, without the sources, that each function of ours named here exists.

"Called by nothing" is computed: no mention outside of tests, benchmarks, migrations and functions of which the same holds.

| page | functions | ported | left out with a reason | not ported |
| --- | ---: | ---: | ---: | ---: |
${pages.map((page) => row(`[${page.title}](port-ledger/${page.name}.md)`, countRows(page.rows))).join("\n")}
${row("**all**", total)}

## Without rows

| class | functions |
| --- | --- |
${[...left].map(([name, count]) => `| ${name} | ${count} |`).join("\n")}
${excluded.map((one) => `| ${one} |`).join("\n")}
`;
}
