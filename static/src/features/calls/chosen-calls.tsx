import { InboxOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { PutInQueue } from "../../components/queue/put-in-queue";
import styles from "./calls.module.css";

/** What can be done with the calls that are ticked. */
export function ChosenCalls({ ids, onDone }: { ids: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <div className={styles.chosen}>
      <strong>{t("tasks.chosen", { count: ids.length })}</strong>
      <Button size="small" icon={<InboxOutlined />} onClick={() => setAsking(true)}>
        {t("tasks.put.action")}
      </Button>
      <Button size="small" type="text" onClick={onDone}>
        {t("tasks.unchoose")}
      </Button>
      {asking && (
        <PutInQueue
          callIds={ids}
          title={t("tasks.put.title_many", { count: ids.length })}
          onClose={() => setAsking(false)}
          onDone={onDone}
        />
      )}
    </div>
  );
}
