import { ArrowLeftOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { CallDetail } from "../../lib/api";
import { formatDuration, NO_VALUE, useFormat } from "../../lib/format";
import { useWords } from "../../lib/words";
import { CopyButton } from "../copy-button";
import { TalkTime } from "../talk-time";
import styles from "./call.module.css";
import { NoticeWord } from "./notice-word";
import { Reveal } from "./reveal";

interface Props {
  call: CallDetail;
  /** Where somebody goes back to who came by a shared address. */
  back?: { to: string; label: string };
  /** Only what one needs to know to judge it. */
  brief?: boolean;
}

/** Who, whom, for what, when, how long, how it ended: on one line. */
export function Facts({ call, back, brief = false }: Props) {
  const { t } = useTranslation();
  const word = useWords();
  const format = useFormat();
  return (
    <header className={styles.header}>
      <BackButton to={back?.to ?? "/calls"} label={back?.label ?? t("call.back")} />
      <h1 className="visually-hidden">{t("call.title")}</h1>
      <dl className={styles.facts} aria-label={t("call.facts")}>
        <Fact term={t("call.agent")} strong>
          {call.agent_name ?? t("call.nobody")}
          {call.unit_name && <span className={styles.muted}> {call.unit_name}</span>}
        </Fact>
        <Fact term={t("call.customer")}>
          <Customer call={call} />
        </Fact>
        <Notice call={call} />
        <Fact term={t("call.campaign")}>{call.campaign_name ?? NO_VALUE}</Fact>
        <Fact term={t("call.started_at")}>
          <time dateTime={call.started_at}>{format.dateTime(call.started_at)}</time>
        </Fact>
        <Fact term={t("call.talk")}>
          <TalkTime {...call} />
        </Fact>
        {call.hold_s > 0 && !brief && (
          <Fact term={t("call.hold")}>{formatDuration(call.hold_s)}</Fact>
        )}
        {!brief && <Fact term={t("call.state")}>{t(`words.call_state.${call.state}`)}</Fact>}
        <Fact term={t("call.outcome")}>
          {call.outcome ? word("outcome", call.outcome) : NO_VALUE}
        </Fact>
        {call.amount !== null && (
          <Fact term={t("call.amount")}>{format.money(call.amount, call.currency)}</Fact>
        )}
        {call.hangup_by && !brief && (
          <Fact term={t("call.hangup_by")}>{word("hangup_by", call.hangup_by)}</Fact>
        )}
        {!brief && <CallKey call={call} />}
      </dl>
    </header>
  );
}

function CallKey({ call }: { call: CallDetail }) {
  const { t } = useTranslation();
  return (
    <Fact term={t("call.call_key")}>
      <span className={styles.key} title={call.call_key}>
        {call.call_key}
      </span>
      <CopyButton text={call.call_key} label={`${t("action.copy")} ${t("call.call_key")}`} />
    </Fact>
  );
}

function Customer({ call }: { call: CallDetail }) {
  if (!call.customer_number) return NO_VALUE;
  return (
    <>
      {call.customer_number}
      {!call.plain_number && <Reveal callId={call.id} what="customer_number" />}
    </>
  );
}

/** Absent until the call has been heard. */
function Notice({ call }: { call: CallDetail }) {
  const { t } = useTranslation();
  if (!call.notice) return null;
  return (
    <Fact term={t("notice.label")}>
      <NoticeWord call={call} />
    </Fact>
  );
}

interface FactProps {
  term: string;
  strong?: boolean;
  children: ReactNode;
}

function Fact({ term, strong = false, children }: FactProps) {
  return (
    <div className={styles.fact} data-strong={strong}>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Back to the list as it was, filters and page included; to a fresh one for a shared address. */
function BackButton({ to, label }: { to: string; label: string }) {
  const navigate = useNavigate();
  const cameFromHere = Number(window.history.state?.idx) > 0;
  return (
    <Button
      icon={<ArrowLeftOutlined />}
      aria-label={label}
      title={label}
      onClick={() => (cameFromHere ? navigate(-1) : navigate(to))}
    />
  );
}
