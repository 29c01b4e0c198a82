import { CheckOutlined } from "@ant-design/icons";
import { Alert, Button, Progress, Table } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";

import { formatDuration, useFormat } from "../../lib/format";
import styles from "./calibrations.module.css";
import type { Calibration } from "./queries";

type SessionCall = Calibration["calls"][number];
type OwnTask = Calibration["own_tasks"][number];

/** Before it is closed: who is how far, and one's own calls. Nobody's verdicts. */
export function Judging({ session }: { session: Calibration }) {
  const { t } = useTranslation();
  const { state, blind_machine } = session;
  return (
    <>
      <Alert
        type="info"
        showIcon
        title={t(state === "open" ? "calibrations.open_says" : "calibrations.cancelled_says")}
        description={state === "open" && blind_machine && t("calibrations.blind_says")}
      />
      <div className={styles.two}>
        <Raters session={session} />
        <Calls session={session} />
      </div>
    </>
  );
}

function Raters({ session: { raters, calls } }: { session: Calibration }) {
  const { t } = useTranslation();
  return (
    <section className={styles.panel} aria-labelledby="raters">
      <h2 id="raters">{t("calibrations.raters")}</h2>
      <ul className={styles.progress}>
        {raters.map(({ id, name, done }) => (
          <li key={id}>
            <span>{name}</span>
            <Progress
              percent={(100 * done) / Math.max(1, calls.length)}
              size="small"
              showInfo={false}
              aria-label={name}
            />
            <span>{t("calibrations.progress_of", { done, all: calls.length })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Calls({ session }: { session: Calibration }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { calls, own_tasks, blind_machine } = session;
  const own = new Map(own_tasks.map((task) => [task.call_id, task]));
  return (
    <Table<SessionCall>
      className={styles.table ?? ""}
      aria-label={t("calibrations.calls")}
      size="small"
      rowKey="call_id"
      dataSource={calls}
      pagination={false}
      columns={[
        {
          title: t("calibrations.call"),
          render: (_, { call_id, started_at }) =>
            // The page of the call shows what the machine made of it.
            blind_machine && own.size > 0 ? (
              format.dateTime(started_at)
            ) : (
              <Link to={`/calls/${call_id}`}>{format.dateTime(started_at)}</Link>
            ),
        },
        {
          title: t("calibrations.agent"),
          render: (_, { agent_name }) => agent_name ?? t("calibrations.nobody"),
        },
        {
          title: t("calibrations.talk"),
          align: "right",
          render: (_, { talk_s }) => formatDuration(talk_s),
        },
        ...(own.size > 0
          ? [
              {
                title: "",
                width: 120,
                render: (_: unknown, { call_id }: SessionCall) => <Judge task={own.get(call_id)} />,
              },
            ]
          : []),
      ]}
    />
  );
}

/** The way to the desk, while there is something to do there. */
function Judge({ task }: { task: OwnTask | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  if (!task) return null;
  if (task.state === "withdrawn") return t("calibrations.withdrawn");
  if (task.state === "done")
    return (
      <>
        <CheckOutlined /> {t("calibrations.judged")}
      </>
    );
  return (
    <Button
      size="small"
      type="primary"
      onClick={() => navigate(`/reviews/calls/${task.call_id}?task=${task.id}`)}
    >
      {t(task.state === "claimed" ? "calibrations.go_on" : "calibrations.judge")}
    </Button>
  );
}
