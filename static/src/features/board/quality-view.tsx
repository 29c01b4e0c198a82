import { Empty } from "antd";
import { useTranslation } from "react-i18next";

import { AcknowledgeButton } from "../../components/alerts/acknowledge";
import { AlertLine } from "../../components/alerts/alert-line";
import { useAlertText } from "../../components/alerts/use-alert-text";
import { FatalFeed } from "../../components/board/fatal-feed";
import { averageScore } from "../../components/board/figures";
import { Metric } from "../../components/metric";
import type { AlertCard } from "../../lib/api";
import { useFormat } from "../../lib/format";
import styles from "./quality.module.css";
import type { Shown } from "./shown";
import views from "./views.module.css";

/** What broke, how well teams talk, and what wants somebody. */
export default function QualityView({ shown }: { shown: Shown }) {
  return (
    <div className={views.columns}>
      <FatalFeed fatals={shown.fatals} timezone={shown.board.timezone} alone />
      <div className={views.stack}>
        <Scores shown={shown} />
        <Alerts shown={shown} />
      </div>
    </div>
  );
}

function Scores({ shown }: { shown: Shown }) {
  const { t } = useTranslation();
  const format = useFormat(shown.board.timezone);
  const teams = shown.teams.filter((team) => team[shown.period].scored > 0);
  return (
    <section className={views.panel} aria-labelledby="scores">
      <div className={views.head}>
        <h2 id="scores">{t("views.quality_scores")}</h2>
        <span className={views.aside}>{shown.interval}</span>
      </div>
      {teams.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("views.quality_scores_empty")} />
      ) : (
        <ul className={styles.scores}>
          {teams.map((team) => (
            <li key={team.key} className={styles.score}>
              <span>{team.name}</span>
              <span className={styles.track} aria-hidden="true">
                <span style={{ width: `${averageScore(team[shown.period]) ?? 0}%` }} />
              </span>
              <Metric
                name="score"
                size="bare"
                value={format.score(averageScore(team[shown.period]))}
                division={{
                  part: format.decimal(team[shown.period].score_sum),
                  whole: format.count(team[shown.period].scored),
                }}
                interval={shown.interval}
                updated={format.time(shown.state.as_of_ms)}
              />
              <span className={views.aside}>
                {t("views.quality_scored", { count: team[shown.period].scored })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Alerts({ shown }: { shown: Shown }) {
  const { t } = useTranslation();
  const { about, says } = useAlertText();
  const alerts = shown.alerts.toSorted(byNeed);
  return (
    <section className={views.panel} aria-labelledby="board-alerts">
      <div className={views.head}>
        <h2 id="board-alerts">{t("views.quality_alerts")}</h2>
      </div>
      {alerts.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("views.quality_no_alerts")} />
      ) : (
        <ul className={styles.alerts}>
          {alerts.map((alert) => (
            <li key={alert.key}>
              <AlertLine
                alert={alert}
                clockOffsetMs={shown.state.clock_offset_ms}
                {...(alert.call_id && { to: `/calls/${alert.call_id}` })}
                acts={
                  alert.acknowledged_by ? (
                    <Acknowledged by={alert.acknowledged_by} />
                  ) : (
                    <AcknowledgeButton
                      compact
                      alertId={alert.key}
                      what={`${about(alert)} ${says(alert)}`}
                    />
                  )
                }
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Acknowledged({ by }: { by: string }) {
  const { t } = useTranslation();
  return <span className={views.aside}> {t("views.acknowledged", { name: by })}</span>;
}

const GRAVITY = { critical: 0, warning: 1, info: 2 } as const;

/** What nobody has acknowledged first, the gravest of it, and the newest of those. */
function byNeed(a: AlertCard, b: AlertCard): number {
  return (
    Number(a.acknowledged_at !== null) - Number(b.acknowledged_at !== null) ||
    GRAVITY[a.severity] - GRAVITY[b.severity] ||
    Date.parse(b.raised_at) - Date.parse(a.raised_at)
  );
}
