import { Empty, Select, Table, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { Delivery, DeliveryState, Source } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { useWords } from "../../lib/words";
import styles from "./deliveries.module.css";
import { DeliveryDrawer } from "./delivery-drawer";
import { DeliveryWord } from "./delivery-word";
import { useDeliveries } from "./queries";
import { useSeconds } from "./use-seconds";

const STATES = ["refused", "partly", "stored", "ignored"] as const satisfies DeliveryState[];
const SHOWN_NOTES = 2;

/** What it sent in its own format, newest first; one of them opens beside the list. */
export function DeliveriesTab({ source }: { source: Source }) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const wanted = params.getAll("state");
  const states = STATES.filter((state) => wanted.includes(state));
  const open = Number(params.get("delivery")) || null;
  const deliveries = useDeliveries(source.id, states, { cursor: params.get("cursor") });

  function show(delivery_id: number | null) {
    const next = new URLSearchParams(params);
    if (delivery_id === null) next.delete("delivery");
    else next.set("delivery", String(delivery_id));
    setParams(next, { replace: true });
  }

  function filter(chosen: DeliveryState[]) {
    setParams([
      ["tab", "deliveries"],
      ...chosen.map((state) => ["state", state] as [string, string]),
    ]);
  }

  return (
    <div className={styles.tab}>
      <search className={styles.filters}>
        <Select<DeliveryState[]>
          mode="multiple"
          className={styles.states}
          aria-label={t("sources.filter_state")}
          placeholder={t("sources.filter_state")}
          value={states}
          onChange={filter}
          options={STATES.map((value) => ({ value, label: t(`sources.delivery_state.${value}`) }))}
        />
      </search>
      {deliveries.isPending && <Placeholder height={320} />}
      {deliveries.isError && !deliveries.data && (
        <ProblemPanel error={deliveries.error} onRetry={deliveries.refetch} />
      )}
      {deliveries.data && (
        <>
          <List
            deliveries={deliveries.data.items}
            nothing={nothing(states.length > 0, source)}
            onOpen={show}
          />
          <Pager
            next={deliveries.data.next ?? null}
            label={t("sources.deliveries")}
            shown={t("sources.page", { count: deliveries.data.items.length })}
          />
        </>
      )}
      {open && <DeliveryDrawer key={open} deliveryId={open} onClose={() => show(null)} />}
    </div>
  );

  function nothing(filtered: boolean, { dialer }: Source): string {
    if (filtered) return t("sources.deliveries_empty");
    return dialer === "events" ? t("sources.deliveries_none_own") : t("sources.deliveries_none");
  }
}

interface ListProps {
  deliveries: Delivery[];
  nothing: string;
  onOpen: (delivery_id: number) => void;
}

function List({ deliveries, nothing, onOpen }: ListProps) {
  const { t } = useTranslation();
  return (
    <Table<Delivery>
      className={styles.table ?? ""}
      aria-label={t("sources.deliveries")}
      size="small"
      rowKey="id"
      columns={useColumns(onOpen)}
      dataSource={deliveries}
      pagination={false}
      tableLayout="fixed"
      scroll={{ x: 900 }}
      rowClassName={styles.row ?? ""}
      onRow={({ id }) => ({ onClick: () => !window.getSelection()?.toString() && onOpen(id) })}
      locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={nothing} /> }}
    />
  );
}

function useColumns(onOpen: (delivery_id: number) => void): TableColumnsType<Delivery> {
  const { t } = useTranslation();
  const format = useFormat();
  const seconds = useSeconds();
  return [
    {
      title: t("sources.received"),
      width: 150,
      render: (_, { id, received_at }) => (
        <button
          type="button"
          className={styles.open}
          aria-label={t("sources.open_delivery", { id })}
          onClick={(event) => {
            event.stopPropagation();
            onOpen(id);
          }}
        >
          {format.dateTime(received_at)}
        </button>
      ),
    },
    {
      title: t("sources.filter_state"),
      width: 140,
      render: (_, { state }) => <DeliveryWord state={state} />,
    },
    {
      title: t("sources.events"),
      width: 90,
      align: "right",
      render: (_, { events }) => format.count(events),
    },
    {
      title: t("sources.duplicates"),
      width: 100,
      align: "right",
      render: (_, { duplicates }) => format.count(duplicates),
    },
    {
      title: t("sources.delivery_lag"),
      width: 100,
      align: "right",
      render: (_, { lag_s }) => seconds(lag_s),
    },
    { title: t("sources.what_wrong"), render: (_, delivery) => <Wrong delivery={delivery} /> },
  ];
}

function Wrong({ delivery: { notes } }: { delivery: Delivery }) {
  const { t } = useTranslation();
  const word = useWords();
  if (notes.length === 0) return <span className={styles.note}>{t("sources.all_well")}</span>;
  const worst = notes.toSorted((a, b) => Number(b.refuses) - Number(a.refuses));
  const left = notes.length - SHOWN_NOTES;
  return (
    <div className={styles.wrong}>
      {worst.slice(0, SHOWN_NOTES).map(({ reason, sentence, field, line }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same may be said twice
        <span key={place} title={sentence}>
          {word("note", reason)}
          {field && <code> {field}</code>}
          {line != null && <> · {t("sources.at_line", { line })}</>}
        </span>
      ))}
      {left > 0 && <span className={styles.note}>{t("sources.more_notes", { count: left })}</span>}
    </div>
  );
}
