import { Button, Popconfirm, Popover, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { Call, UnmatchedRecording } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { useCallSearch, useDiscard, useMatch } from "./queries";
import styles from "./recordings.module.css";

/** Say whose recording it is, or that it is nobody's. */
export function UnmatchedActions({ unmatched }: { unmatched: UnmatchedRecording }) {
  const { t } = useTranslation();
  const match = useMatch(unmatched.id);
  const discard = useDiscard(unmatched.id);
  const { nearest } = unmatched;
  const error = match.error ?? discard.error;
  return (
    <>
      <div className={styles.actions}>
        {nearest && (
          <Popconfirm
            title={t("sources.accept_ask")}
            description={t("sources.accept_help")}
            okText={t("sources.accept")}
            cancelText={t("sources.cancel")}
            onConfirm={() => match.mutate(nearest.call_id)}
          >
            <Button size="small" type="primary" loading={match.isPending}>
              {t("sources.accept")}
            </Button>
          </Popconfirm>
        )}
        <Popover
          trigger="click"
          placement="bottomRight"
          title={t("sources.other_call")}
          content={<OtherCall onChoose={(call_id) => match.mutate(call_id)} />}
        >
          <Button size="small">{t("sources.other_call")}</Button>
        </Popover>
        <Popconfirm
          title={t("sources.discard_ask", { name: unmatched.file_name })}
          description={<p className={styles.help}>{t("sources.discard_help")}</p>}
          okText={t("sources.discard")}
          okButtonProps={{ danger: true }}
          cancelText={t("sources.cancel")}
          placement="topRight"
          onConfirm={() => discard.mutate(undefined)}
        >
          <Button size="small" danger loading={discard.isPending}>
            {t("sources.discard")}
          </Button>
        </Popconfirm>
      </div>
      {error && <ProblemPanel error={error} inline />}
    </>
  );
}

function OtherCall({ onChoose }: { onChoose: (call_id: string) => void }) {
  const { t } = useTranslation();
  const nameOf = useCallName();
  const [q, setQ] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const found = useCallSearch(q.trim());
  return (
    <div className={styles.other}>
      <Select<string>
        value={chosen}
        aria-label={t("sources.other_call_hint")}
        placeholder={t("sources.other_call_hint")}
        showSearch={{ filterOption: false, onSearch: setQ }}
        loading={found.isFetching}
        notFoundContent={q && !found.isFetching ? t("sources.other_call_none") : null}
        onChange={setChosen}
        options={(found.data?.items ?? []).map((call) => ({ value: call.id, label: nameOf(call) }))}
      />
      <Button
        type="primary"
        disabled={chosen === null}
        onClick={() => chosen !== null && onChoose(chosen)}
      >
        {t("sources.choose")}
      </Button>
    </div>
  );
}

function useCallName(): (call: Call) => string {
  const format = useFormat();
  return ({ call_key, agent_name, customer_number, started_at }) =>
    [format.dateTime(started_at), agent_name, customer_number, call_key]
      .filter(Boolean)
      .join(" · ");
}
