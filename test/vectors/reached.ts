/** Recorded chains that do not pass yet: the block reached and what stops them there. */
export const reached: Readonly<Record<string, string>> = {};
