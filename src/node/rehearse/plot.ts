/** Lines and columns of a plot for a terminal. */
const [height, width] = [8, 60];

/** Two curves over the same blocks in characters: `o` the first, `x` the second, `#` both. */
export function plot(first: readonly number[], second: readonly number[]): string[] {
  const all = [...first, ...second];
  const low = all.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = all.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const columns = Math.min(width, first.length);
  const rows = Array.from({ length: height }, () => new Array<string>(columns).fill(" "));
  const draw = (values: readonly number[], mark: string): void => {
    for (let column = 0; column < columns; column++) {
      const at = columns === 1 ? 0 : Math.round((column * (values.length - 1)) / (columns - 1));
      const part = high === low ? 0.5 : ((values[at] ?? low) - low) / (high - low);
      const row = rows[height - 1 - Math.round(part * (height - 1))];
      if (row !== undefined) row[column] = row[column] === " " || row[column] === mark ? mark : "#";
    }
  };
  draw(first, "o");
  draw(second, "x");
  const label = (row: number): string =>
    (row === 0 ? high : row === height - 1 ? low : undefined)?.toPrecision(8) ?? "";
  return rows.map((row, index) => `  ${label(index).padStart(12)} |${row.join("")}`);
}
