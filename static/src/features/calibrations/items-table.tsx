import { Table } from "antd";
import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import styles from "./calibrations.module.css";
import { FigureTitle } from "./figure-name";
import { Kappa } from "./kappa";
import type { ItemFigures } from "./queries";
import { noKappa, TALK_BELOW } from "./reading";

/** Which item is understood in the same way; the least agreed first. */
export function ItemsTable({ items }: { items: readonly ItemFigures[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section className={styles.panel} aria-labelledby="items">
      <h2 id="items">{t("calibrations.items")}</h2>
      <Table<ItemFigures>
        aria-labelledby="items"
        size="small"
        rowKey="rule_key"
        dataSource={items.toSorted((a, b) => (a.alignment ?? 2) - (b.alignment ?? 2))}
        pagination={false}
        scroll={{ x: 760 }}
        columns={[
          { title: t("calibrations.item"), dataIndex: "rule_name" },
          {
            title: t("calibrations.ratings"),
            align: "right",
            width: 90,
            render: (_, { ratings }) => format.count(ratings),
          },
          {
            title: <FigureTitle name="item_alignment" />,
            align: "right",
            width: 140,
            render: (_, { alignment }) => (
              <span
                className={alignment !== null && alignment < TALK_BELOW ? styles.low : undefined}
              >
                {format.percent(alignment)}
              </span>
            ),
          },
          {
            title: <FigureTitle name="agreement" />,
            align: "right",
            width: 140,
            render: (_, { agreement }) => format.percent(agreement),
          },
          {
            title: <FigureTitle name="kappa" />,
            align: "right",
            width: 260,
            render: (_, item) => (
              <Kappa kappa={item.kappa} why={t(`calibrations.kappa_${noKappa(item)}`)} />
            ),
          },
        ]}
      />
    </section>
  );
}
