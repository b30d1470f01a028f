import { fromUtf8 } from "../lib/bytes.ts";
import { readSome } from "./streams.ts";

/** Reads one line of standard input, waiting for it. */
function readLine(): string {
  const bytes: number[] = [];
  for (;;) {
    // One at a time: what follows the line belongs to the next reader.
    const [byte] = readSome({ descriptor: 0, name: "standard input" }, 1);
    if (byte === undefined || byte === 10) return fromUtf8(Uint8Array.from(bytes)).replace(/\r$/, "");
    bytes.push(byte);
  }
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
