import { StorageError, type StorageProblem } from "../errors.ts";

interface Explanation {
  readonly seen: RegExp;
  readonly problem: StorageProblem;
  /** What is wrong with the database at the path, and what to do. */
  readonly text: (path: string) => string;
}

/** LevelDB tells the system's errors by their texts alone. The first that is seen counts. */
const explanations: readonly Explanation[] = [
  {
    seen: /LEVEL_LOCKED|already held/,
    problem: "locked",
    text: (path) => `the database ${path} is in use by another process: stop it, or give another --base-path`,
  },
  {
    seen: /No space left|ENOSPC/i,
    problem: "full",
    text: (path) => `no space is left for the database ${path}: free some and start again`,
  },
  {
    seen: /quota/i,
    problem: "full",
    text: (path) => `the disk quota is used up by the database ${path}: free some space or raise it, and start again`,
  },
  {
    seen: /File too large|EFBIG/i,
    problem: "full",
    text: (path) => `a file of the database ${path} reached the limit for files: raise it (ulimit -f) and start again`,
  },
  {
    seen: /Too many open files|EMFILE|ENFILE/i,
    problem: "failed",
    text: (path) => `too many files are open for the database ${path}: raise the limit (ulimit -n) and start again`,
  },
  {
    seen: /CORRUPTION/i,
    problem: "damaged",
    text: (path) =>
      `the database ${path} is damaged: \`subtensor verify\` says where; restore a copy, or remove it with purge-chain`,
  },
  {
    seen: /EACCES|EPERM|EROFS|ENOTDIR|Permission denied|not permitted|Not a directory|Read-only/i,
    problem: "unreadable",
    text: (path) => `the database ${path} cannot be read or written: check its owner, its permissions and its disk`,
  },
  {
    seen: /No such file|ENOENT/i,
    problem: "damaged",
    text: (path) => `a file of the database ${path} is missing: restore a copy, or remove it with purge-chain`,
  },
  {
    seen: /Input\/output error|EIO/i,
    problem: "failed",
    text: (path) =>
      `the disk of the database ${path} fails (input/output error): check the disk, then run \`subtensor verify\``,
  },
];

/** An error of LevelDB in one line of our own words; the error itself is the cause. */
export function explainLevelError(error: unknown, path: string): StorageError {
  if (error instanceof StorageError) return error;
  const texts: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    texts.push("code" in at ? `${String(at.code)} ${at.message}` : at.message);
  }
  // The path may hold any of the words that are looked for.
  const text = texts.join(": ").replaceAll(path, "");
  const known = explanations.find(({ seen }) => seen.test(text));
  if (known !== undefined) return new StorageError(known.problem, known.text(path), error);
  const reason = /[^:\n]*$/.exec(text.trim())?.[0].trim();
  return new StorageError(
    "failed",
    `the database ${path} does not work (${reason === "" ? "no reason was given" : reason}): check the disk, then run \`subtensor verify\``,
    error,
  );
}
