import { InboxOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { PutInQueue, useMayQueue } from "../../components/queue/put-in-queue";
import type { CallDetail } from "../../lib/api";
import { useFormat } from "../../lib/format";

/** Puts this call in the review queue. */
export function QueueButton({ call }: { call: CallDetail }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const [asking, setAsking] = useState(false);
  const may = useMayQueue();
  // What has no score has nothing to review.
  if (!may || call.score === null) return null;
  const name = t("tasks.call_of", {
    agent: call.agent_name ?? t("tasks.some_agent"),
    at: dateTime(call.started_at),
  });
  return (
    <>
      <Button type="link" size="small" icon={<InboxOutlined />} onClick={() => setAsking(true)}>
        {t("tasks.put.action")}
      </Button>
      {asking && (
        <PutInQueue
          callIds={[call.id]}
          title={t("tasks.put.title", { call: name })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
