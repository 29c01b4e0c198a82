import { Collapse, Select, Spin, Table } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { dayAfter, dayStart, fromPicker, pickerToday } from "../../lib/day";
import { useFormat } from "../../lib/format";
import { asProblem } from "../../lib/problem";
import { useTimezone } from "../../lib/session";
import { useSettled } from "../../lib/settled";
import { asksForSomething, type PlanDraft, toBody } from "./draft";
import { type PlanBody, type PlanPreview, usePlanPreview } from "./queries";
import styles from "./sampling.module.css";
import { partOf, spreadOf } from "./spread";
import { useDigest } from "./use-digest";
import { stretch } from "./weeks";

const SETTLED_MS = 600;
const PAGE = 8;
/** How many periods that are over the plan is tried on; none for the one that is going on. */
const PERIODS = {
  day: { now: 0, short: 1, long: 7 },
  week: { now: 0, short: 1, long: 4 },
} as const;
const LENGTHS = ["now", "short", "long"] as const;

/** What the plan would have drawn of calls that are there, while it is being written. */
export function PlanPreviewPanel({ draft }: { draft: PlanDraft }) {
  const { t } = useTranslation();
  const [length, setLength] = useState<(typeof LENGTHS)[number]>("short");
  const text = useSettled(JSON.stringify(draft), SETTLED_MS);
  const settled = JSON.parse(text) as PlanDraft;
  const { period } = settled;
  const ready = settled.layers.length > 0 && settled.layers.every(asksForSomething);
  const body = toBody(settled);
  const tried = useStretch(period, PERIODS[period][length]);
  const preview = usePlanPreview({ body, ...tried }, ready);
  return (
    <section className={styles.preview} aria-labelledby="plan-preview" aria-live="polite">
      <header className={styles.sentence}>
        <h2 id="plan-preview">{t("sampling.preview.title")}</h2>
        <Select
          className={styles.choice ?? ""}
          size="small"
          aria-label={t("sampling.preview.on")}
          value={length}
          onChange={setLength}
          options={LENGTHS.map((value) => ({
            value,
            label: t(`sampling.preview.${period}.${value}`, { count: PERIODS[period][value] }),
          }))}
        />
        {preview.isFetching && <Spin size="small" />}
      </header>
      {!ready ? (
        <p className={styles.note}>{t("sampling.event.needed")}</p>
      ) : preview.error ? (
        <Refused error={preview.error} onRetry={preview.refetch} />
      ) : preview.data ? (
        <Told preview={preview.data} body={body} />
      ) : (
        <Placeholder height={96} />
      )}
    </section>
  );
}

function useStretch(period: PlanBody["period"], count: number) {
  const timezone = useTimezone();
  const [first, last] = stretch(period, pickerToday(timezone), count);
  return {
    from: dayStart(fromPicker(first), timezone),
    until: dayStart(dayAfter(fromPicker(last)), timezone),
  };
}

/** What is wrong, and with which part of the plan. */
function Refused({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const { part, layer } = partOf(asProblem(error).field);
  const names: Record<string, string> = {
    filters: t("sampling.filters"),
    period: t("sampling.period"),
    most: t("sampling.most"),
    inspector_ids: t("sampling.inspectors"),
  };
  const where = layer === null ? names[part] : t("sampling.preview.layer", { number: layer + 1 });
  return (
    <>
      {where && <strong>{t("sampling.preview.wrong", { where })}</strong>}
      <ProblemPanel error={error} onRetry={onRetry} inline />
    </>
  );
}

function Told({ preview, body }: { preview: PlanPreview; body: PlanBody }) {
  const { t } = useTranslation();
  const { count } = useFormat();
  const { calls, chosen, layers } = preview;
  const digestOf = useDigest();
  if (calls === 0) return <p className={styles.note}>{t("sampling.preview.none")}</p>;
  return (
    <>
      <p>{t("sampling.preview.chosen", { chosen: count(chosen), calls: count(calls) })}</p>
      <ul className={styles.drawn}>
        {layers.map(({ layer, kind, chosen: drawn, left_out }) => {
          const said = body.layers[layer];
          return (
            <li key={layer}>
              <strong>{count(drawn)}</strong>
              <span>
                {said?.kind === kind ? digestOf(said) : t(`sampling.layer.${kind}`)}
                {left_out > 0 && (
                  <span className={styles.note}>
                    {" "}
                    {t("sampling.left_out")} {count(left_out)}
                  </span>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      <Agents agents={preview.by_agent} />
    </>
  );
}

function Agents({ agents }: { agents: PlanPreview["by_agent"] }) {
  const { t } = useTranslation();
  const { count, decimal } = useFormat();
  const spread = spreadOf(agents);
  if (!spread) return null;
  const { least, median, most, without } = spread;
  const told = { least: count(least), median: decimal(median), most: count(most) };
  return (
    <Collapse
      size="small"
      items={[
        {
          key: "agents",
          label: [
            t("sampling.preview.spread", told),
            without > 0 && t("sampling.preview.without", { count: without }),
          ]
            .filter(Boolean)
            .join(" · "),
          children: (
            <Table
              size="small"
              rowKey="agent_id"
              dataSource={agents}
              pagination={{ pageSize: PAGE, hideOnSinglePage: true, showSizeChanger: false }}
              columns={[
                { title: t("sampling.preview.agent"), dataIndex: "agent_name" },
                {
                  title: t("sampling.preview.calls"),
                  width: 112,
                  align: "right",
                  sorter: (a, b) => a.calls - b.calls,
                  render: (_, { calls }) => count(calls),
                },
                {
                  title: t("sampling.chosen"),
                  width: 208,
                  defaultSortOrder: "descend",
                  sorter: (a, b) => a.chosen - b.chosen,
                  render: (_, { chosen }) => <Drawn chosen={chosen} most={most} />,
                },
              ]}
            />
          ),
        },
      ]}
    />
  );
}

function Drawn({ chosen, most }: { chosen: number; most: number }) {
  const { count } = useFormat();
  return (
    <span className={styles.amountBar}>
      <span>{count(chosen)}</span>
      <span className={styles.track} aria-hidden="true">
        <span style={{ width: `${(chosen / Math.max(1, most)) * 100}%` }} />
      </span>
    </span>
  );
}
