/** What the sound panel and the marks on the waveform show of a call's measures. Pure. */
import type { Acoustics, Channel, SpeakerSound, Why } from "../../lib/api";
import type { Stretch } from "./marks";

export type SpeakerField = "turns" | "speech_rate" | "loudness_dbfs" | "longest_monologue";

/** A measure: its value, or why there is none. Zero is a value. */
export type Measured<Value> =
  | { measured: true; value: Value }
  | { measured: false; why: Why | null };

/** A mark on the waveform; `channel` is whose lane it is on, null for both. */
export interface Mark extends Stretch {
  kind: "silence" | "dead_air" | "interruption" | "overlap" | "tone";
  channel: Channel | null;
}

export interface Share {
  name: "agent" | "both" | "customer" | "mixed" | "silence";
  seconds: number;
  /** Of the whole call, 0 to 1. */
  share: number;
}

export function measured<Field extends keyof Acoustics>(
  acoustics: Acoustics,
  field: Field,
): Measured<NonNullable<Acoustics[Field]>> {
  return valueOr(acoustics[field], () => acoustics.not_measurable?.[field]);
}

export function measuredOf<Field extends SpeakerField>(
  acoustics: Acoustics,
  speaker: SpeakerSound,
  field: Field,
): Measured<NonNullable<SpeakerSound[Field]>> {
  const whys = acoustics.not_measurable;
  return valueOr(speaker[field], () => whys?.[`${speaker.channel}.${field}`] ?? whys?.[field]);
}

type ListField =
  | "silences"
  | "dead_air"
  | "loudness_jumps"
  | "interruptions"
  | "ringing"
  | "music"
  | "beeps";

/** An empty list with a reason was not measured; without one it never happened. */
export function listed<Field extends ListField>(
  acoustics: Acoustics,
  field: Field,
): Measured<NonNullable<Acoustics[Field]>> {
  const found = measured(acoustics, field);
  const why = acoustics.not_measurable?.[field];
  return found.measured && found.value.length === 0 && why ? { measured: false, why } : found;
}

/** Seconds of the call by who speaks; together they are the call, but for rounding. */
export function shares({ speakers, overlap_s, silence_s, duration_s }: Acoustics): Share[] {
  const both_s = overlap_s ?? 0;
  const alone = (channel: Channel) => {
    const speech_s = speakers.find((one) => one.channel === channel)?.speech_s ?? 0;
    return channel === "mixed" ? speech_s : Math.max(0, speech_s - both_s);
  };
  const found: [Share["name"], number][] = [
    ["agent", alone("agent")],
    ["both", both_s],
    ["customer", alone("customer")],
    ["mixed", alone("mixed")],
    ["silence", silence_s],
  ];
  return found
    .filter(([, seconds]) => seconds > 0)
    .map(([name, seconds]) => ({
      name,
      seconds,
      share: duration_s > 0 ? seconds / duration_s : 0,
    }));
}

/** Everything that can be marked on the waveform, what lies below first. */
export function marksOf(acoustics: Acoustics): Mark[] {
  const marked = (kind: Mark["kind"], stretches: readonly Stretch[]): Mark[] =>
    stretches.map(({ start_s, end_s }) => ({ kind, start_s, end_s, channel: null }));
  return [
    ...marked("silence", acoustics.silences ?? []),
    ...marked("dead_air", acoustics.dead_air),
    ...marked("tone", [...acoustics.ringing, ...acoustics.music]),
    ...marked("overlap", overlaps(acoustics.speakers)),
    ...(acoustics.interruptions ?? []).map(
      (one): Mark => ({ ...one, kind: "interruption" as const }),
    ),
  ];
}

/** Where both speak. */
export function overlaps(speakers: readonly SpeakerSound[]): Stretch[] {
  const [one, other] = speakers;
  if (!one || !other) return [];
  return one.speech.flatMap((a) =>
    other.speech
      .map((b) => ({
        start_s: Math.max(a.start_s, b.start_s),
        end_s: Math.min(a.end_s, b.end_s),
      }))
      .filter(({ start_s, end_s }) => end_s > start_s),
  );
}

export function totalLength(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { start_s, end_s }) => sum + end_s - start_s, 0);
}

function valueOr<Value>(value: Value, why: () => Why | undefined): Measured<NonNullable<Value>> {
  return value == null ? { measured: false, why: why() ?? null } : { measured: true, value };
}
