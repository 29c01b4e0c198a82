import { ClearOutlined } from "@ant-design/icons";
import { Button, Empty, Select, Table } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { Lane, QueuedRecording, RecordingState } from "../../lib/api";
import {
  type Filters,
  isFiltered,
  LANES,
  readFilters,
  STATES,
  toQuery,
  writeFilters,
} from "./filters";
import styles from "./hearing.module.css";
import { useCampaigns, useQueue } from "./queries";
import { useQueueColumns } from "./queue-columns";

/** The recordings: those being heard, those that wait in their order, those done. */
export function Queue() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => readFilters(params), [params]);
  const queue = useQueue(toQuery(filters, params.get("cursor")));
  const columns = useQueueColumns();
  const { data } = queue;

  return (
    <div className={styles.queue}>
      <QueueFilters
        filters={filters}
        onChange={(wanted) => setParams(writeFilters({ ...filters, ...wanted }))}
      />
      {queue.isError && !data && <ProblemPanel error={queue.error} onRetry={queue.refetch} />}
      {queue.isPending && <Placeholder height={320} />}
      {data && (
        <>
          <Table<QueuedRecording>
            className={styles.table ?? ""}
            aria-label={t("hearing.recordings")}
            size="small"
            rowKey="id"
            columns={columns}
            dataSource={data.items}
            pagination={false}
            tableLayout="fixed"
            scroll={{ x: 1040 }}
            locale={{ emptyText: <Nothing filtered={isFiltered(filters)} /> }}
          />
          <Pager
            next={data.next ?? null}
            label={t("hearing.recordings")}
            shown={t("hearing.page", { count: data.items.length })}
          />
        </>
      )}
    </div>
  );
}

interface FilterProps {
  filters: Filters;
  onChange: (wanted: Partial<Filters>) => void;
}

function QueueFilters({ filters, onChange }: FilterProps) {
  const { t } = useTranslation();
  const campaigns = useCampaigns();
  return (
    <search className={styles.filters} aria-label={t("calls.filters")}>
      <Select<RecordingState[]>
        mode="multiple"
        className={styles.states}
        aria-label={t("hearing.filter_state")}
        placeholder={t("hearing.filter_state")}
        maxTagCount="responsive"
        value={filters.states}
        onChange={(states) => onChange({ states })}
        options={STATES.map((value) => ({ value, label: t(`words.recording_state.${value}`) }))}
      />
      <Select<string>
        className={styles.choice}
        aria-label={t("hearing.campaign")}
        placeholder={t("hearing.campaign")}
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        popupMatchSelectWidth={false}
        value={campaigns.data ? filters.campaign : null}
        loading={campaigns.isPending}
        onChange={(campaign) => onChange({ campaign: campaign ?? null })}
        options={(campaigns.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Select<Lane>
        className={styles.choice}
        aria-label={t("hearing.lane")}
        placeholder={t("hearing.lane")}
        allowClear
        value={filters.lane}
        onChange={(lane) => onChange({ lane: lane ?? null })}
        options={LANES.map((value) => ({ value, label: t(`words.lane.${value}`) }))}
      />
      {isFiltered(filters) && (
        <Button
          type="text"
          icon={<ClearOutlined />}
          onClick={() => onChange({ states: [], campaign: null, lane: null })}
        >
          {t("action.clear")}
        </Button>
      )}
    </search>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation();
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        filtered ? (
          t("hearing.empty")
        ) : (
          <>
            {t("hearing.none")}
            <br />
            {t("hearing.none_help")}
          </>
        )
      }
    />
  );
}
