import { RedoOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import { ProblemPanel } from "../../components/problem-panel";
import type { FetchState, RecordingFetch, Source } from "../../lib/api";
import { NO_VALUE, useFormat } from "../../lib/format";
import { FetchWord } from "./fetch-word";
import { PagedTable } from "./paged-table";
import { useFetches, useRetryFetch } from "./queries";
import styles from "./recordings.module.css";
import { useCursor } from "./use-cursor";

const STATES = ["waiting", "fetched", "given_up"] as const satisfies FetchState[];

/** Recordings that the dialer keeps, and how far fetching them is. */
export function FetchList({ source }: { source: Source }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [params, setParams] = useSearchParams();
  const state = STATES.find((one) => one === params.get("fetch")) ?? null;
  const fetches = useFetches(source.id, state, useCursor());
  return (
    <>
      <Select<FetchState>
        className={styles.choice}
        aria-label={t("sources.fetch")}
        placeholder={t("sources.fetch")}
        allowClear
        value={state}
        onChange={(chosen) =>
          setParams({ tab: "recordings", list: "fetches", ...(chosen && { fetch: chosen }) })
        }
        options={STATES.map((value) => ({ value, label: t(`sources.fetch_state.${value}`) }))}
      />
      <PagedTable<RecordingFetch>
        query={fetches}
        rowKey="id"
        label={t("sources.list.fetches")}
        help={t("sources.fetches_help")}
        empty={t("sources.fetches_none")}
        columns={[
          {
            title: t("sources.address"),
            ellipsis: true,
            render: (_, { url, call_id }) => (
              <Link to={`/calls/${call_id}`} title={url}>
                {url}
              </Link>
            ),
          },
          {
            title: t("sources.fetch"),
            width: 280,
            render: (_, fetch) => <FetchWord fetch={fetch} />,
          },
          {
            title: t("sources.attempts"),
            width: 80,
            align: "right",
            render: (_, { attempts }) => format.count(attempts),
          },
          {
            title: t("sources.received"),
            width: 150,
            render: (_, { created_at }) => format.dateTime(created_at),
          },
          {
            width: 150,
            align: "right",
            render: (_, fetch) =>
              fetch.state === "given_up" ? <Retry fetchId={fetch.id} /> : NO_VALUE,
          },
        ]}
      />
    </>
  );
}

function Retry({ fetchId }: { fetchId: string }) {
  const { t } = useTranslation();
  const retry = useRetryFetch(fetchId);
  return (
    <>
      {retry.isError && <ProblemPanel error={retry.error} inline />}
      <Button
        size="small"
        icon={<RedoOutlined />}
        loading={retry.isPending}
        onClick={() => retry.mutate(undefined)}
      >
        {t("sources.retry")}
      </Button>
    </>
  );
}
