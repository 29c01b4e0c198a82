import {
  CheckCircleOutlined,
  CloseCircleOutlined,
  QuestionCircleOutlined,
} from "@ant-design/icons";
import { Checkbox } from "antd";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import type { Source, WatchedFile } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { useWords } from "../../lib/words";
import { PagedTable } from "./paged-table";
import { useWatched } from "./queries";
import styles from "./recordings.module.css";
import { useCursor } from "./use-cursor";

const REFUSED = "yes";

/** Files taken from watched folders and buckets, and what came of them. */
export function WatchedList({ source }: { source: Source }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [params, setParams] = useSearchParams();
  const refused = params.get("refused") === REFUSED;
  const watched = useWatched(source.id, refused, useCursor());
  return (
    <>
      <Checkbox
        checked={refused}
        onChange={({ target }) =>
          setParams({
            tab: "recordings",
            list: "watched",
            ...(target.checked && { refused: REFUSED }),
          })
        }
      >
        {t("sources.watched_admin")}
      </Checkbox>
      <PagedTable<WatchedFile>
        query={watched}
        rowKey="file_name"
        label={t("sources.list.watched")}
        help={t("sources.watched_help")}
        empty={t("sources.watched_none")}
        columns={[
          { title: t("sources.file"), dataIndex: "file_name", ellipsis: true },
          {
            title: t("sources.taken"),
            width: 150,
            render: (_, { taken_at }) => format.dateTime(taken_at),
          },
          {
            title: t("sources.size"),
            width: 100,
            align: "right",
            render: (_, { size_bytes }) => format.bytes(size_bytes),
          },
          {
            title: t("sources.state"),
            width: 320,
            render: (_, file) => <Result file={file} />,
          },
        ]}
      />
    </>
  );
}

function Result({ file: { error, error_kind, recording_id } }: { file: WatchedFile }) {
  const { t } = useTranslation();
  const word = useWords();
  if (error !== null)
    return (
      <span className={styles.word} data-state="given_up" title={error}>
        <CloseCircleOutlined /> {word("fetch_error", error_kind ?? "", error)}
      </span>
    );
  if (recording_id === null)
    return (
      <span className={styles.word}>
        <QuestionCircleOutlined /> {t("sources.matched_no")}
      </span>
    );
  return (
    <span className={styles.word} data-state="fetched">
      <CheckCircleOutlined /> {t("sources.matched_yes")}
    </span>
  );
}
