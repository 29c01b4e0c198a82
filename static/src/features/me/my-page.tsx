import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { ClipCard } from "../../components/clips/clip-card";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { Card } from "./card";
import { FeedbackCard } from "./feedback-card";
import { LastCalls } from "./last-calls";
import styles from "./my-page.module.css";
import { OwnAppeals } from "./own-appeals";
import { type Page, useMyPage } from "./queries";
import { ToAcknowledge } from "./to-acknowledge";
import { TodayFigures } from "./today-figures";
import { Weeks } from "./weeks";

/** An agent's own page: made for a phone, and at home on a desk. */
export default function MyPage() {
  const { t } = useTranslation();
  const page = useMyPage();
  return (
    <div className={styles.page}>
      <title>{`${t("my.title")} · ${t("app.name")}`}</title>
      {page.data ? (
        <Shown page={page.data} />
      ) : page.isError ? (
        <ProblemPanel error={page.error} onRetry={page.refetch} />
      ) : (
        <Loading />
      )}
    </div>
  );
}

function Shown({ page }: { page: Page }) {
  const { t } = useTranslation();
  const { name, agent_id, today, weeks, calls, to_acknowledge, appeals, clips } = page;
  return (
    <>
      <h1>{t("my.hello", { name })}</h1>
      {agent_id === null && <p className={styles.note}>{t("my.no_agent")}</p>}
      {today && <TodayFigures today={today} />}
      <div className={styles.columns}>
        <div className={styles.side}>
          <ToAcknowledge results={to_acknowledge} />
          <Card title={t("my.scores")}>
            <Weeks weeks={weeks} />
          </Card>
          <Card title={t("my.calls")} more={<Link to="/calls">{t("my.all_calls")}</Link>}>
            <LastCalls calls={calls} />
          </Card>
        </div>
        <div className={styles.side}>
          <FeedbackCard kind="praise" feedback={page.praise} />
          <FeedbackCard kind="improve" feedback={page.improve} />
          <Rank page={page} />
          <Card title={t("my.appeals")}>
            <OwnAppeals appeals={appeals} />
          </Card>
          <Card title={t("my.clips")} more={<Link to="/clips">{t("my.library")}</Link>}>
            {clips.length === 0 && <p className={styles.none}>{t("clips.empty_agent")}</p>}
            {clips.map((clip) => (
              <ClipCard key={clip.id} clip={clip} />
            ))}
          </Card>
        </div>
      </div>
    </>
  );
}

function Rank({ page: { rank } }: { page: Page }) {
  const { t } = useTranslation();
  return (
    <Card title={t("my.rank")}>
      {rank ? (
        <>
          <p className={styles.rank}>{t("my.rank_of", { rank: rank.place, size: rank.of })}</p>
          <p className={styles.note}>{t("my.rank_help", { score: rank.score.toFixed(1) })}</p>
        </>
      ) : (
        <p className={styles.none}>{t("my.rank_none")}</p>
      )}
    </Card>
  );
}

function Loading() {
  return (
    <>
      <Placeholder height={36} />
      <Placeholder height={84} />
      <div className={styles.columns} aria-busy="true">
        <Placeholder height={280} />
        <Placeholder height={280} />
      </div>
    </>
  );
}
