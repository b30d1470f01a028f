import type { Answer, AnswerText } from "./answer.ts";
import type { Unanswered } from "./subscription.ts";

/** The answers to a batch as they come. */
export interface Batch {
  /** Gives whether the answer is still as short as it may be. */
  add(answer: Answer): boolean;
  /** All of them as one. */
  all(): Answer;
  /** Ends the subscriptions that were opened: nobody will know their ids. */
  cancel(): void;
}

/** @param most bytes that the answer may have. */
export function createBatch(most: number): Batch {
  const texts: AnswerText[] = [];
  const opened: Unanswered[] = [];
  let length = 2;
  const cancel = (): void => {
    for (const one of opened) one.fail();
  };
  const release = (): void => {
    for (const one of opened) one.release();
  };
  return {
    add({ text, opened: one }) {
      if (one !== undefined) opened.push(one);
      if (text === undefined) return true;
      texts.push(text);
      length += Buffer.byteLength(text) + 1;
      return length <= most;
    },
    all: () => ({
      text: texts.length === 0 ? undefined : batchText(texts),
      opened: { release, fail: cancel },
    }),
    cancel,
  };
}

/** The answers to a batch as one text. */
function batchText(texts: readonly AnswerText[]): AnswerText {
  if (texts.every((text) => typeof text === "string")) return `[${texts.join(",")}]`;
  const comma = Buffer.from(",");
  const parts = texts.flatMap((text, index) => [index === 0 ? Buffer.from("[") : comma, Buffer.from(text)]);
  return Buffer.concat([...parts, Buffer.from("]")]);
}
