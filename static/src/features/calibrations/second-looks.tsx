import { PlusOutlined } from "@ant-design/icons";
import { Button, Empty, Select, Table } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import { AskForLooks } from "./ask-for-looks";
import styles from "./calibrations.module.css";
import { FigureTitle } from "./figure-name";
import { type SecondLook, useRaters, useSecondLooks } from "./queries";

/** What inspectors finished, beside what a second person made of it. */
export function SecondLooks() {
  const { t } = useTranslation();
  const [reviewer, setReviewer] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const raters = useRaters();
  const looks = useSecondLooks(reviewer);
  return (
    <section className={styles.panel} aria-labelledby="looks">
      <header className={styles.head}>
        <h2 id="looks">{t("calibrations.looks.title")}</h2>
        <div className={styles.aside}>
          <Select<string>
            className={styles.place ?? ""}
            size="small"
            allowClear
            aria-label={t("calibrations.looks.inspector")}
            placeholder={t("calibrations.looks.all")}
            value={reviewer}
            showSearch={{ optionFilterProp: "label" }}
            options={(raters.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id) => setReviewer(id ?? null)}
          />
          <Button size="small" icon={<PlusOutlined />} onClick={() => setAsking(true)}>
            {t("calibrations.looks.ask")}
          </Button>
        </div>
      </header>
      <p className={styles.note}>{t("calibrations.looks.help")}</p>
      {looks.data ? (
        <Looks looks={looks.data.items} />
      ) : looks.error ? (
        <ProblemPanel error={looks.error} inline onRetry={looks.refetch} />
      ) : (
        <Placeholder height={160} />
      )}
      {asking && <AskForLooks raters={raters.data ?? []} onClose={() => setAsking(false)} />}
    </section>
  );
}

function Looks({ looks }: { looks: SecondLook[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Table<SecondLook>
      aria-labelledby="looks"
      size="small"
      rowKey="regrade_id"
      dataSource={looks}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 960 }}
      locale={{ emptyText: <NoLooks /> }}
      columns={[
        {
          title: t("calibrations.call"),
          width: 150,
          render: (_, { call_id, started_at }) => (
            <Link to={`/calls/${call_id}`}>{format.dateTime(started_at)}</Link>
          ),
        },
        { title: t("calibrations.looks.inspector"), dataIndex: "reviewer", width: 120 },
        { title: t("calibrations.looks.second"), dataIndex: "second", width: 120 },
        {
          title: t("calibrations.looks.scores"),
          width: 150,
          render: (_, look) => (
            <Link to={`/reviews/calls/${look.call_id}?review=${look.review_id}`}>
              {format.score(look.score)} → {format.score(look.second_score)}
            </Link>
          ),
        },
        {
          title: <FigureTitle name="alignment" />,
          align: "right",
          width: 100,
          render: (_, { alignment }) => format.percent(alignment),
        },
        {
          title: t("calibrations.looks.differs"),
          render: (_, look) => <Changes look={look} />,
        },
        {
          title: t("calibrations.looks.when"),
          width: 150,
          render: (_, { finalised_at }) => format.dateTime(finalised_at),
        },
      ]}
    />
  );
}

function Changes({ look: { differs } }: { look: SecondLook }) {
  const { t } = useTranslation();
  const changes = Object.entries(differs);
  if (changes.length === 0)
    return <span className={styles.note}>{t("calibrations.looks.same")}</span>;
  return (
    <ul className={styles.changes}>
      {changes.map(([rule, [first, second]]) => (
        <li key={rule}>
          {t("calibrations.looks.change", {
            rule,
            first: t(`words.line_verdict.${first}`),
            second: t(`words.line_verdict.${second}`),
          })}
        </li>
      ))}
    </ul>
  );
}

function NoLooks() {
  const { t } = useTranslation();
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("calibrations.looks.none")}>
      <p className={styles.next}>{t("calibrations.looks.none_next")}</p>
    </Empty>
  );
}
