import { WarningFilled } from "@ant-design/icons";
import type { TableColumnsType } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { RecordingWord } from "../../components/recording-word";
import { TalkTime } from "../../components/talk-time";
import { Verdict } from "../../components/verdict";
import type { Call } from "../../lib/api";
import { NO_VALUE, useFormat } from "../../lib/format";
import { useWords } from "../../lib/words";
import { CallStateWord } from "./call-state-word";
import styles from "./calls.module.css";

export function useColumns(): TableColumnsType<Call> {
  const { t } = useTranslation();
  const word = useWords();
  const format = useFormat();

  return useMemo<TableColumnsType<Call>>(
    () => [
      {
        title: t("calls.started_at"),
        width: 116,
        render: (_, { id, started_at }) => {
          const time = format.dateTime(started_at);
          return (
            <Link to={`/calls/${id}`} aria-label={t("calls.open", { time })}>
              <time dateTime={started_at}>{time}</time>
            </Link>
          );
        },
      },
      named(t("calls.agent"), 92, ({ agent_name }) => agent_name),
      named(t("calls.team"), 82, ({ unit_name }) => unit_name),
      named(t("calls.campaign"), 100, ({ campaign_name }) => campaign_name),
      named(t("calls.customer"), 116, ({ customer_number }) => customer_number),
      {
        title: t("calls.talk"),
        width: 52,
        align: "right",
        render: (_, call) => <TalkTime {...call} />,
      },
      named(t("calls.outcome"), 84, ({ outcome }) => outcome && word("outcome", outcome)),
      {
        title: t("calls.state"),
        width: 80,
        render: (_, { state }) => <CallStateWord state={state} />,
      },
      {
        title: t("calls.score"),
        width: 56,
        align: "right",
        render: (_, { score }) =>
          score === null ? NO_VALUE : <strong>{format.score(score)}</strong>,
      },
      {
        title: t("calls.verdict"),
        width: 84,
        render: (_, { passed }) =>
          passed === null ? NO_VALUE : <Verdict of="call" verdict={passed ? "passed" : "failed"} />,
      },
      {
        title: t("calls.fatal"),
        width: 52,
        align: "right",
        render: (_, { score, fatal_hits }) => (
          <FatalCell count={fatal_hits} scored={score !== null} />
        ),
      },
      {
        title: t("calls.recording"),
        width: 108,
        render: (_, { recording_state, recording_progress }) => (
          <RecordingWord state={recording_state} progress={recording_progress} />
        ),
      },
    ],
    [t, word, format],
  );
}

function named(title: string, width: number, text: (call: Call) => string | null) {
  return {
    title,
    width,
    ellipsis: true,
    render: (_: unknown, call: Call) => text(call) ?? NO_VALUE,
  };
}

function FatalCell({ count, scored }: { count: number; scored: boolean }) {
  const format = useFormat();
  if (count === 0) return scored ? format.count(0) : NO_VALUE;
  return (
    <strong className={styles.fatal}>
      <WarningFilled /> {format.count(count)}
    </strong>
  );
}
