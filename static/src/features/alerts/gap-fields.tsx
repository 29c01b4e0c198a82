/** The fields that stand in the gaps of a rule's sentence. */
import { Form, InputNumber, Select } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { AlertKind } from "../../components/alerts/kinds";
import { SEVERITIES } from "../../components/alerts/severities";
import { SeverityTag } from "../../components/alerts/severity";
import { usePreferences } from "../../lib/preferences";
import { useCan, useSession } from "../../lib/session";
import { unitTree } from "../../lib/unit-tree";
import { useWords } from "../../lib/words";
import { useChannels } from "./channel-queries";
import { usePlaces } from "./queries";
import { useScorecardRules, useSources } from "./rule-queries";
import styles from "./rules.module.css";
import type { Gap } from "./sentence";

type Path = (string | number)[] | string;

interface Bounds {
  min?: number;
  max: number;
  whole?: boolean;
  needed?: boolean;
}

/** Numbers, with what the server takes. */
const NUMBERS = {
  minutes: { min: 0.1, max: 1440 },
  percent: { min: 0.1, max: 100 },
  min_calls: { min: 1, max: 1_000_000, whole: true },
  below_percent: { min: 0.1, max: 100, needed: false },
  drop_points: { min: 0.1, max: 100, needed: false },
  min_dials: { min: 1, max: 1_000_000, whole: true },
  hours: { min: 1, max: 744, whole: true },
  times: { min: 1, max: 1000, whole: true },
  days: { min: 1, max: 3660, whole: true },
} as const satisfies Partial<Record<Gap, Bounds>>;

const OUTCOMES = ["refused", "do_not_call", "complaint", "rejected", "wrong_number"] as const;
const REASONS = ["lunch", "toilet", "rest", "coaching", "team_meeting", "system"] as const;

export function GapField({ name, kind }: { name: Gap; kind: AlertKind }) {
  if (name in NUMBERS) {
    const number = name as keyof typeof NUMBERS;
    return <NumberGap name={number} path={["conditions", kind, number]} {...NUMBERS[number]} />;
  }
  switch (name) {
    case "lasting":
      return <NumberGap name={name} path="lasting_min" min={0} max={1440} />;
    case "cooldown":
      return <NumberGap name={name} path="cooldown_min" min={0} max={10_080} />;
    case "unit":
      return <UnitGap />;
    case "campaign":
      return <CampaignGap />;
    case "severity":
      return <SeverityGap />;
    case "channels":
      return <ChannelsGap />;
    case "sources":
      return <SourcesGap />;
    case "rules":
      return <RulesGap kind={kind} />;
    case "reasons":
    case "outcomes":
      return <WordsGap name={name} kind={kind} />;
    default:
      return null;
  }
}

function NumberGap({
  name,
  path,
  whole = false,
  needed = true,
  ...limits
}: Bounds & { name: Gap; path: Path }) {
  const { t } = useTranslation();
  return (
    <Form.Item
      noStyle
      name={path}
      rules={needed ? [{ required: true, message: t("alert_rules.needed") }] : []}
    >
      <InputNumber
        className={styles.number ?? ""}
        size="small"
        variant="filled"
        aria-label={t(`alert_rules.field.${name}`)}
        placeholder={needed ? "" : t("alert_rules.any.points")}
        {...limits}
        {...(whole && { precision: 0 })}
      />
    </Form.Item>
  );
}

interface ListProps {
  path: Path;
  label: string;
  placeholder: string;
  options: { value: string; label: string }[] | undefined;
  tags?: boolean;
}

/** Several of a list; none means any. */
function Several({ path, label, placeholder, options, tags = false }: ListProps) {
  return (
    <Form.Item noStyle name={path}>
      <Select
        className={styles.several ?? ""}
        size="small"
        variant="filled"
        mode={tags ? "tags" : "multiple"}
        loading={!options}
        aria-label={label}
        placeholder={placeholder}
        showSearch={{ optionFilterProp: "label" }}
        popupMatchSelectWidth={false}
        options={options ?? []}
      />
    </Form.Item>
  );
}

