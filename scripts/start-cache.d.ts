/** What other scripts take from start-cache.js. */
export const ownModules: {
  readonly name: string;
  resolveId(id: string): string | null;
  load(id: string): string | { code: string; moduleSideEffects: boolean } | null;
};
export function oneByteText(code: string): string;
