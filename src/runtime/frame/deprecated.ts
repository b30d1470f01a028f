/** That a declaration should not be used any more: plainly, or with what to use instead (our words). */
export type Deprecated = true | string;
