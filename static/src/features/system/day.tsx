import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import type { SystemDay } from "../../lib/api";
import { isoDay, NO_VALUE, useFormat } from "../../lib/format";
import { useTimezone } from "../../lib/session";
import { useSystemDay } from "./queries";
import styles from "./system.module.css";
import { useSpan } from "./use-span";

const HEIGHT = 48;
const BAR = 4;

type Slot = SystemDay["slots"][number];

/** The last 24 hours of the three numbers that matter. */
export function Day() {
  const { t } = useTranslation();
  const format = useFormat();
  const span = useSpan();
  const day = useSystemDay();
  if (day.isPending) return <Placeholder height={112} />;
  // The page itself says what is wrong; without its past it is still whole.
  if (!day.data) return null;
  const { slots } = day.data;
  return (
    <section className={styles.day} aria-label={t("system.day")}>
      <Course
        title={t("system.day_events")}
        slots={slots}
        value={(slot) => slot.events_per_minute}
        shown={format.decimal}
      />
      <Course
        title={t("system.day_waited")}
        slots={slots}
        value={(slot) => slot.waited_s}
        shown={span}
      />
      <Course
        title={t("system.day_factor")}
        slots={slots}
        value={(slot) => slot.real_time_factor}
        shown={format.factor}
      />
    </section>
  );
}

interface CourseProps {
  title: string;
  slots: readonly Slot[];
  value: (slot: Slot) => number | null;
  shown: (value: number) => string;
}

function Course({ title, slots, value, shown }: CourseProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const timezone = useTimezone();
  const values = slots.map(value);
  const known = values.filter((one) => one !== null);
  const most = Math.max(0, ...known);
  const last = known.at(-1);
  const words = t("system.course", {
    last: last === undefined ? NO_VALUE : shown(last),
    most: known.length > 0 ? shown(most) : NO_VALUE,
  });
  const width = slots.length * BAR;
  const begun = ({ at }: Slot) => {
    const clock = format.minute(at);
    const today = isoDay(Date.now(), timezone) === isoDay(at, timezone);
    return today ? clock : t("system.yesterday_at", { clock });
  };
  return (
    <figure className={styles.course}>
      <figcaption>
        <strong>{title}</strong> <span className={styles.note}>{words}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${title} ${words}`}
      >
        <line x1="0" x2={width} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
        {slots.map((slot, place) => {
          const tall = most > 0 ? ((value(slot) ?? 0) / most) * (HEIGHT - 2) : 0;
          return (
            <rect
              key={slot.at}
              x={place * BAR}
              y={HEIGHT - 1 - tall}
              width={BAR - 1}
              height={tall}
            />
          );
        })}
      </svg>
      <span className={styles.axis}>
        <span>{slots[0] && begun(slots[0])}</span>
        <span>{t("system.now")}</span>
      </span>
    </figure>
  );
}
