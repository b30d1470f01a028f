/** Calls that can never succeed, and why. */
export const callsWithoutSuccess: Readonly<Record<string, string>> = {};

/** Errors that no extrinsic meets on this chain, and why. */
export const errorsNeverSeen: Readonly<Record<string, string>> = {};

/** Invariants that the original's own rules break, and how. */
export const brokenByTheOriginal: Readonly<Record<string, string>> = {};
