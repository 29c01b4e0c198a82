import { Alert, Button, InputNumber, Table } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import styles from "./calibrations.module.css";
import { useCallColumns } from "./call-columns";
import { MOST_CALLS } from "./choosing";
import { type CallsWanted, type Candidate, useDraw } from "./queries";

const COUNT = 5;

interface Props {
  wanted: CallsWanted;
  onDrawn: (ids: string[]) => void;
}

/** Some calls by chance: the seed makes it possible to show how they were chosen. */
export function ByChance({ wanted, onDrawn }: Props) {
  const { t } = useTranslation();
  const columns = useCallColumns();
  const draw = useDraw();
  const [count, setCount] = useState(COUNT);
  const [seed, setSeed] = useState(1);

  function drawNow() {
    draw.mutate(
      { ...wanted, count, seed },
      { onSuccess: ({ calls }) => onDrawn(calls.map(({ id }) => id)) },
    );
  }

  return (
    <>
      <div className={styles.narrowing}>
        <label htmlFor="draw-count">{t("calibrations.new.count")}</label>
        <InputNumber
          id="draw-count"
          size="small"
          className={styles.number ?? ""}
          min={1}
          max={MOST_CALLS}
          precision={0}
          value={count}
          onChange={(value) => setCount(value ?? COUNT)}
        />
        <label htmlFor="draw-seed">{t("calibrations.new.seed")}</label>
        <InputNumber
          id="draw-seed"
          size="small"
          className={styles.number ?? ""}
          min={0}
          max={2 ** 31 - 1}
          precision={0}
          value={seed}
          onChange={(value) => setSeed(value ?? 0)}
        />
        <Button size="small" loading={draw.isPending} onClick={drawNow}>
          {t("calibrations.new.draw")}
        </Button>
      </div>
      <p className={styles.note}>{t("calibrations.new.seed_help")}</p>
      {draw.error && <ProblemPanel error={draw.error} inline />}
      {draw.data &&
        (draw.data.calls.length > 0 ? (
          <>
            <p>
              {t("calibrations.new.drawn", {
                count: draw.data.calls.length,
                of: draw.data.of,
              })}
            </p>
            <Table<Candidate>
              className={styles.table ?? ""}
              aria-label={t("calibrations.calls")}
              size="small"
              rowKey="id"
              dataSource={draw.data.calls}
              pagination={false}
              scroll={{ y: 260 }}
              columns={columns}
            />
          </>
        ) : (
          <Alert type="warning" title={t("calibrations.new.drawn_none")} />
        ))}
    </>
  );
}
