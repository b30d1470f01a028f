import { readSync } from "node:fs";

/** Reads one line of standard input, waiting for it. */
function readLine(): string {
  const bytes: number[] = [];
  const one = Buffer.alloc(1);
  while (readSync(0, one, 0, 1, null) === 1 && one[0] !== 10) bytes.push(one[0] ?? 0);
  return Buffer.from(bytes).toString("utf8").replace(/\r$/, "");
}

/** Asks on standard error and reads the answer. */
export function ask(question: string): string {
  process.stderr.write(question);
  return readLine();
}

/** Reads a line without echo; a shell does it so that the echo comes back also when the user breaks off. */
const readHidden = `trap 'stty echo; trap - INT; kill -INT $$' INT; stty -echo; IFS= read -r line; stty echo; printf %s "$line"`;

/** Asks for a secret: what is typed at a terminal is not shown. */
export function askSecret(question: string): string {
  if (!process.stdin.isTTY) return ask(question);
  process.stderr.write(question);
  // Loaded only here: it takes 8 ms, and every start of the node comes by this file.
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  const { stdout, signal } = spawnSync("sh", ["-c", readHidden], { stdio: ["inherit", "pipe", "inherit"] });
  process.stderr.write("\n");
  if (signal !== null) process.kill(process.pid, signal);
  return stdout.toString("utf8");
}
