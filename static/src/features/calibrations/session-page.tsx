import { ArrowLeftOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel, useProblemSentence } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import { asProblem, hasStatus, ProblemError } from "../../lib/problem";
import { useCan } from "../../lib/session";
import styles from "./calibrations.module.css";
import { Judging } from "./judging";
import { OutcomeView } from "./outcome-view";
import { type Calibration, useCalibration, useCancel, useClose } from "./queries";
import { StateTag } from "./state-tag";

/** One session: while it is open how far it is, afterwards what came of it. */
export default function SessionPage() {
  const { calibrationId = "" } = useParams();
  const session = useCalibration(calibrationId);
  if (session.data) return <Session session={session.data} />;
  if (session.error)
    return <ProblemPanel error={asMissing(session.error)} onRetry={session.refetch} />;
  return (
    <div className={styles.page} aria-busy="true">
      <Placeholder height={64} />
      <Placeholder height={320} />
    </div>
  );
}

function Session({ session }: { session: Calibration }) {
  const { t } = useTranslation();
  const manages = useCan("reviews:manage");
  return (
    <div className={styles.page}>
      <title>{`${session.name} · ${t("nav.calibrations")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <BackButton />
        <h1>{session.name}</h1>
        <StateTag state={session.state} />
        {manages && session.state === "open" && <Ways session={session} />}
      </header>
      <About session={session} />
      {session.state === "closed" ? (
        <OutcomeView session={session} />
      ) : (
        <Judging session={session} />
      )}
    </div>
  );
}

function BackButton() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Button
      icon={<ArrowLeftOutlined />}
      aria-label={t("calibrations.back")}
      title={t("calibrations.back")}
      onClick={() => navigate("/reviews/calibrations")}
    />
  );
}

function About({ session }: { session: Calibration }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const expert = session.raters.find(({ id }) => id === session.expert_id);
  const facts = [
    t("calibrations.card_version", {
      name: session.scorecard_name,
      number: session.scorecard_version,
    }),
    expert ? t("calibrations.key_expert", { name: expert.name }) : t("calibrations.key_consensus"),
    t(session.blind_machine ? "calibrations.blind" : "calibrations.not_blind"),
    `${t("calibrations.created")} ${session.created_by_name} · ${dateTime(session.created_at)}`,
    session.state === "open" &&
      session.due_at &&
      `${t("calibrations.due")} ${dateTime(session.due_at)}`,
    session.closed_at &&
      `${t(`calibrations.states.${session.state}`)} ${dateTime(session.closed_at)}`,
  ];
  return (
    <ul className={styles.facts}>{facts.map((fact) => fact && <li key={fact}>{fact}</li>)}</ul>
  );
}

function Ways({ session }: { session: Calibration }) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const close = useClose();
  const cancel = useCancel();
  const { id, name, raters, calls } = session;
  const missing = raters.length * calls.length - raters.reduce((sum, { done }) => sum + done, 0);

  function ask(what: "close" | "drop") {
    const act = what === "close" ? close : cancel;
    modal.confirm({
      title: t(`calibrations.${what}_of`, { name }),
      content: [
        t(`calibrations.${what}_says`),
        what === "close" && missing > 0 && t("calibrations.close_missing", { count: missing }),
      ]
        .filter(Boolean)
        .join(" "),
      okText: t(`calibrations.${what}`),
      okButtonProps: { danger: what === "drop" },
      cancelText: t("calibrations.keep"),
      onOk: () =>
        act.mutateAsync(id).catch((error: unknown) => void message.error(sentenceOf(error))),
    });
  }

  return (
    <div className={styles.aside}>
      <Button danger onClick={() => ask("drop")}>
        {t("calibrations.drop")}
      </Button>
      <Button type="primary" onClick={() => ask("close")}>
        {t("calibrations.close")}
      </Button>
    </div>
  );
}

/** An address that can name no session is to the reader the same as one that names none. */
function asMissing(error: unknown): unknown {
  if (!hasStatus(error, 422)) return error;
  return new ProblemError({ ...asProblem(error), status: 404 });
}
