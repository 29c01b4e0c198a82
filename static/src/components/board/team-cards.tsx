import { FilterFilled, FilterOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { UnitCard } from "../../lib/api";
import type { BoardState } from "./board";
import type { Period } from "./periods";
import styles from "./team-cards.module.css";
import { Totals } from "./totals";

interface Props {
  state: BoardState;
  units: readonly UnitCard[];
  selected: string | null;
  period?: Period;
  onSelect: (unitId: string | null) => void;
}

/** More do not fit side by side into a narrow window, and agents are to be seen below them. */
const MOST_AT_LENGTH = 3;

/** One card per team; choosing one shows only its agents, volume and hits. Many are brief. */
export function TeamCards({ state, units, selected, period = "today", onSelect }: Props) {
  const { t } = useTranslation();
  const brief = units.length > MOST_AT_LENGTH;
  return (
    <section aria-label={t("board.teams")}>
      <ul className={styles.teams} data-brief={brief || undefined}>
        {units.map((unit) => (
          <li key={unit.key} className={styles.team} data-selected={unit.unit_id === selected}>
            <button
              type="button"
              className={styles.name}
              aria-pressed={unit.unit_id === selected}
              title={t("board.team_show", { name: unit.name })}
              onClick={() => onSelect(unit.unit_id === selected ? null : unit.unit_id)}
            >
              <span className={styles.word}>{unit.name}</span>
              {unit.unit_id === selected ? <FilterFilled /> : <FilterOutlined />}
            </button>
            <div className={styles.figures}>
              <Totals
                tally={unit[period]}
                state={state}
                period={period}
                size={brief ? "brief" : "small"}
              />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
