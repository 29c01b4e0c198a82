import { Button, DatePicker, Form, Popconfirm, Tag } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { Agent, Unit } from "../../lib/api";
import { isoDay } from "../../lib/format";
import { type Membership, useMemberships, useTransfer, useWithdraw } from "./queries";
import styles from "./team.module.css";
import { UnitSelect } from "./unit-select";
import { useSubmit } from "./use-submit";

interface Props {
  agent: Agent;
  units: readonly Unit[];
}

/** The teams of an agent over time, newest first, and moving to another. */
export function AgentTeams({ agent, units }: Props) {
  const { t } = useTranslation();
  const memberships = useMemberships(agent.id);
  const [moving, setMoving] = useState<Membership | "new" | null>(null);
  if (memberships.isPending) return <Placeholder height={80} />;
  if (!memberships.data)
    return <ProblemPanel error={memberships.error} onRetry={memberships.refetch} inline />;
  return (
    <>
      {memberships.data.items.map((stay) => (
        <Stay key={stay.id} agent={agent} stay={stay} onCorrect={() => setMoving(stay)} />
      ))}
      {moving ? (
        <Move
          key={moving === "new" ? "new" : moving.id}
          agent={agent}
          units={units}
          instead={moving === "new" ? null : moving}
          onDone={() => setMoving(null)}
        />
      ) : (
        <div>
          <Button onClick={() => setMoving("new")}>{t("team.move")}</Button>
        </div>
      )}
    </>
  );
}

interface StayProps {
  agent: Agent;
  stay: Membership;
  onCorrect: () => void;
}

function Stay({ agent, stay, onCorrect }: StayProps) {
  const { t } = useTranslation();
  const withdraw = useWithdraw(agent.id);
  const since = isoDay(stay.since, stay.timezone);
  const period = stay.until
    ? t("team.from_until", { since, until: isoDay(stay.until, stay.timezone) })
    : t("team.from", { since });
  return (
    <>
      <div className={styles.line}>
        <span>
          {stay.unit_name} <span className={styles.note}>{period}</span>{" "}
          {stay.lies_ahead && <Tag color="blue">{t("team.ahead")}</Tag>}
        </span>
        {stay.lies_ahead && (
          <span className={styles.actions}>
            <Button size="small" onClick={onCorrect}>
              {t("team.correct")}
            </Button>
            <Popconfirm
              title={t("team.withdraw_ask", { name: agent.name, unit: stay.unit_name })}
              okText={t("team.withdraw")}
              cancelText={t("team.keep")}
              onConfirm={() => withdraw.mutate(stay.id)}
            >
              <Button size="small" danger loading={withdraw.isPending}>
                {t("team.withdraw")}
              </Button>
            </Popconfirm>
          </span>
        )}
      </div>
      {withdraw.error && <ProblemPanel error={withdraw.error} inline />}
    </>
  );
}

interface MoveProps extends Props {
  /** The move that lies ahead and is corrected. */
  instead: Membership | null;
  onDone: () => void;
}

function Move({ agent, units, instead, onDone }: MoveProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ unit_id: string; since_date?: Dayjs | null }>();
  const day = Form.useWatch("since_date", form);
  const transfer = useTransfer(agent.id);
  const { submit, refused } = useSubmit(form, ["unit_id", "since_date"]);
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={
        instead
          ? { unit_id: instead.unit_id, since_date: dayjs(isoDay(instead.since, instead.timezone)) }
          : {}
      }
      onFinish={({ unit_id, since_date }) =>
        submit(
          () =>
            transfer.mutateAsync({
              unit_id,
              ...(since_date && { since_date: since_date.format("YYYY-MM-DD") }),
              ...(instead && { replaces: instead.id }),
            }),
          onDone,
        )
      }
    >
      {refused && <ProblemPanel error={refused} inline />}
      <Form.Item
        name="unit_id"
        label={t("team.move_to")}
        rules={[{ required: true, message: t("team.needed") }]}
      >
        <UnitSelect units={units} teams />
      </Form.Item>
      <Form.Item
        name="since_date"
        label={t("team.since")}
        extra={day?.isBefore(dayjs(), "day") ? t("team.past_help") : t("team.stay_help")}
      >
        <DatePicker style={{ width: "100%" }} placeholder={t("team.now")} />
      </Form.Item>
      <div className={styles.actions}>
        <Button type="primary" htmlType="submit" loading={transfer.isPending}>
          {t("team.move")}
        </Button>
        <Button onClick={onDone}>{t("team.cancel")}</Button>
      </div>
    </Form>
  );
}
