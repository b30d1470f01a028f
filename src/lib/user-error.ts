/**
 * An error that the user of the command line can mend. Its message is one line: what is wrong, then what to do. It is
 * printed without a stack, and the process ends with `exitCode`: 1, or 2 for wrong usage.
 */
export class UserError extends Error {
  override name = "UserError";
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message.replaceAll(/\s*\n\s*/g, " ").trim());
    this.exitCode = exitCode;
  }
}

/** What a caught value says, for a message: never a stack. WebSockets fail with an event, which is no Error and seldom has words. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  const { message } = (error ?? {}) as { readonly message?: unknown };
  return typeof message === "string" ? message || "no reason is told" : String(error);
}
