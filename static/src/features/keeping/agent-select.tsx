import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useAgents } from "./queries";

/** One agent, found by name or code. */
export function AgentSelect({
  value,
  onChange,
}: {
  value: string;
  onChange: (id: string) => void;
}) {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const agents = useAgents(q);
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setQ }}
      aria-label={t("keeping.hold_agent")}
      placeholder={t("keeping.hold_agent_hint")}
      value={value || null}
      loading={agents.isFetching}
      options={(agents.data?.items ?? []).map(({ id, name, code }) => ({
        value: id,
        label: `${name} · ${code}`,
      }))}
      onChange={onChange}
    />
  );
}
