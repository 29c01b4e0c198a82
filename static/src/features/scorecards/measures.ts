/** Units of the measures of sound, and whose they are. */
import type { Measure } from "./types";

export type Unit = "times" | "seconds" | "share" | "rate" | "turns";

const UNITS = {
  silences: "times",
  longest_silence_s: "seconds",
  dead_air: "times",
  longest_dead_air_s: "seconds",
  silence_share: "share",
  speech_rate: "rate",
  interruptions: "times",
  overlap_s: "seconds",
  loudness_jumps: "times",
  talk_ratio: "share",
  longest_monologue_s: "seconds",
  response_delay_s: "seconds",
  ringing_s: "seconds",
  music_s: "seconds",
  answering_machine: "share",
  turns: "turns",
} as const satisfies Record<Measure, Unit>;

export const MEASURES = Object.keys(UNITS) as Measure[];

/** What each of the two speakers has a figure of. */
export const NEEDS_SPEAKER: ReadonlySet<Measure> = new Set<Measure>([
  "speech_rate",
  "interruptions",
  "loudness_jumps",
  "longest_monologue_s",
  "turns",
]);

/** Of which shorter ones can be left out. */
export const HAS_LENGTH: ReadonlySet<Measure> = new Set<Measure>([
  "silences",
  "dead_air",
  "interruptions",
]);

export function measureUnit(measure: Measure): Unit {
  return UNITS[measure];
}

/** Shares are kept as 0 to 1 and read as percent. */
export function shownMeasure(measure: Measure, value: number): number {
  return UNITS[measure] === "share" ? round(value * 100) : value;
}

export function keptMeasure(measure: Measure, shown: number): number {
  return UNITS[measure] === "share" ? round(shown / 100) : shown;
}

/** Binary fractions: 0.07 x 100 is 7.000000000000001. */
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
