/** A plan as the form holds it, and as the server wants it. Pure. */
import type { EventLayer, PlanBody, PlanLayer } from "./queries";

export type LayerKind = PlanLayer["kind"];

/** Of the three kinds, whose fields differ, the form holds all that were typed. */
export interface LayerDraft {
  kind: LayerKind;
  priority: number;
  due_in_h: number;
  most?: number | null;
  fatal?: boolean;
  severities?: EventLayer["severities"];
  rule_keys?: string[];
  packs?: string[];
  outcomes?: string[];
  quota_by?: "percent" | "count";
  quota?: number | null;
  weights?: Record<WeightName, number>;
  per_agent?: number | null;
  expected?: number | null;
}

export interface PlanDraft {
  name: string;
  period: PlanBody["period"];
  filters: PlanBody["filters"];
  layers: LayerDraft[];
  most?: number | null;
  handing: PlanBody["handing"];
  inspector_ids: string[];
}

export const WEIGHTS = ["hits", "low_score", "doubtful", "new_agent", "complaints"] as const;
export type WeightName = (typeof WEIGHTS)[number];

const USUAL_WEIGHTS = { hits: 1, low_score: 3, doubtful: 2, new_agent: 2, complaints: 2 };

export const NEW_LAYER: Record<LayerKind, LayerDraft> = {
  event: { kind: "event", fatal: true, priority: 80, due_in_h: 24 },
  risk: {
    kind: "risk",
    quota_by: "percent",
    quota: 5,
    weights: USUAL_WEIGHTS,
    priority: 50,
    due_in_h: 72,
  },
  random: { kind: "random", per_agent: 3, priority: 40, due_in_h: 120 },
};

export const NEW_PLAN: PlanDraft = {
  name: "",
  period: "week",
  filters: {
    campaign_ids: [],
    unit_ids: [],
    talk_s_min: 0,
    outcomes: [],
    directions: [],
    languages: [],
    min_age_min: 0,
  },
  layers: [NEW_LAYER.event, NEW_LAYER.risk, NEW_LAYER.random],
  handing: "pool",
  inspector_ids: [],
};

export function toDraft(name: string, body: PlanBody): PlanDraft {
  return { ...body, name, layers: body.layers.map(layerDraft) };
}

function layerDraft(layer: PlanLayer): LayerDraft {
  if (layer.kind !== "risk") return layer;
  const { percent, count, ...rest } = layer;
  return percent == null
    ? { ...rest, quota_by: "count", quota: count ?? null }
    : { ...rest, quota_by: "percent", quota: percent };
}

export function toBody({ name: _, filters, ...draft }: PlanDraft): PlanBody {
  return {
    ...draft,
    most: draft.most ?? null,
    filters: {
      ...filters,
      talk_s_min: filters.talk_s_min ?? 0,
      min_age_min: filters.min_age_min ?? 0,
    },
    layers: draft.layers.map(toLayer),
  };
}

/** Only what the kind knows; what was typed for another is left out. */
function toLayer(draft: LayerDraft): PlanLayer {
  const { kind, priority, due_in_h, most = null } = draft;
  const always = { priority, due_in_h };
  if (kind === "event")
    return {
      ...always,
      kind,
      most,
      fatal: draft.fatal ?? false,
      severities: draft.severities ?? [],
      rule_keys: draft.rule_keys ?? [],
      packs: draft.packs ?? [],
      outcomes: draft.outcomes ?? [],
    };
  if (kind === "random")
    return { ...always, kind, per_agent: draft.per_agent ?? 1, expected: draft.expected ?? null };
  const quota = draft.quota ?? 1;
  const weights = draft.weights ?? USUAL_WEIGHTS;
  return draft.quota_by === "count"
    ? { ...always, kind, most, weights, count: Math.round(quota), percent: null }
    : { ...always, kind, most, weights, percent: quota, count: null };
}

/** An event layer that names no event would draw nothing. */
export function asksForSomething(draft: LayerDraft): boolean {
  const { fatal, severities, rule_keys, packs, outcomes } = draft;
  const lists = [severities, rule_keys, packs, outcomes];
  return draft.kind !== "event" || fatal === true || lists.some((one) => one && one.length > 0);
}
