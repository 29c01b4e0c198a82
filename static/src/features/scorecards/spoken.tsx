/** By whom, and where in the call. */
import { useTranslation } from "react-i18next";
import type { Extra } from "./extras";
import styles from "./form.module.css";
import { Choose, NumberGap, Sentence } from "./gaps";
import type { Mode } from "./sentence";
import type { ConditionType, Speaker, Spoken } from "./types";
import { WITHINS, within, withinKind } from "./withins";

const SPEAKERS = ["agent", "customer", "anyone"] as const satisfies Speaker[];
const SOME = { first_s: 15, last_s: 15, first_turns: 4, last_turns: 4 } as const;
const SURE = 0.8;

interface SpeakerProps {
  value: Speaker;
  onChange: (speaker: Speaker) => void;
  /** Nobody has a figure of "anyone". */
  one?: boolean;
}

export function SpeakerGap({ value, onChange, one = false }: SpeakerProps) {
  const { t } = useTranslation();
  return (
    <Choose<Speaker>
      label={t("scorecards.speaker")}
      value={value}
      options={SPEAKERS.filter((speaker) => !one || speaker !== "anyone").map((speaker) => ({
        value: speaker,
        label: t(`conditions.speaker.${speaker}`),
      }))}
      onChange={onChange}
    />
  );
}

interface WhereProps {
  value: Spoken["within"];
  onChange: (within: Spoken["within"]) => void;
}

export function WhereGap({ value, onChange }: WhereProps) {
  const { t } = useTranslation();
  const kind = withinKind(value);
  return (
    <span className={styles.joined}>
      <Choose
        label={t("scorecards.where")}
        value={kind}
        options={(["anywhere", ...WITHINS] as const).map((one) => ({
          value: one,
          label: t(`conditions.where_pick.${one}`),
          ...(one !== "anywhere" && { short: t(`conditions.where_short.${one}`) }),
        }))}
        onChange={(wanted) => onChange(wanted === "anywhere" ? null : within(wanted, SOME[wanted]))}
      />
      {kind !== "anywhere" && (
        <NumberGap
          label={t("scorecards.how_many")}
          value={value?.[kind] ?? SOME[kind]}
          min={kind.endsWith("turns") ? 1 : 0.1}
          whole={kind.endsWith("turns")}
          unit={t(`conditions.where_unit.${kind}`)}
          onChange={(n) => onChange(within(kind, n))}
        />
      )}
    </span>
  );
}

export interface Verb {
  mode: Mode;
  /** Absent inside other conditions, which only state. */
  onMode: ((mode: Mode) => void) | undefined;
}

export function VerbGap({ of, mode, onMode }: Verb & { of: ConditionType }) {
  const { t } = useTranslation();
  if (!onMode) {
    const said = t(`conditions.verb.${of}.is`).trim();
    return said ? <span>{said}</span> : null;
  }
  return (
    <Choose<Mode>
      label={t("scorecards.verb")}
      value={mode}
      options={(["must", "never"] as const).map((one) => ({
        value: one,
        label: t(`conditions.verb.${of}.${one}`),
      }))}
      onChange={onMode}
    />
  );
}

/** How surely it must have been heard. */
export function useConfidence(
  { min_confidence }: Pick<Spoken, "min_confidence">,
  set: (patch: { min_confidence: number | null }) => void,
): Extra {
  const { t } = useTranslation();
  return {
    key: "min_confidence",
    label: t("rules.extra.min_confidence"),
    active: min_confidence != null,
    on: () => set({ min_confidence: SURE }),
    off: () => set({ min_confidence: null }),
    content: (
      <Sentence
        of="qualifier.min_confidence"
        fields={{
          share: (
            <NumberGap
              label={t("rules.extra.min_confidence")}
              value={Math.round((min_confidence ?? SURE) * 100)}
              min={0}
              max={100}
              unit="%"
              onChange={(percent) => set({ min_confidence: percent / 100 })}
            />
          ),
        }}
      />
    ),
  };
}

export function useTimes(times: number, set: (patch: { times: number }) => void): Extra {
  const { t } = useTranslation();
  return {
    key: "times",
    label: t("rules.extra.times"),
    active: times > 1,
    on: () => set({ times: 2 }),
    off: () => set({ times: 1 }),
    content: (
      <Sentence
        of="qualifier.times"
        fields={{
          n: (
            <NumberGap
              label={t("rules.extra.times")}
              value={times}
              min={1}
              max={1000}
              whole
              onChange={(n) => set({ times: n })}
            />
          ),
        }}
      />
    ),
  };
}
