import { fromUtf8 } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import { readSome } from "./streams.ts";

/** Reads one line of standard input, waiting for it; undefined where the input ends without another one. */
function readLine(): string | undefined {
  const bytes: number[] = [];
  for (;;) {
    // One at a time: what follows the line belongs to the next reader.
    const [byte] = readSome({ descriptor: 0, name: "standard input" }, 1);
    if (byte === undefined && bytes.length === 0) return undefined;
    if (byte === undefined || byte === 10) return fromUtf8(Uint8Array.from(bytes)).replace(/\r$/, "");
    bytes.push(byte);
  }
}

/** Asks on standard error and reads the answer; an input that has ended is an empty one. */
export function ask(question: string): string {
  process.stderr.write(question);
  return readLine() ?? "";
}

/** Reads a line without echo; a shell does it so that the echo comes back also when the user breaks off. */
const readHidden = `trap 'stty echo; trap - INT; kill -INT $$' INT; stty -echo; IFS= read -r line; ended=$?; stty echo; printf %s "$line"; exit $ended`;

/**
 * Asks for a secret: what is typed at a terminal is not shown.
 * @throws UserError when the input has ended: no secret is not the empty one, which is a key that everybody knows.
 */
export function askSecret(question: string): string {
  process.stderr.write(question);
  const line = process.stdin.isTTY ? readHiddenLine() : readLine();
  if (line !== undefined) return line;
  if (!process.stdin.isTTY) process.stderr.write("\n");
  throw new UserError(`no answer to "${question.trimEnd()}": standard input has ended`);
}

function readHiddenLine(): string | undefined {
  // Loaded only here: it takes 8 ms, and every start of the node comes by this file.
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  const { stdout, signal, status } = spawnSync("sh", ["-c", readHidden], { stdio: ["inherit", "pipe", "inherit"] });
  process.stderr.write("\n");
  if (signal !== null) process.kill(process.pid, signal);
  return status !== 0 && stdout.length === 0 ? undefined : stdout.toString("utf8");
}
