import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { Health, Source } from "../../lib/api";
import { NO_VALUE, ratio, useFormat } from "../../lib/format";
import { useNow } from "../../lib/now";
import { ConnectSteps } from "./connect-steps";
import { Figure } from "./figure";
import styles from "./health.module.css";
import { NotesTable } from "./notes-table";
import { Panel } from "./panel";
import { Samples } from "./samples";
import { Spark } from "./spark";
import { duplicatesOf, lacksZone, rejectsOf, stateOf } from "./state";
import { useSeconds } from "./use-seconds";

const CHART = 96;
const REJECTS = "?tab=deliveries&state=refused&state=partly";
const MISSING = "?tab=recordings";
const SETTINGS = "?tab=settings";

interface Props {
  source: Source;
  health: Health;
}

/** How much it sends, how late, and what was wrong. */
export function HealthTab({ source, health }: Props) {
  const { t } = useTranslation();
  if (stateOf(health) === "never")
    return (
      <div className={styles.tab}>
        <Alert
          showIcon
          type="info"
          title={t("sources.never_title")}
          description={t("sources.never_help")}
        />
        <section className={styles.panel} aria-label={t("sources.connect")}>
          <ConnectSteps source={source} />
        </section>
      </div>
    );
  return (
    <div className={styles.tab}>
      <Alarms source={source} health={health} />
      <Figures source={source} health={health} />
      <Hour health={health} />
      <div className={styles.pair}>
        <NotesTable health={health} />
        <Samples samples={health.samples} />
      </div>
      {source.dialer === "events" && <p className={styles.note}>{t("sources.own_format")}</p>}
    </div>
  );
}

function Alarms({ source, health }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const seconds = useSeconds();
  const now_ms = useNow();
  const { silent_since, clock_off_s } = health;
  const offset = useOffset(clock_off_s);
  return (
    <>
      {silent_since && (
        <Alert
          showIcon
          type="error"
          title={t("sources.silent_title", {
            time: format.dateTime(silent_since),
            length: seconds((now_ms - Date.parse(silent_since)) / 1000),
          })}
          description={t("sources.silent_help")}
        />
      )}
      {offset && (
        <Alert
          showIcon
          type="warning"
          title={t("sources.clock_title", { offset })}
          description={t("sources.clock_help")}
          action={<ToSettings />}
        />
      )}
      {source.timezone === null && lacksZone(health) && (
        <Alert
          showIcon
          type="warning"
          title={t("sources.zone_missing")}
          description={t("sources.zone_missing_help")}
          action={<ToSettings />}
        />
      )}
    </>
  );
}

function ToSettings() {
  const { t } = useTranslation();
  return <Link to={SETTINGS}>{t("sources.to_settings")}</Link>;
}

/** How a clock is off, in words; null when it is right. */
function useOffset(clock_off_s: number | null): string | null {
  const { t } = useTranslation();
  const seconds = useSeconds();
  if (clock_off_s === null) return null;
  const length = seconds(clock_off_s);
  return clock_off_s < 0
    ? t("sources.clock_ahead", { length })
    : t("sources.clock_behind", { length });
}

function Figures({ source, health }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const seconds = useSeconds();
  const offset = useOffset(health.clock_off_s);
  const rejects = rejectsOf(health);
  const share = ratio(health.duplicates, health.events);
  const deliveries = Object.values(health.deliveries).reduce((sum, one) => sum + one, 0);
  const minutes = health.events_per_minute;
  const { missing_recordings } = health;
  return (
    <section className={styles.figures} aria-label={t("sources.figures")}>
      <Figure name="events_hour" value={format.count(minutes.reduce((sum, one) => sum + one, 0))} />
      <Figure name="peak" value={format.count(Math.max(0, ...minutes))} />
      <Figure name="lag_p50" value={seconds(health.lag.p50_s)} />
      <Figure name="lag_p95" value={seconds(health.lag.p95_s)} />
      <Figure
        name="clock"
        value={offset ?? t("sources.clock_fine")}
        tone={offset ? "look" : undefined}
      />
      <Figure name="deliveries" value={format.count(deliveries)} />
      <Figure name="events" value={format.count(health.events)} />
      <Figure
        name="duplicates"
        value={format.count(duplicatesOf(health))}
        note={share !== null && share > 0 && format.percent(share)}
      />
      <Figure
        name="refused"
        value={format.count(rejects)}
        tone={rejects > 0 ? "look" : undefined}
        note={
          rejects > health.direct.refused && <Link to={REJECTS}>{t("sources.show_rejects")}</Link>
        }
      />
      <Figure
        name="missing"
        value={source.recordings_expected ? format.count(missing_recordings) : NO_VALUE}
        tone={source.recordings_expected && missing_recordings > 0 ? "look" : undefined}
        note={
          source.recordings_expected &&
          missing_recordings > 0 && <Link to={MISSING}>{t("sources.show_missing")}</Link>
        }
      />
    </section>
  );
}

function Hour({ health }: { health: Health }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("sources.chart")}>
      <Spark minutes={health.events_per_minute} height={CHART} />
      <div className={styles.axis} aria-hidden="true">
        <span>{t("sources.chart_from")}</span>
        <span>{t("sources.chart_now")}</span>
      </div>
    </Panel>
  );
}
