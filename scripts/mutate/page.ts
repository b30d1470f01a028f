import type { Judged } from "./judge.ts";

/** The page of a run: figures, then a line for each mutant. */
export function runPage(
  judged: readonly Judged[],
  { population, seed, sources }: { readonly population: number; readonly seed: string; readonly sources: string },
): string {
  const survivors = judged.filter((one) => one.killedBy === undefined);
  const byReplay = judged.filter((one) => one.killedBy !== undefined && !/\.test\.ts:/.test(one.killedBy)).length;
  const rows = judged.map(({ mutant, killedBy, passed }) => {
    const verdict = killedBy ?? `**SURVIVED** ${passed} tests that run it`;
    return `| [${mutant.name}](../${mutant.file}) | ${cell(mutant.instead)} | ${cell(verdict.slice(0, 200))} |`;
  });
  return `# Mutation run

Of the ${population} functions of ours that the [port ledger](port-ledger.md) names and that decide something (they branch, refuse or return
a value), ${judged.length} were drawn (\`npm run mutate -- --sample ${judged.length} --seed ${seed}\`). Each was made to return its input (where a
parameter has the type that it returns) or nothing (undefined, zero, false, an empty list or map, no effect). The tests that run it, known
from a run that notes each function, were run with it, the cheapest first, until one failed.

Judges: replays of the recorded chains, epochs and calculations under \`test/vectors/\`, which stop at the first difference, in a process that
switches one mutant on at a time; what fails is run again without the mutant, and a fresh process judges anew where that fails too. What no
recording notices is judged by unit tests, each run in a process of its own.

Sources: those of ${sources}. Noticed: ${judged.length - survivors.length} of ${judged.length} (${byReplay} by recordings, ${judged.length - survivors.length - byReplay} by unit tests). Survived: ${survivors.length}.

| function | instead it | what failed |
| --- | --- | --- |
${rows.join("\n")}
`;
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replace(/\s+/g, " ");
