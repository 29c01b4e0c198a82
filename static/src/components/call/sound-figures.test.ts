import { expect, test } from "vitest";

import type { Acoustics, Channel, SpeakerSound } from "../../lib/api";
import {
  listed,
  marksOf,
  measured,
  measuredOf,
  overlaps,
  shares,
  totalLength,
} from "./sound-figures";

const speaker = (channel: Channel, ...speech: [number, number][]): SpeakerSound => ({
  channel,
  speech: speech.map(([start_s, end_s]) => ({ start_s, end_s })),
  speech_s: speech.reduce((sum, [from, to]) => sum + to - from, 0),
  turns: speech.length,
});

const acoustics = (fields: Partial<Acoustics>): Acoustics => ({
  transcript_id: "t1",
  duration_s: 60,
  speakers: [],
  silence_s: 0,
  silences: [],
  dead_air: [],
  overlap_s: null,
  interruptions: null,
  talk_ratio: null,
  response_delay_s: null,
  loudness_jumps: [],
  ringing: [],
  music: [],
  beeps: [],
  answering_machine: null,
  machine_signs: [],
  ...fields,
});

test("zero is measured, null is not, and says why", () => {
  const one = acoustics({ overlap_s: 0, not_measurable: { talk_ratio: "one_channel" } });
  expect(measured(one, "overlap_s")).toEqual({ measured: true, value: 0 });
  expect(measured(one, "talk_ratio")).toEqual({ measured: false, why: "one_channel" });
  expect(measured(one, "response_delay_s")).toEqual({ measured: false, why: null });
});

test("a speaker's reason goes before the one for both", () => {
  const agent = speaker("agent", [0, 1]);
  const one = acoustics({
    speakers: [agent],
    not_measurable: { "agent.speech_rate": "too_short", loudness_dbfs: "no_speech" },
  });
  expect(measuredOf(one, agent, "speech_rate")).toEqual({ measured: false, why: "too_short" });
  expect(measuredOf(one, agent, "loudness_dbfs")).toEqual({ measured: false, why: "no_speech" });
});

test("the shares of a call are who speaks alone, both and nobody", () => {
  const one = acoustics({
    speakers: [speaker("agent", [0, 30]), speaker("customer", [25, 45])],
    overlap_s: 5,
    silence_s: 15,
  });
  expect(shares(one).map(({ name, seconds }) => [name, seconds])).toEqual([
    ["agent", 25],
    ["both", 5],
    ["customer", 15],
    ["silence", 15],
  ]);
  expect(shares(one).reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
});

test("speakers on one channel are one share", () => {
  const one = acoustics({ speakers: [speaker("mixed", [0, 40])], silence_s: 20 });
  expect(shares(one).map(({ name }) => name)).toEqual(["mixed", "silence"]);
});

test("overlap is where both speak, touching ends are not", () => {
  const both = overlaps([
    speaker("agent", [0, 10], [20, 30]),
    speaker("customer", [8, 12], [12, 20], [25, 40]),
  ]);
  expect(both).toEqual([
    { start_s: 8, end_s: 10 },
    { start_s: 25, end_s: 30 },
  ]);
  expect(totalLength(both)).toBe(7);
});

test("an interruption is marked in the lane of the one who starts", () => {
  const marks = marksOf(
    acoustics({
      silences: [{ start_s: 1, end_s: 5 }],
      music: [{ start_s: 6, end_s: 9 }],
      interruptions: [{ channel: "customer", start_s: 10, end_s: 12 }],
    }),
  );
  expect(marks.map(({ kind, channel }) => [kind, channel])).toEqual([
    ["silence", null],
    ["tone", null],
    ["interruption", "customer"],
  ]);
});

test("a list that is empty for a reason was not measured; else it never happened", () => {
  const one = acoustics({ not_measurable: { silences: "one_channel" } });
  expect(listed(one, "silences")).toEqual({ measured: false, why: "one_channel" });
  expect(listed(one, "dead_air")).toEqual({ measured: true, value: [] });
});
