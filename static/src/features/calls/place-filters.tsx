import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { api, ask } from "../../lib/api";
import { usePreferences } from "../../lib/preferences";
import { unitTree } from "../../lib/unit-tree";
import styles from "./calls.module.css";

const LIMIT = 500;
const KEEP_MS = 5 * 60_000;

interface Props {
  value: string | null;
  onChange: (id: string | null) => void;
}

export function UnitFilter(props: Props) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const units = useQuery({
    queryKey: ["units"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/units", { params: { query: { limit: LIMIT } }, signal })),
    staleTime: KEEP_MS,
  });
  const items = units.data?.items;
  const named = useMemo(() => items && unitTree(items, language), [items, language]);
  return <Named label={t("calls.unit")} named={named} {...props} />;
}

export function AgentFilter({ unit, ...props }: Props & { unit: string | null }) {
  const { t } = useTranslation();
  const query = { limit: LIMIT, ...(unit && { unit_id: unit }) };
  const agents = useQuery({
    queryKey: ["agents", query],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/agents", { params: { query }, signal })),
    staleTime: KEEP_MS,
  });
  return <Named label={t("calls.agent")} named={agents.data?.items} {...props} />;
}

export function CampaignFilter(props: Props) {
  const { t } = useTranslation();
  const campaigns = useQuery({
    queryKey: ["campaigns"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/campaigns", { params: { query: { limit: LIMIT } }, signal })),
    staleTime: KEEP_MS,
  });
  return <Named label={t("calls.campaign")} named={campaigns.data?.items} {...props} />;
}

interface NamedProps extends Props {
  label: string;
  named: { id: string; name: string; code?: string; depth?: number }[] | undefined;
}

function Named({ label, named, value, onChange }: NamedProps) {
  return (
    <Select<string>
      className={styles.place}
      aria-label={label}
      placeholder={label}
      value={named ? value : null}
      loading={!named}
      options={(named ?? []).map(({ id, name, code, depth = 0 }) => ({
        value: id,
        label: name,
        search: `${name} ${code ?? ""}`,
        depth,
      }))}
      optionRender={({ label: name, data }) => (
        <span style={{ paddingLeft: 16 * data.depth }}>{name}</span>
      )}
      showSearch={{ optionFilterProp: "search" }}
      allowClear
      popupMatchSelectWidth={false}
      onChange={(chosen) => onChange(chosen ?? null)}
    />
  );
}
