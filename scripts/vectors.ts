// Replays every recorded chain, prints a line for each, and writes down how far those get that do not pass yet.
import { readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readRecording, replayFile } from "../src/replay/replay-file.ts";

const folder = fileURLToPath(new URL("../test/vectors/", import.meta.url));
const stopped: string[] = [];
for (const file of readdirSync(`${folder}chains`).sort()) {
  const name = file.replace(/\.json\.gz$/, "");
  const { passed, line, notBuilt } = replayFile(name, readRecording(`${folder}chains/${file}`));
  console.log(line);
  if (passed) continue;
  // Only what is not built may be written down; a difference is a defect and stays a failing test.
  if (notBuilt) stopped.push(`  ${JSON.stringify(name)}: ${JSON.stringify(line.slice(`FAIL ${name}: `.length))},`);
  else process.exitCode = 1;
}
writeFileSync(
  `${folder}reached.ts`,
  `/**
 * Recorded chains that do not pass yet: the block reached and what is not built there. Written by \`npm run vectors\`.
 */
export const reached: Readonly<Record<string, string>> = {
${stopped.join("\n")}
};
`,
);
