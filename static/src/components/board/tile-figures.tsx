import { WarningFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";

import type { Tally } from "../../lib/api";
import { type Format, formatDuration, useFormat } from "../../lib/format";
import type { MetricName } from "../metric";
import { averageScore, connectRate } from "./figures";
import styles from "./tile.module.css";

export type Density = "roomy" | "middle" | "dense";

interface Props {
  tally: Tally;
  /** Of today, whatever the period: they weigh all day. */
  fatalHits: number;
  density: Density;
  interval: string;
}

const SHOWN: Record<Density, readonly MetricName[]> = {
  roomy: [
    "dials",
    "connects",
    "effective_talks",
    "sales",
    "talk",
    "connect_rate",
    "score",
    "fatal",
  ],
  middle: ["dials", "effective_talks", "sales", "score"],
  dense: ["dials", "effective_talks", "sales"],
};

/** What one agent did, as much of it as there is room for. */
export function TileFigures({ tally, fatalHits, density, interval }: Props) {
  const format = useFormat();
  const isShort = density !== "roomy";
  return (
    <span className={styles.figures}>
      {SHOWN[density].map((name) => (
        <Figure
          key={name}
          name={name}
          value={figureText(name, tally, fatalHits, format)}
          division={division(name, tally, format)}
          act={name === "fatal" && fatalHits > 0}
          interval={interval}
        />
      ))}
      {isShort && fatalHits > 0 && (
        <Figure name="fatal" value={format.count(fatalHits)} act interval="" />
      )}
    </span>
  );
}

interface FigureProps {
  name: MetricName;
  value: string;
  /** What was divided, where something was. */
  division?: string | undefined;
  act: boolean;
  interval: string;
}

function Figure({ name, value, division, act, interval }: FigureProps) {
  const { t } = useTranslation();
  // Told when somebody asks: hundreds of tiles would otherwise write it every second.
  const tell = (event: React.PointerEvent<HTMLElement>) => {
    const shown = [t(`metric.${name}.name`), value].join(" ");
    const lines = [shown, t(`metric.${name}.formula`), division, interval];
    event.currentTarget.title = lines.filter(Boolean).join("\n");
  };
  return (
    <span className={styles.figure} data-name={name} data-act={act} onPointerEnter={tell}>
      <span className={styles.term}>{t(`metric.${name}.short`)}</span>
      <span>
        {act && <WarningFilled />} {value}
      </span>
    </span>
  );
}

function division(name: MetricName, tally: Tally, { count }: Format): string | undefined {
  if (name === "connect_rate") return `${count(tally.connects)} ÷ ${count(tally.dials)}`;
  if (name === "score") return `${count(tally.score_sum)} ÷ ${count(tally.scored)}`;
  return undefined;
}

function figureText(name: MetricName, tally: Tally, fatalHits: number, format: Format): string {
  switch (name) {
    case "connect_rate":
      return format.percent(connectRate(tally));
    case "talk":
      return formatDuration(tally.talk_s);
    case "score":
      return format.score(averageScore(tally));
    case "fatal":
      return format.count(fatalHits);
    case "dials":
    case "connects":
    case "effective_talks":
    case "sales":
      return format.count(tally[name]);
    default:
      return "";
  }
}
