import { Button, Table } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import styles from "./calibrations.module.css";
import { FigureTitle } from "./figure-name";
import { Kappa } from "./kappa";
import type { Outcome, PairFigures } from "./queries";
import { orderedRaters, pairOf } from "./reading";
import { useRaterName } from "./use-rater-name";

/** Everybody with everybody: scores within 10 points, and by item on demand. */
export function PairsTable({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useRaterName();
  const [opened, open] = useState<PairFigures | null>(null);
  const raters = orderedRaters(outcome);
  return (
    <section className={styles.panel} aria-labelledby="pairs">
      <h2 id="pairs">{t("calibrations.pairs")}</h2>
      <p className={styles.note}>{t("calibrations.pairs_help")}</p>
      <div className={styles.scrolls}>
        <table className={styles.matrix} aria-labelledby="pairs">
          <thead>
            <tr>
              <th aria-label={t("calibrations.rater")} />
              {raters.slice(1).map((rater) => (
                <th key={rater.rater} scope="col">
                  {nameOf(rater)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {raters.slice(0, -1).map((one, row) => (
              <tr key={one.rater}>
                <th scope="row">{nameOf(one)}</th>
                {raters.slice(1).map((other, column) => {
                  const pair = pairOf(outcome.pairs, one.rater, other.rater);
                  if (column < row || !pair)
                    return <td key={other.rater} className={styles.self} aria-hidden="true" />;
                  const names = { a: nameOf(one), b: nameOf(other) };
                  return (
                    <td key={other.rater} className={pair === opened ? styles.chosen : undefined}>
                      <Button
                        type="link"
                        size="small"
                        aria-expanded={pair === opened}
                        aria-label={`${t("calibrations.pair_of", names)} ${format.percent(pair.within)}`}
                        onClick={() => open(pair === opened ? null : pair)}
                      >
                        {format.percent(pair.within)}
                      </Button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {opened && <ByItem pair={opened} outcome={outcome} />}
    </section>
  );
}

function ByItem({ pair, outcome }: { pair: PairFigures; outcome: Outcome }) {
  const { t } = useTranslation();
  const nameOf = useRaterName();
  const [a = "", b = ""] = pair.raters.map((id) => {
    const found = outcome.raters.find(({ rater }) => rater === id);
    return found ? nameOf(found) : id;
  });
  const title = t("calibrations.pair_of", { a, b });
  return (
    <>
      <p>
        <strong>{title}</strong> · {t("calibrations.pair_calls", { count: pair.calls })}
      </p>
      <Table
        aria-label={title}
        size="small"
        rowKey="rule_key"
        dataSource={outcome.items.map(({ rule_key, rule_name }) => ({ rule_key, rule_name }))}
        pagination={false}
        columns={[
          { title: t("calibrations.item"), dataIndex: "rule_name" },
          {
            title: <FigureTitle name="cohen" />,
            align: "right",
            width: 280,
            render: (_, { rule_key }) => (
              <Kappa
                kappa={pair.kappas[rule_key] ?? null}
                why={t(
                  rule_key in pair.kappas
                    ? "calibrations.kappa_same"
                    : "calibrations.kappa_pair_few",
                )}
              />
            ),
          },
        ]}
      />
    </>
  );
}
