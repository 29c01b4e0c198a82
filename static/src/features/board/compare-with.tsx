import { CaretDownFilled, CaretUpFilled, MinusOutlined } from "@ant-design/icons";
import { Segmented } from "antd";
import { useTranslation } from "react-i18next";

import type { Change as Difference } from "../../components/board/pace";
import { useFormat } from "../../lib/format";
import styles from "./compare.module.css";
import type { Versus } from "./comparison";

interface Props {
  versus: Versus;
  onChange: (versus: Versus) => void;
}

/** Which other day stands beside today. */
export function CompareWith({ versus, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Segmented<Versus>
      size="small"
      aria-label={t("views.compared")}
      value={versus}
      onChange={onChange}
      options={[
        { value: "yesterday", label: t("views.versus.yesterday") },
        { value: "week_ago", label: t("views.versus.week_ago") },
      ]}
    />
  );
}

const ICONS = { up: <CaretUpFilled />, down: <CaretDownFilled />, same: <MinusOutlined /> };

interface ChangeProps {
  change: Difference | null;
  versus: Versus;
  /** Rates change by points, counts by a share. */
  unit: "share" | "points";
}

/** ▲ 12.0% more than yesterday: sign, number and word. */
export function ChangeNote({ change, versus, unit }: ChangeProps) {
  const text = useChangeText();
  if (!change) return null;
  return (
    <span className={styles.change} data-direction={change.direction}>
      {ICONS[change.direction]} {text(change, versus, unit)}
    </span>
  );
}

export function useChangeText() {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ direction, by }: Difference, versus: Versus, unit: ChangeProps["unit"]) => {
    const other = t(`views.${versus}`);
    if (direction === "same") return t("views.same", { other });
    const amount =
      unit === "share"
        ? format.percent(by)
        : t("views.points", { value: format.decimal(by * 100) });
    return t(`views.${direction}`, { by: amount, other });
  };
}
