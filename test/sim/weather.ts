import type { PeerId } from "../../src/network/network.ts";
import type { Random } from "../fuzz/random.ts";
import type { Passage, Weather } from "./line.ts";

/** Something that is wrong with some of the lines. */
export interface Trouble {
  concerns(from: PeerId, to: PeerId): boolean;
  /** Nothing passes. */
  readonly cut?: boolean;
  /** Up to so many ms more for each message, question and answer. */
  readonly slower?: number;
  /** Messages in a hundred that are lost, that come twice, and that may overtake others. */
  readonly lost?: number;
  readonly twice?: number;
  readonly overtaking?: number;
  /** Questions or answers in a hundred that never come. */
  readonly unanswered?: number;
}

/** The state of all lines: a usual delay for each, and what is wrong now. */
export interface ChangingWeather extends Weather {
  readonly troubles: Set<Trouble>;
}

/** How much a message's time differs from one to the next, ms. */
const jitter = 30;

export function createWeather(random: Random): ChangingWeather {
  const usual = new Map<PeerId, Map<PeerId, number>>();
  const troubles = new Set<Trouble>();
  const delayOf = (from: PeerId, to: PeerId): number => {
    const [one, other] = from < to ? [from, to] : [to, from];
    const lines = usual.get(one) ?? new Map<PeerId, number>();
    usual.set(one, lines);
    const known = lines.get(other) ?? 10 + random.below(random.chance(20) ? 250 : 90);
    lines.set(other, known);
    return known + random.below(jitter);
  };
  const matching = (from: PeerId, to: PeerId): Trouble[] =>
    troubles.size === 0 ? none : [...troubles].filter(({ concerns }) => concerns(from, to));
  const happens = (found: readonly Trouble[], kind: "lost" | "twice" | "overtaking" | "unanswered"): boolean =>
    found.some((trouble) => trouble[kind] !== undefined && random.chance(trouble[kind]));
  const slower = (found: readonly Trouble[]): number =>
    found.reduce((sum, trouble) => sum + random.below((trouble.slower ?? 0) + 1), 0);

  return {
    troubles,
    isCut: (from, to) => matching(from, to).some(({ cut }) => cut === true),
    message(from, to): Passage {
      const found = matching(from, to);
      const delay = delayOf(from, to);
      if (found.length === 0) return { delay };
      if (happens(found, "lost")) return { delay: undefined };
      return {
        delay: delay + slower(found),
        ...(happens(found, "twice") ? { again: 1 + random.below(2000) } : {}),
        ...(happens(found, "overtaking") ? { overtakes: true } : {}),
      };
    },
    request(from, to) {
      const found = matching(from, to);
      return happens(found, "unanswered") ? undefined : delayOf(from, to) + slower(found);
    },
  };
}

const none: Trouble[] = [];
