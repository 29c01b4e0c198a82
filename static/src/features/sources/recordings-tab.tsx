import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import type { Source } from "../../lib/api";
import { FetchList } from "./fetch-list";
import { FileNames } from "./file-names";
import { MissingList } from "./missing-list";
import styles from "./recordings.module.css";
import { UnmatchedList } from "./unmatched-list";
import { WatchedList } from "./watched-list";

const LISTS = ["missing", "unmatched", "fetches", "watched", "patterns"] as const;
type List = (typeof LISTS)[number];

/** Its recordings on their way: missing, not matched, to be fetched, found in folders. */
export function RecordingsTab({ source }: { source: Source }) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const list = LISTS.find((one) => one === params.get("list")) ?? LISTS[0];
  const content = {
    missing: <MissingList source={source} />,
    unmatched: <UnmatchedList source={source} />,
    fetches: <FetchList source={source} />,
    watched: <WatchedList source={source} />,
    patterns: <FileNames source={source} />,
  };
  return (
    <div className={styles.tab}>
      <div className={styles.lists}>
        <Segmented<List>
          aria-label={t("sources.lists")}
          value={list}
          onChange={(wanted) =>
            setParams({ tab: "recordings", ...(wanted !== LISTS[0] && { list: wanted }) })
          }
          options={LISTS.map((value) => ({ value, label: t(`sources.list.${value}`) }))}
        />
      </div>
      {content[list]}
    </div>
  );
}
