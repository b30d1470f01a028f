/** The steps of an import, in their order. */
export const importSteps = [
  "decode",
  "bad block",
  "parent",
  "number",
  "seal",
  "inherents",
  "execute",
  "finality",
] as const;
export type ImportStep = (typeof importSteps)[number];

/**
 * Whose fault a refusal is. `peer`: of whoever sent the block, which will never be right. `ours`: this node cannot tell.
 * `later`: the block may be right when it is tried again, after its parent or when its time has come.
 */
export type Fault = "peer" | "ours" | "later";

/** A block that is refused; the head stays where it is. The message says what is wrong, for people. */
export class ImportError extends Error {
  override name = "ImportError";
  readonly step: ImportStep;
  readonly fault: Fault;
  constructor(
    step: ImportStep,
    number: number | undefined,
    message: string,
    { fault = "peer", cause }: { readonly fault?: Fault; readonly cause?: unknown } = {},
  ) {
    super(`block ${number ?? "?"}: ${message}`, cause === undefined ? undefined : { cause });
    this.step = step;
    this.fault = fault;
  }
}
