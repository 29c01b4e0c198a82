import { FilterFilled, FilterOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { UnitCard } from "../../lib/api";
import type { BoardState } from "./board";
import styles from "./board.module.css";
import type { Period } from "./periods";
import { Totals } from "./totals";

interface Props {
  state: BoardState;
  units: readonly UnitCard[];
  selected: string | null;
  period?: Period;
  onSelect: (unitId: string | null) => void;
}

/** One card per team; choosing one shows only its agents, volume and hits. */
export function TeamCards({ state, units, selected, period = "today", onSelect }: Props) {
  const { t } = useTranslation();
  return (
    <section aria-label={t("board.teams")}>
      <ul className={styles.teams}>
        {units.map((unit) => (
          <li key={unit.key} className={styles.team} data-selected={unit.unit_id === selected}>
            <button
              type="button"
              className={styles.teamName}
              aria-pressed={unit.unit_id === selected}
              title={t("board.team_show", { name: unit.name })}
              onClick={() => onSelect(unit.unit_id === selected ? null : unit.unit_id)}
            >
              {unit.name}
              {unit.unit_id === selected ? <FilterFilled /> : <FilterOutlined />}
            </button>
            <div className={styles.teamFigures}>
              <Totals tally={unit[period]} state={state} period={period} size="small" />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
