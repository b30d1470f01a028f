import type { Unanswered } from "./subscription.ts";

/** JSON text, as bytes when it is long. */
export type AnswerText = string | Buffer;

/** The answer to a message: its text (absent for notifications) and the subscription whose id is in it. */
export interface Answer {
  readonly text: AnswerText | undefined;
  readonly opened?: Unanswered | undefined;
  /** It says what went wrong. */
  readonly failed?: boolean;
}
