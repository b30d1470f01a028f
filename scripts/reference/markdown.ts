/** Text in a cell of a table. */
export const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

/** Text as code, in a cell or outside of one. */
export const code = (text: string): string => `\`${cell(text)}\``;

/** A table, or nothing where it has no rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  return [...[head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`), ""];
}

/** The lines of a page as its text. */
export const page = (lines: readonly string[]): string => `${lines.join("\n").trimEnd()}\n`;

/** That something should not be used any more, in words. */
export function deprecation(note: true | string | undefined): string {
  if (note === undefined) return "";
  return note === true ? " **Deprecated.**" : ` **Deprecated.** ${note}`;
}

/** How many of something there are, with its plural. */
export const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? "" : "s"}`;
