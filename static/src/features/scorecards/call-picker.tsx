import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { api, ask, type Call } from "../../lib/api";
import { formatDuration, useFormat } from "../../lib/format";
import { useWords } from "../../lib/words";
import styles from "./preview.module.css";

const PAUSE_MS = 300;
const SHOWN = 30;

interface Props {
  value: string | null;
  onChange: (callId: string | null) => void;
}

/** Recent calls that have been heard; typing searches customer, agent and call number. */
export function CallPicker({ value, onChange }: Props) {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const calls = useHeardCalls(q);
  const chosen = useChosen(value, calls.data);
  const nameOf = useCallName();
  useFirstCall(value, calls.data, onChange);
  const listed = calls.data ?? [];
  const all = chosen && !listed.some(({ id }) => id === chosen.id) ? [chosen, ...listed] : listed;
  return (
    <Select<string>
      className={styles.picker ?? ""}
      aria-label={t("scorecards.pick_call")}
      placeholder={t("scorecards.pick_call")}
      value={all.some(({ id }) => id === value) ? value : null}
      loading={calls.isFetching}
      allowClear
      showSearch={{ filterOption: false, onSearch: setQ }}
      notFoundContent={t("scorecards.no_calls")}
      options={all.map((call) => ({ value: call.id, label: nameOf(call) }))}
      onChange={(id) => onChange(id ?? null)}
    />
  );
}

/** The newest call to begin with, so that there is something to see; emptied, it stays empty. */
function useFirstCall(
  value: string | null,
  calls: readonly Call[] | undefined,
  onChange: Props["onChange"],
): void {
  const [begun, begin] = useState(false);
  useEffect(() => {
    if (begun || !calls) return;
    begin(true);
    const first = calls[0];
    if (value === null && first) onChange(first.id);
  }, [begun, value, calls, onChange]);
}

function useCallName(): (call: Call) => string {
  const format = useFormat();
  const word = useWords();
  return (call) =>
    [
      format.dateTime(call.started_at),
      call.agent_name,
      call.campaign_name,
      call.talk_s != null && formatDuration(call.talk_s),
      call.outcome && word("outcome", call.outcome),
    ]
      .filter(Boolean)
      .join(" · ");
}

function useHeardCalls(typed: string) {
  const [q, setQ] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return useQuery({
    queryKey: ["calls", "to-try", q],
    queryFn: async ({ signal }) => {
      const query = { limit: 200, connected: true, ...(q && { q }) };
      const { items } = await ask(api.GET("/api/v1/calls", { params: { query }, signal }));
      return items.filter((call) => call.recording_state === "transcribed").slice(0, SHOWN);
    },
    placeholderData: keepPreviousData,
  });
}

/** A call named in the address may be older than those that are listed. */
function useChosen(id: string | null, listed: readonly Call[] | undefined): Call | undefined {
  const isListed = listed?.some((call) => call.id === id) ?? false;
  const one = useQuery({
    queryKey: ["calls", id],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/calls/{call_id}", { params: { path: { call_id: id ?? "" } }, signal })),
    enabled: id !== null && listed !== undefined && !isListed,
  });
  return one.data;
}
