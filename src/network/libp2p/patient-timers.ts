import type { After } from "./channel.ts";

/** A timer that is called this much too late (ms) was held up by this node itself. */
const late = 500;
/** What has come in meanwhile is read within this many milliseconds. */
const grace = 1_000;

/**
 * Timers that limit what peers may take. When this thread was busy, its timers are called before what peers sent in the
 * meantime is read: such a timer waits a little longer, so that nobody pays for this node's own work.
 */
export function createPatientTimers(after: After, now: () => number): After {
  return (milliseconds, call) => {
    const due = now() + milliseconds;
    let stop = after(milliseconds, () => {
      if (now() - due <= late) return call();
      stop = after(grace, call);
    });
    return () => stop();
  };
}