function UnitGap() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { everything } = useSession().sees;
  const places = usePlaces();
  const tree = useMemo(() => unitTree(places.data?.units ?? [], language), [places.data, language]);
  const units = tree.map(({ id, name, depth }) => ({ value: id, label: name, depth }));
  return (
    <Form.Item
      noStyle
      name="unit_id"
      rules={everything ? [] : [{ required: true, message: t("alert_rules.needed") }]}
    >
      <Select<string>
        className={styles.choose ?? ""}
        size="small"
        variant="filled"
        allowClear={everything}
        loading={places.isPending}
        aria-label={t("alert_rules.field.unit")}
        placeholder={everything ? t("alert_rules.any.unit") : t("alert_rules.field.unit")}
        showSearch={{ optionFilterProp: "label" }}
        popupMatchSelectWidth={false}
        options={units}
        optionRender={({ label, data }) => (
          <span style={{ paddingLeft: 16 * data.depth }}>{label}</span>
        )}
      />
    </Form.Item>
  );
}

function CampaignGap() {
  const { t } = useTranslation();
  const places = usePlaces();
  const campaigns = (places.data?.campaigns ?? []).map(({ id, name }) => ({
    value: id,
    label: name,
  }));
  return (
    <Form.Item noStyle name="campaign_id">
      <Select<string>
        className={styles.choose ?? ""}
        size="small"
        variant="filled"
        allowClear
        loading={places.isPending}
        aria-label={t("alert_rules.field.campaign")}
        placeholder={t("alert_rules.any.campaign")}
        showSearch={{ optionFilterProp: "label" }}
        popupMatchSelectWidth={false}
        options={campaigns}
      />
    </Form.Item>
  );
}

function SeverityGap() {
  const { t } = useTranslation();
  return (
    <Form.Item noStyle name="severity">
      <Select
        className={styles.severity ?? ""}
        size="small"
        variant="filled"
        aria-label={t("alert_rules.field.severity")}
        popupMatchSelectWidth={false}
        options={SEVERITIES.map((value) => ({ value, label: <SeverityTag severity={value} /> }))}
      />
    </Form.Item>
  );
}

function ChannelsGap() {
  const { t } = useTranslation();
  const channels = useChannels(null);
  return (
    <Several
      path="channel_ids"
      label={t("alert_rules.field.channels")}
      placeholder={t("alert_rules.any.channels")}
      options={channels.data?.items.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

function SourcesGap() {
  const { t } = useTranslation();
  const sources = useSources(useCan("sources:manage"));
  return (
    <Several
      path={["conditions", "source_silent", "source_ids"]}
      label={t("alert_rules.field.sources")}
      placeholder={t("alert_rules.any.sources")}
      options={sources.isLoading ? undefined : (sources.data ?? [])}
    />
  );
}

function RulesGap({ kind }: { kind: AlertKind }) {
  const { t } = useTranslation();
  const rules = useScorecardRules(useCan("reviews:read"));
  const none = kind === "fatal_hit" ? "rules" : "refusal_rules";
  return (
    <Several
      path={["conditions", kind, "rule_keys"]}
      label={t("alert_rules.field.rules")}
      placeholder={t(`alert_rules.any.${none}`)}
      options={rules.isLoading ? undefined : (rules.data ?? [])}
    />
  );
}

/** Words that dialers say; others than those we know can be typed. */
function WordsGap({ name, kind }: { name: "reasons" | "outcomes"; kind: AlertKind }) {
  const { t } = useTranslation();
  const word = useWords();
  const [set, known] =
    name === "reasons" ? (["break_reason", REASONS] as const) : (["outcome", OUTCOMES] as const);
  return (
    <Several
      tags
      path={["conditions", kind, name]}
      label={t(`alert_rules.field.${name}`)}
      placeholder={t(`alert_rules.any.${name}`)}
      options={known.map((value) => ({ value, label: word(set, value) }))}
    />
  );
}
