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
import { useNarrow, useRoomy } from "../../lib/narrow";
import { useSession } from "../../lib/session";
import { useWords } from "../../lib/words";
import { CallStateWord } from "./call-state-word";
import styles from "./calls.module.css";

/** Agents have only their own calls, and need not read whose each is. */
const OF_OTHERS: readonly string[] = ["agent", "team"];
/** What is on a phone's screen before anybody pushes the table aside. */
const FIRST_ON_PHONES: readonly string[] = ["started_at", "score", "verdict", "outcome"];

type Columns = (TableColumnsType<Call>[number] & { key: string; width: number })[];

/** The columns that are of use to the reader, those first that a narrow window shows. */
export function useColumns(): Columns {
  const columns = useAllColumns();
  const isNarrow = useNarrow();
  const { role } = useSession();
  const own = role === "agent" ? columns.filter(({ key }) => !OF_OTHERS.includes(key)) : columns;
  if (!isNarrow) return own;
  const first = FIRST_ON_PHONES.flatMap((wanted) => own.filter(({ key }) => key === wanted));
  return [...first, ...own.filter((column) => !first.includes(column))];
}

function useAllColumns(): Columns {
  const { t } = useTranslation();
  const word = useWords();
  const format = useFormat();
  const isRoomy = useRoomy();

  return useMemo<Columns>(
    () => [
      {
        key: "started_at",
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
      named("agent", t("calls.agent"), isRoomy ? 108 : 100, ({ agent_name }) => agent_name),
      named("team", t("calls.team"), isRoomy ? 124 : 84, ({ unit_name }) => unit_name),
      named(
        "campaign",
        t("calls.campaign"),
        isRoomy ? 144 : 92,
        ({ campaign_name }) => campaign_name,
      ),
      {
        key: "customer",
        title: t("calls.customer"),
        width: isRoomy ? 128 : 116,
        ellipsis: true,
        render: (_, { customer_number }) => customer_number ?? NO_VALUE,
      },
      {
        key: "talk",
        title: t("calls.talk"),
        width: 64,
        align: "right",
        render: (_, call) => <TalkTime {...call} />,
      },
      named(
        "outcome",
        t("calls.outcome"),
        96,
        ({ outcome }) => outcome && word("outcome", outcome),
      ),
      {
        key: "state",
        title: t("calls.state"),
        width: 80,
        render: (_, { state }) => <CallStateWord state={state} />,
      },
      {
        key: "score",
        title: t("calls.score"),
        width: 56,
        align: "right",
        render: (_, { score }) =>
          score === null ? NO_VALUE : <strong>{format.score(score)}</strong>,
      },
      {
        key: "verdict",
        title: t("calls.verdict"),
        width: 84,
        render: (_, { passed }) =>
          passed === null ? NO_VALUE : <Verdict of="call" verdict={passed ? "passed" : "failed"} />,
      },
      {
        key: "fatal",
        title: t("calls.fatal"),
        width: 52,
        align: "right",
        render: (_, { score, fatal_hits }) => (
          <FatalCell count={fatal_hits} scored={score !== null} />
        ),
      },
      {
        key: "recording",
        title: t("calls.recording"),
        width: 112,
        render: (_, { recording_state, recording_progress }) => (
          <RecordingWord state={recording_state} progress={recording_progress} />
        ),
      },
    ],
    [t, word, format, isRoomy],
  );
}

function named(key: string, title: string, width: number, text: (call: Call) => string | null) {
  return {
    key,
    title,
    width,
    render: (_: unknown, call: Call) => <Name text={text(call)} />,
  };
}

/** On two lines where one is too short. */
function Name({ text }: { text: string | null }) {
  if (!text) return NO_VALUE;
  return (
    <span className={styles.name} title={text}>
      {text}
    </span>
  );
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
