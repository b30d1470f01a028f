import { expect, it } from "vitest";
import { explainLevelError } from "./level-errors.ts";

/** As classic-level throws them: its own error, with LevelDB's text as the cause. */
function levelError(text: string): Error {
  return Object.assign(new Error("Database failed to open", { cause: new Error(text) }), {
    code: "LEVEL_DATABASE_NOT_OPEN",
  });
}

it("LevelDB's errors become one line with cause and remedy, without its own words", () => {
  const path = "/data/No space left/db";
  const cases: readonly (readonly [text: string, problem: string, words: RegExp])[] = [
    ["IO error: /data/No space left/db/000008.log: No space left on device", "full", /free some and start again$/],
    ["IO error: /data/No space left/db/000008.log: Disk quota exceeded", "full", /quota/],
    ["IO error: /data/No space left/db/000003.log: File too large", "full", /ulimit -f/],
    ["IO error: /data/No space left/db/000003.ldb: Too many open files", "failed", /ulimit -n/],
    ["IO error: /data/No space left/db/000003.log: Input/output error", "failed", /check the disk/],
    ["IO error: /data/No space left/db/000003.ldb: No such file or directory", "damaged", /missing.*restore a copy/],
    ["IO error: /data/No space left/db/LOCK: Permission denied", "unreadable", /permissions/],
    ["IO error: /data/No space left/db/000003.log: Read-only file system", "unreadable", /its disk/],
    ["IO error: lock /data/No space left/db/LOCK: already held by process", "locked", /stop it/],
    ["LEVEL_CORRUPTION Corruption: 9 missing files; e.g.: /data/x/000037.ldb", "damaged", /subtensor verify/],
    ["IO error: /data/No space left/db/000003.log: Host is down", "failed", /\(Host is down\)/],
  ];
  for (const [text, problem, words] of cases) {
    const error = explainLevelError(levelError(text), path);
    expect(error, text).toMatchObject({ name: "StorageError", problem });
    expect(error.message, text).toMatch(words);
    expect(error.message, text).toContain(path);
    expect(error.message, text).not.toMatch(/IO error|Corruption|\n/);
    expect(error.cause).toBeInstanceOf(Error);
  }
});

it("an error that was explained already stays", () => {
  const first = explainLevelError(levelError("IO error: x: No space left on device"), "/x");
  expect(explainLevelError(first, "/y")).toBe(first);
});
