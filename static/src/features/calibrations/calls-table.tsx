import { Button, Table, Tag } from "antd";
import { useTranslation } from "react-i18next";

import { formatDuration, useFormat } from "../../lib/format";
import styles from "./calibrations.module.css";
import { FigureTitle } from "./figure-name";
import type { Calibration, CallWords, Outcome } from "./queries";
import { orderedRaters, tiesOf } from "./reading";
import { useRaterName } from "./use-rater-name";

interface Props {
  session: Calibration;
  outcome: Outcome;
  onOpen: (callId: string) => void;
}

/** Scores side by side, the widest spread first; each a way to its items. */
export function CallsTable({ session, outcome, onOpen }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useRaterName();
  return (
    <section className={styles.panel} aria-labelledby="calls">
      <h2 id="calls">{t("calibrations.calls_by_spread")}</h2>
      <Table<CallWords>
        aria-labelledby="calls"
        size="small"
        rowKey={({ call }) => call.call_id}
        dataSource={outcome.calls}
        pagination={false}
        scroll={{ x: 700 + 90 * outcome.raters.length }}
        columns={[
          {
            title: t("calibrations.call"),
            render: (_, { call }) =>
              [
                format.dateTime(call.started_at),
                call.agent_name ?? t("calibrations.nobody"),
                formatDuration(call.talk_s),
              ].join(" · "),
          },
          {
            title: <FigureTitle name="spread" />,
            align: "right",
            width: 90,
            render: (_, { spread }) => format.score(spread),
          },
          ...orderedRaters(outcome).map((rater) => ({
            title: nameOf(rater),
            key: rater.rater,
            align: "right" as const,
            width: 90,
            render: (_: unknown, { scores }: CallWords) => format.score(scores[rater.rater]),
          })),
          {
            title: t("calibrations.consensus"),
            align: "right",
            width: 90,
            render: (_, { key_score }) => <strong>{format.score(key_score)}</strong>,
          },
          {
            title: "",
            width: 200,
            render: (_, words) => (
              <>
                <Button size="small" onClick={() => onOpen(words.call.call_id)}>
                  {t("calibrations.side_by_side")}
                </Button>{" "}
                <TieTag count={tiesOf(session, words)} />
              </>
            ),
          },
        ]}
      />
    </section>
  );
}

function TieTag({ count }: { count: number }) {
  const { t } = useTranslation();
  return count > 0 && <Tag color="warning">{t("calibrations.ties_of", { count })}</Tag>;
}
