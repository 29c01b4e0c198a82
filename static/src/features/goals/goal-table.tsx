import { App, Button, Empty, Table, Tag } from "antd";
import { useTranslation } from "react-i18next";

import { useProblemSentence } from "../../components/problem-panel";
import type { Goal } from "../../lib/api";
import styles from "./goals.module.css";
import { useAmount, useMetricName } from "./metrics";
import { useEndGoal } from "./queries";
import { useHoursText } from "./use-hours-text";
import { Whose } from "./whose";

const COLOURS = { current: "success", planned: "processing", past: "default" } as const;

interface Props {
  goals: Goal[];
  mayWrite: boolean;
  onAdd: () => void;
  onChange: (goal: Goal) => void;
}

export function GoalTable({ goals, mayWrite, onAdd, onChange }: Props) {
  const { t } = useTranslation();
  const nameOf = useMetricName();
  const amount = useAmount();
  const hoursText = useHoursText();
  return (
    <Table<Goal>
      className={styles.table ?? ""}
      aria-label={t("nav.goals")}
      size="small"
      rowKey="id"
      dataSource={goals}
      pagination={false}
      scroll={{ x: 960 }}
      locale={{
        emptyText: (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("goals.none")}>
            {mayWrite && <Button onClick={onAdd}>{t("goals.add")}</Button>}
          </Empty>
        ),
      }}
      columns={[
        { title: t("goals.whose"), render: (_, goal) => <Whose goal={goal} /> },
        { title: t("goals.metric"), width: 120, render: (_, { metric }) => nameOf(metric) },
        {
          title: t("goals.target"),
          width: 120,
          align: "right",
          render: (_, { metric, target }) => <strong>{amount(metric, target)}</strong>,
        },
        { title: t("goals.when"), render: (_, { hours }) => hoursText(hours) },
        { title: t("goals.from"), dataIndex: "valid_from", width: 112 },
        {
          title: t("goals.state"),
          width: 96,
          render: (_, { state }) => (
            <Tag color={COLOURS[state]} variant="filled">
              {t(`goals.states.${state}`)}
            </Tag>
          ),
        },
        { title: t("goals.by"), dataIndex: "created_by", width: 112 },
        ...(mayWrite
          ? [
              {
                title: t("goals.acts"),
                width: 144,
                render: (_: unknown, goal: Goal) =>
                  goal.state !== "past" && <Acts goal={goal} onChange={onChange} />,
              },
            ]
          : []),
      ]}
    />
  );
}

function Acts({ goal, onChange }: { goal: Goal; onChange: (goal: Goal) => void }) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const nameOf = useMetricName();
  const end = useEndGoal();
  const says = { name: goal.agent_name ?? goal.unit_name, metric: nameOf(goal.metric) };
  const label = `${says.name} ${says.metric}`;
  return (
    <>
      <Button
        type="link"
        size="small"
        aria-label={`${t("goals.change")} ${label}`}
        onClick={() => onChange(goal)}
      >
        {t("goals.change")}
      </Button>
      <Button
        type="link"
        size="small"
        danger
        aria-label={`${t("goals.end")} ${label}`}
        onClick={() =>
          modal.confirm({
            title: t("goals.end_ask", says),
            content: t("goals.end_says"),
            okText: t("goals.end"),
            okButtonProps: { danger: true },
            cancelText: t("goals.cancel"),
            onOk: () =>
              end
                .mutateAsync(goal.id)
                .catch((error: unknown) => void message.error(sentenceOf(error))),
          })
        }
      >
        {t("goals.end")}
      </Button>
    </>
  );
}
