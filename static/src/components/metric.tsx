import { Popover } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import styles from "./metric.module.css";

export type MetricName =
  | "dials"
  | "connects"
  | "connect_rate"
  | "effective_talks"
  | "talk"
  | "score"
  | "fatal"
  | "wrap"
  | "sales"
  | "conversion"
  | "average_talk"
  | "handle_time"
  | "occupancy"
  | "abandon_rate";

interface Props {
  name: MetricName;
  value: string;
  /** Both sides of a division, as shown: `413`, `1,322`. */
  division?: { part: string; whole: string } | undefined;
  /** What the division makes, where the number shown is one of its sides. */
  result?: string | undefined;
  interval: string;
  updated: string;
  tone?: "act" | undefined;
  /** `bare` is a number among others of its kind, without its name. */
  size?: "large" | "small" | "brief" | "bare";
  /** What stands under the number, in words: against a goal, against another day. */
  note?: ReactNode;
  /** The same, told at length. */
  facts?: readonly { term: string; text: string }[] | undefined;
}

/** A number with its name, and on demand its formula, denominator, interval and age. */
export function Metric({ size = "large", tone, note, ...figure }: Props) {
  const { t } = useTranslation();
  const label = t(`metric.${figure.name}.name`);
  const shown = size === "large" ? label : t(`metric.${figure.name}.short`);
  return (
    <Popover
      trigger={["hover", "focus", "click"]}
      title={label}
      content={<Explanation {...figure} />}
      mouseEnterDelay={0.3}
    >
      <button
        type="button"
        className={styles.metric}
        data-size={size}
        data-tone={tone}
        aria-label={[`${label} ${figure.value}`, ...spoken(figure.facts)].join(", ")}
      >
        {size !== "bare" && <span className={styles.label}>{shown}</span>}
        <span className={styles.value}>{figure.value}</span>
        {note && <span className={styles.note}>{note}</span>}
      </button>
    </Popover>
  );
}

function Explanation({
  name,
  value,
  division,
  result = value,
  facts = [],
  interval,
  updated,
}: Props) {
  const { t } = useTranslation();
  return (
    <dl className={styles.explanation}>
      <Fact term={t("metric.formula")}>{t(`metric.${name}.formula`)}</Fact>
      {division && (
        <Fact term={t("metric.denominator")}>{t("metric.equation", { ...division, result })}</Fact>
      )}
      {facts.map(({ term, text }) => (
        <Fact key={term} term={term}>
          {text}
        </Fact>
      ))}
      <Fact term={t("metric.interval")}>{interval}</Fact>
      <Fact term={t("metric.updated")}>{updated}</Fact>
    </dl>
  );
}

function spoken(facts: Props["facts"] = []): string[] {
  return facts.map(({ term, text }) => `${term} ${text}`);
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  );
}
