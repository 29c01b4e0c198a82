import { ClockCircleFilled, EyeInvisibleOutlined, WarningFilled } from "@ant-design/icons";
import { Table, Tag, Tooltip } from "antd";
import { type Key, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { useReasonWords } from "../../components/reason-words";
import { useAgo } from "../../lib/ago";
import { formatDuration, NO_VALUE, useFormat } from "../../lib/format";
import { useNow } from "../../lib/now";
import { useCan, useSession } from "../../lib/session";
import { useWords } from "../../lib/words";
import { ChosenBar } from "./chosen-bar";
import { EmptyQueue } from "./empty-queue";
import type { Filters } from "./filters";
import type { Task } from "./queries";
import styles from "./queue.module.css";
import { reviewOf } from "./review-address";
import { TaskActs } from "./task-acts";

interface Props {
  tasks: Task[];
  /** The rows belong to other filters; the right ones are on their way. */
  stale: boolean;
  filters: Filters;
  onClear: () => void;
}

const COLOURS = {
  event: "error",
  risk: "warning",
  random: "default",
  asked: "processing",
} as const;

export function TaskTable({ tasks, stale, filters, onClear }: Props) {
  const { t } = useTranslation();
  const manages = useCan("reviews:manage");
  const [chosen, setChosen] = useState<Key[]>([]);
  const closed = filters.view === "done" || filters.view === "withdrawn";
  return (
    <div className={styles.table} data-stale={stale}>
      {chosen.length > 0 && (
        <ChosenBar
          tasks={tasks.filter(({ id }) => chosen.includes(id))}
          onDone={() => setChosen([])}
        />
      )}
      <Table<Task>
        aria-label={t("tasks.table")}
        size="small"
        rowKey="id"
        dataSource={tasks}
        pagination={false}
        sticky
        scroll={{ x: 1000 }}
        tableLayout="fixed"
        {...(manages &&
          !closed && { rowSelection: { selectedRowKeys: chosen, onChange: setChosen } })}
        locale={{ emptyText: <EmptyQueue filters={filters} onClear={onClear} /> }}
        columns={[
          {
            title: t("tasks.why"),
            render: (_, task) => <Why task={task} />,
          },
          { title: t("tasks.call"), width: 320, render: (_, task) => <About task={task} /> },
          {
            title: t("calls.talk"),
            width: 64,
            align: "right",
            render: (_, { call }) => formatDuration(call.duration_s),
          },
          { title: t("tasks.score"), width: 112, render: (_, { call }) => <Scored call={call} /> },
          {
            title: closed ? t("tasks.done_at") : t("tasks.due"),
            width: 120,
            render: (_, task) => (closed ? <Done task={task} /> : <Due task={task} />),
          },
          { title: t("tasks.state"), width: 104, render: (_, task) => <State task={task} /> },
          { title: t("tasks.acts"), width: 104, render: (_, task) => <TaskActs task={task} /> },
        ]}
      />
    </div>
  );
}

function Why({ task }: { task: Task }) {
  const { t } = useTranslation();
  const wordsOf = useReasonWords();
  const format = useFormat();
  const { layer, reasons, note, repeat, created_by_name, purpose } = task;
  // These say themselves what they are for; that the call was reviewed before is their point.
  const isApart = purpose === "calibration" || purpose === "regrade";
  return (
    <div className={styles.two}>
      <span className={styles.why}>
        <Tag color={COLOURS[layer]}>
          {isApart ? format.list(wordsOf(reasons)) : t(`tasks.layers.${layer}`)}
        </Tag>
        {layer === "asked"
          ? t("tasks.asked_by", { name: created_by_name })
          : format.list(wordsOf(reasons))}
        {repeat && !isApart && (
          <Tooltip title={t("tasks.repeat_help")}>
            <Tag>{t("tasks.repeat")}</Tag>
          </Tooltip>
        )}
      </span>
      {note && <span className={styles.note}>{note}</span>}
    </div>
  );
}

function About({ task }: { task: Task }) {
  const { t } = useTranslation();
  const word = useWords();
  const { dateTime } = useFormat();
  const { call } = task;
  const facts = [call.campaign_name, call.outcome && word("outcome", call.outcome)];
  const told = [dateTime(call.started_at), ...facts].filter(Boolean).join(" · ");
  return (
    <div className={styles.two}>
      <span className={styles.line}>
        <Link to={reviewOf(task)}>{call.agent_name ?? t("tasks.some_agent")}</Link>
        {call.unit_name && ` · ${call.unit_name}`}
      </span>
      <span className={`${styles.line} ${styles.note}`} title={told}>
        {told}
      </span>
    </div>
  );
}

function Scored({ call: { score, score_hidden, fatal_hits, hits } }: Pick<Task, "call">) {
  const { t } = useTranslation();
  const format = useFormat();
  if (score_hidden)
    return (
      <Tooltip title={t("tasks.score_hidden_help")}>
        <span className={styles.note}>
          <EyeInvisibleOutlined /> {t("tasks.score_hidden")}
        </span>
      </Tooltip>
    );
  if (score === null) return t("tasks.not_scored");
  return (
    <div className={styles.two}>
      <strong>{format.score(score)}</strong>
      {fatal_hits > 0 ? (
        <span className={styles.fatal}>
          <WarningFilled /> {t("tasks.fatal", { count: fatal_hits })}
        </span>
      ) : (
        <span className={styles.note}>{t("tasks.hits", { count: hits })}</span>
      )}
    </div>
  );
}

function Due({ task: { due_at, overdue } }: { task: Task }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const agoOf = useAgo();
  const now = useNow();
  if (!due_at) return t("tasks.no_due");
  return (
    <div className={styles.two}>
      <time dateTime={due_at}>{dateTime(due_at).slice(0, -3)}</time>
      {overdue && (
        <span className={styles.late}>
          <ClockCircleFilled /> {t("tasks.overdue")} · {agoOf(due_at, now)}
        </span>
      )}
    </div>
  );
}

function Done({ task: { done_at } }: { task: Task }) {
  const { dateTime } = useFormat();
  return done_at ? <time dateTime={done_at}>{dateTime(done_at)}</time> : NO_VALUE;
}

function State({ task: { state, assignee } }: { task: Task }) {
  const { t } = useTranslation();
  const { user_id } = useSession();
  return (
    <div className={styles.two}>
      <span>{t(`tasks.states.${state}`)}</span>
      {assignee && (
        <span className={styles.note}>
          {assignee.id === user_id ? t("tasks.you") : assignee.name}
        </span>
      )}
    </div>
  );
}
