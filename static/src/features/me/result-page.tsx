import { ArrowLeftOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import { createPlayer } from "../../components/call/player";
import { SoundBar } from "../../components/clips/sound-bar";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { formatDuration, useFormat } from "../../lib/format";
import { asProblem, hasStatus, ProblemError } from "../../lib/problem";
import { useCan } from "../../lib/session";
import { useWords } from "../../lib/words";
import { Acknowledge } from "./acknowledge";
import { Card } from "./card";
import { type Result, useResult } from "./queries";
import styles from "./result.module.css";
import { ResultAppeals } from "./result-appeals";
import { ResultLines } from "./result-lines";
import { ResultScore } from "./result-score";
import { Said } from "./said";

/** The result of one of one's own calls: what counts, where it is heard, and what can be said to it. */
export default function ResultPage() {
  const { t } = useTranslation();
  const { reviewId = "" } = useParams();
  const result = useResult(reviewId);
  return (
    <div className={styles.page}>
      <title>{`${t("result.title")} · ${t("app.name")}`}</title>
      {result.data ? (
        <Shown key={reviewId} result={result.data} />
      ) : result.isError ? (
        <ProblemPanel error={asMissing(result.error)} onRetry={result.refetch} />
      ) : (
        <div className={styles.loading} aria-busy="true">
          <Placeholder height={44} />
          <Placeholder height={120} />
          <Placeholder height={320} />
        </div>
      )}
    </div>
  );
}

function Shown({ result }: { result: Result }) {
  const { t } = useTranslation();
  const [player] = useState(createPlayer);
  const mayListen = useCan("calls:listen");
  return (
    <>
      <Head result={result} />
      <ResultScore result={result} />
      {mayListen && (
        <div className={styles.sound}>
          <SoundBar
            src={`/api/v1/calls/${result.call_id}/audio`}
            duration_s={result.talk_s}
            label={t("result.listen")}
            player={player}
          />
        </div>
      )}
      <div className={styles.columns}>
        <ResultLines result={result} player={player} />
        <div className={styles.side}>
          <Acknowledge result={result} />
          <ResultAppeals result={result} />
          <Said result={result} player={player} />
          <Earlier result={result} />
        </div>
      </div>
    </>
  );
}

function Head({ result }: { result: Result }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWords();
  const { call_started_at, campaign_name, talk_s, outcome, number, released_at } = result;
  const told = [
    campaign_name,
    formatDuration(talk_s),
    outcome && word("outcome", outcome),
    t("result.version", { number }),
    t("result.released_at", { at: format.dateTime(released_at) }),
  ];
  return (
    <header className={styles.header}>
      <Link to="/me">
        <Button
          icon={<ArrowLeftOutlined />}
          aria-label={t("result.back")}
          title={t("result.back")}
          tabIndex={-1}
        />
      </Link>
      <div>
        <h1>
          {t("result.title")} · {format.dateTime(call_started_at)}
        </h1>
        <p className={styles.note}>{told.filter(Boolean).join(" · ")}</p>
      </div>
    </header>
  );
}

function Earlier({ result: { earlier } }: { result: Result }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (earlier.length === 0) return null;
  return (
    <Card title={t("result.earlier")}>
      <ul className={styles.plain}>
        {earlier.map(({ review_id, number, score, released_at }) => (
          <li key={review_id}>
            <Link to={`/me/results/${review_id}`}>{t("result.version", { number })}</Link>{" "}
            <strong>{format.score(score)}</strong>{" "}
            <span className={styles.note}>{format.dateTime(released_at)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** An address that can name no result is to the reader the same as one that names none. */
function asMissing(error: unknown): unknown {
  if (!hasStatus(error, 422)) return error;
  return new ProblemError({ ...asProblem(error), type: "about:blank", status: 404 });
}
