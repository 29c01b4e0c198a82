import { WarningOutlined } from "@ant-design/icons";
import { Table } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { NO_VALUE, useFormat } from "../../lib/format";
import styles from "./calibrations.module.css";
import { FigureTitle } from "./figure-name";
import type { Calibration, Outcome, RaterFigures } from "./queries";
import { biasWord, MACHINE, orderedRaters, TALK_BELOW } from "./reading";
import { useRaterName } from "./use-rater-name";

interface Props {
  session: Calibration;
  outcome: Outcome;
  children: ReactNode;
}

/** Everybody against the key, the machine last. */
export function RatersTable({ session, outcome, children }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useRaterName();
  return (
    <section className={styles.panel} aria-labelledby="summary">
      <header className={styles.head}>
        <h2 id="summary">{t("calibrations.summary")}</h2>
        <div className={styles.aside}>{children}</div>
      </header>
      <Table<RaterFigures>
        aria-labelledby="summary"
        size="small"
        rowKey="rater"
        dataSource={orderedRaters(outcome)}
        pagination={false}
        scroll={{ x: 760 }}
        columns={[
          {
            title: t("calibrations.rater"),
            render: (_, rater) =>
              rater.rater === session.expert_id
                ? t("calibrations.expert_of", { name: rater.name })
                : nameOf(rater),
          },
          {
            title: t("calibrations.figure_calls"),
            align: "right",
            width: 90,
            render: (_, { calls }) => format.count(calls),
          },
          {
            title: <FigureTitle name="alignment" />,
            align: "right",
            width: 220,
            render: (_, rater) => <Alignment rater={rater} />,
          },
          {
            title: <FigureTitle name="within" />,
            align: "right",
            width: 140,
            render: (_, { within }) => format.percent(within),
          },
          {
            title: <FigureTitle name="bias" />,
            align: "right",
            width: 260,
            render: (_, { bias }) => <Bias bias={bias} />,
          },
        ]}
      />
    </section>
  );
}

function Alignment({ rater: { rater, alignment } }: { rater: RaterFigures }) {
  const { t } = useTranslation();
  const format = useFormat();
  const low = alignment !== null && alignment < TALK_BELOW && rater !== MACHINE;
  if (!low) return format.percent(alignment);
  return (
    <span className={styles.low} title={t("calibrations.talk_about")}>
      <WarningOutlined aria-label={t("calibrations.talk_about")} /> {format.percent(alignment)}
    </span>
  );
}

function Bias({ bias }: { bias: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (bias === null) return NO_VALUE;
  const word = biasWord(bias);
  const told = t(`calibrations.bias_${word}`);
  return word === "same" ? told : `${format.change(bias)} · ${told}`;
}
