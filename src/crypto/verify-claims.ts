import type { SignatureCheck } from "./signature-check.ts";

/** Checks that several threads share. Each is done by whoever claims it first; `states` lies in shared memory. */
export interface SharedChecks {
  readonly checks: readonly SignatureCheck[];
  /** One for each check: open, claimed, good or bad. */
  readonly states: Int32Array;
}

const [open, claimed, good, bad] = [0, 1, 2, 3];

/** How long a thread's answer is waited for before the check is done here instead, ms; one check takes half of one. */
const patience = 50;

export function shareChecks(checks: readonly SignatureCheck[]): SharedChecks {
  return { checks, states: new Int32Array(new SharedArrayBuffer(4 * checks.length)) };
}

/** Takes a check over. @returns false when somebody else has it */
export function claim(states: Int32Array, index: number): boolean {
  return Atomics.compareExchange(states, index, open, claimed) === open;
}

/** Tells the others what came out of a claimed check. */
export function answer(states: Int32Array, index: number, isGood: boolean): void {
  Atomics.store(states, index, isGood ? good : bad);
  Atomics.notify(states, index);
}

/** The answer to a check that another thread has claimed; undefined when it does not come. Blocks this thread. */
export function awaitAnswer(states: Int32Array, index: number): boolean | undefined {
  Atomics.wait(states, index, claimed, patience);
  const state = Atomics.load(states, index);
  return state === claimed ? undefined : state === good;
}

/** Leaves no open check for the threads to begin. */
export function claimAll(states: Int32Array): void {
  for (let index = 0; index < states.length; index++) claim(states, index);
}
