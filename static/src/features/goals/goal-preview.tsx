import { Checkbox, Table } from "antd";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Placeholder } from "../../components/placeholder";
import type { GoalIn } from "../../lib/api";
import { fromPicker } from "../../lib/day";
import { usePreferences } from "../../lib/preferences";
import type { PlacedUnit } from "../../lib/unit-tree";
import styles from "./goals.module.css";
import { stepOf, useAmount } from "./metrics";
import { useAgents, useGoals } from "./queries";
import { type Part, split, workedHours } from "./split";
import { hoursOf, type Wish } from "./wish";

const NOTHING: readonly GoalIn[] = [];

interface Share extends Part {
  name: string;
  isUnit: boolean;
  share: number;
  /** What is aimed at until now. */
  now: number | null;
}

interface Props {
  wish: Partial<Wish>;
  units: readonly PlacedUnit[];
  /** Goals for those below, where they are to be set too; null until it is known who they are. */
  onBelow: (goals: readonly GoalIn[] | null) => void;
}

/** What a goal means: per hour, and for everybody below, by heads. */
export function GoalPreview({ wish, units, onBelow }: Props) {
  const { t } = useTranslation();
  const amount = useAmount();
  const [isOn, setIsOn] = useState(false);
  const shares = useShares(wish, units);
  const { metric = "dials", work, weekdays } = wish;
  const target = (wish.target ?? 0) * stepOf(metric);
  const goals = useMemo(
    () =>
      isOn && isWhole(wish)
        ? (shares?.filter(({ share }) => share > 0).map((share) => goalFor(share, wish)) ?? null)
        : NOTHING,
    [isOn, shares, wish],
  );
  useEffect(() => onBelow(goals), [goals, onBelow]);

  if (!target || !work || !weekdays?.length) return null;
  const hours = workedHours(...clocks(wish));
  return (
    <section className={styles.preview} aria-labelledby="preview">
      <h2 id="preview">{t("goals.preview")}</h2>
      <p>
        {t("goals.per_hour", { amount: amount(metric, target / hours), hours })}
        {" · "}
        {t("goals.per_week", { amount: amount(metric, target * weekdays.length) })}
      </p>
      {!shares && <Placeholder height={160} />}
      {shares && shares.length > 0 && (
        <>
          <Table<Share>
            size="small"
            rowKey="id"
            dataSource={shares}
            pagination={
              shares.length > 12 && { pageSize: 12, size: "small", showSizeChanger: false }
            }
            aria-label={t("goals.preview")}
            columns={[
              { title: t("goals.whose"), dataIndex: "name" },
              {
                title: t("goals.heads"),
                align: "right",
                render: (_, { isUnit, heads }) => isUnit && heads,
              },
              {
                title: t("goals.now"),
                align: "right",
                render: (_, { now }) => (now === null ? "–" : amount(metric, now)),
              },
              {
                title: t("goals.share"),
                align: "right",
                render: (_, { share }) => <strong>{amount(metric, share)}</strong>,
              },
            ]}
          />
          {!wish.campaign_id || shares.every(({ isUnit }) => isUnit) ? (
            <Checkbox checked={isOn} onChange={({ target: box }) => setIsOn(box.checked)}>
              {t("goals.set_below", { count: shares.length })}
            </Checkbox>
          ) : null}
        </>
      )}
    </section>
  );
}

/** The units right below, or the agents of a team; nobody is below an agent. Null until read. */
function useShares(wish: Partial<Wish>, units: readonly PlacedUnit[]): Share[] | null {
  const { language } = usePreferences();
  const { unit_id, agent_id, metric = "dials", target = 0 } = wish;
  const { data: agents, isLoading } = useAgents(agent_id ? undefined : unit_id);
  const { data: goals, isPlaceholderData } = useGoals({ metric, limit: 200 });
  return useMemo(() => {
    if (!unit_id || agent_id) return [];
    if (isLoading) return null;
    const { compare } = new Intl.Collator(language, { numeric: true });
    const below = partsBelow(unit_id, units, agents ?? []);
    const shares = split(target * stepOf(metric), below, stepOf(metric));
    // Until they are read the ones of another figure are still there.
    const known = isPlaceholderData ? [] : (goals?.items ?? []);
    const current = known.filter(
      ({ state, campaign_id }) => state === "current" && campaign_id === null,
    );
    return below
      .map((part, place) => ({
        ...part,
        share: shares[place] ?? 0,
        now: current.find((goal) => (goal.agent_id ?? goal.unit_id) === part.id)?.target ?? null,
      }))
      .sort((a, b) => compare(a.name, b.name));
  }, [
    agent_id,
    agents,
    isLoading,
    goals,
    isPlaceholderData,
    language,
    metric,
    target,
    unit_id,
    units,
  ]);
}

type Below = Omit<Share, "share" | "now">;

function partsBelow(
  unitId: string,
  units: readonly PlacedUnit[],
  agents: readonly { id: string; name: string; team: string }[],
): Below[] {
  const children = units.filter(({ parent_id }) => parent_id === unitId);
  if (children.length === 0)
    return agents.map(({ id, name }) => ({ id, name, heads: 1, isUnit: false }));
  return children.map(({ id, name }) => {
    const within = new Set(withBelow(id, units));
    const heads = agents.filter(({ team }) => within.has(team)).length;
    return { id, name, heads, isUnit: true };
  });
}

function withBelow(unitId: string, units: readonly PlacedUnit[]): string[] {
  const children = units.filter(({ parent_id }) => parent_id === unitId);
  return [unitId, ...children.flatMap(({ id }) => withBelow(id, units))];
}

function isWhole(wish: Partial<Wish>): wish is Wish {
  return Boolean(wish.unit_id && wish.metric && wish.target && wish.work && wish.weekdays);
}

function goalFor({ id, isUnit, share }: Share, wish: Wish): GoalIn {
  return {
    ...(isUnit
      ? { unit_id: id, ...(wish.campaign_id && { campaign_id: wish.campaign_id }) }
      : { agent_id: id }),
    metric: wish.metric,
    target: share,
    hours: hoursOf(wish),
    ...(wish.valid_from && { valid_from: fromPicker(wish.valid_from) }),
  };
}

function clocks(wish: Partial<Wish>) {
  const { work, pause } = hoursOf(wish as Wish);
  return [work, pause] as const;
}
