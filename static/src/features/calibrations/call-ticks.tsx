import { Button, Empty, Table } from "antd";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import styles from "./calibrations.module.css";
import { useCallColumns } from "./call-columns";
import { type CallsWanted, type Candidate, useCallsToChoose } from "./queries";

interface Props {
  wanted: CallsWanted;
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
}

/** Scored calls to tick, the newest first. */
export function ByList({ wanted, chosen, onChange }: Props) {
  const { t } = useTranslation();
  const columns = useCallColumns();
  const calls = useCallsToChoose(wanted);
  if (calls.error) return <ProblemPanel error={calls.error} inline onRetry={calls.refetch} />;
  const listed = calls.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <Table<Candidate>
        className={styles.table ?? ""}
        aria-label={t("calibrations.calls")}
        size="small"
        rowKey="id"
        dataSource={listed}
        pagination={false}
        scroll={{ y: 260 }}
        rowSelection={{
          selectedRowKeys: [...chosen],
          preserveSelectedRowKeys: true,
          onChange: (keys) => onChange(keys.map(String)),
        }}
        locale={{
          emptyText: calls.isPending ? (
            <Placeholder height={120} />
          ) : (
            <Empty
              image={Empty.PRESENTED_IMAGE_SIMPLE}
              description={t("calibrations.new.no_calls")}
            />
          ),
        }}
        columns={columns}
      />
      {calls.hasNextPage && (
        <div>
          <Button
            size="small"
            loading={calls.isFetchingNextPage}
            onClick={() => void calls.fetchNextPage()}
          >
            {t("calibrations.new.more")}
          </Button>
        </div>
      )}
    </>
  );
}
