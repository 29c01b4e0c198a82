import {
  BarChartOutlined,
  FilterOutlined,
  FundOutlined,
  SafetyCertificateOutlined,
  TeamOutlined,
  TrophyOutlined,
} from "@ant-design/icons";
import { Segmented } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import { PERIODS, type Period } from "../../components/board/periods";
import type { Shown } from "./shown";
import { TeamPicker } from "./team-picker";
import { type Choose, VIEWS, type View } from "./use-view";
import styles from "./views.module.css";

const ICONS: Record<View, ReactNode> = {
  team: <TeamOutlined />,
  volume: <BarChartOutlined />,
  funnel: <FilterOutlined />,
  ranking: <TrophyOutlined />,
  quality: <SafetyCertificateOutlined />,
  campaign: <FundOutlined />,
};

interface Props {
  shown: Shown;
  view: View;
  choose: Choose;
  /** Whether there are others than the reader to be looked at. */
  hasViews: boolean;
}

/** How to look at a board: as what, which team, which period. All of it is in the address. */
export function BoardControls({ shown, view, choose, hasViews }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.controls}>
      {hasViews && (
        <nav className={styles.views} aria-label={t("views.label")}>
          {VIEWS.map((one) => (
            <ViewLink key={one} view={one} isShown={one === view} />
          ))}
        </nav>
      )}
      {shown.allTeams.length > 1 && (
        <TeamPicker
          teams={shown.allTeams}
          team={shown.team}
          onChoose={(team) => choose("team", team)}
        />
      )}
      <Segmented<Period>
        aria-label={t("views.period")}
        value={shown.period}
        onChange={(period) => choose("period", period === "today" ? null : period)}
        options={PERIODS.map((period) => ({
          value: period,
          label: t(`views.periods.${period}`),
        }))}
      />
    </div>
  );
}

function ViewLink({ view, isShown }: { view: View; isShown: boolean }) {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const wanted = new URLSearchParams(params);
  if (view === "team") wanted.delete("view");
  else wanted.set("view", view);
  return (
    <Link
      className={styles.view}
      to={{ search: wanted.toString() }}
      aria-current={isShown ? "true" : undefined}
    >
      {ICONS[view]}
      {t(`views.name.${view}`)}
    </Link>
  );
}
