/** Episodes that found a defect once: what it was, and where. */
export const regressions: readonly {
  readonly why: string;
  readonly seed: number;
  readonly episode: number;
  readonly length: number;
}[] = [{ why: "stored values that do not decode stopped the block", seed: 7, episode: 12, length: 2000 }];
