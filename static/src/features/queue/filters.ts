/** What of the queue is shown: in the address bar, and as the server wants it. Pure. */
import type { Layer, TaskState, TasksQuery } from "./queries";

export const VIEWS = ["open", "mine", "free", "done", "withdrawn"] as const;
export const LAYERS = ["event", "risk", "random", "asked"] as const satisfies Layer[];
export const PAGE_SIZE = 50;

export type View = (typeof VIEWS)[number];

export interface Filters {
  view: View;
  campaign: string | null;
  agent: string | null;
  assignee: string | null;
  layer: Layer | null;
  overdue: boolean;
}

const STATES: Record<View, TaskState[]> = {
  open: ["waiting", "assigned", "claimed"],
  mine: ["assigned", "claimed"],
  free: ["waiting"],
  done: ["done"],
  withdrawn: ["withdrawn"],
};

/** Those who only review have no list of what was withdrawn. */
export function viewsFor(manages: boolean, reviews: boolean): readonly View[] {
  return VIEWS.filter((view) =>
    view === "withdrawn" ? manages : view === "mine" ? reviews : true,
  );
}

export function readFilters(params: URLSearchParams): Filters {
  return {
    view: VIEWS.find((one) => one === params.get("view")) ?? "open",
    campaign: params.get("campaign") || null,
    agent: params.get("agent") || null,
    assignee: params.get("assignee") || null,
    layer: LAYERS.find((one) => one === params.get("layer")) ?? null,
    overdue: params.get("overdue") === "1",
  };
}

/** The address bar's part for `filters`; the page is not kept, for the list is another. */
export function writeFilters({ view, overdue, ...rest }: Filters): URLSearchParams {
  const params = new URLSearchParams();
  if (view !== "open") params.set("view", view);
  for (const [name, value] of Object.entries(rest)) if (value) params.set(name, value);
  if (overdue) params.set("overdue", "1");
  return params;
}

/** Whether anything but the view narrows the list. */
export function isNarrowed({ view: _, ...rest }: Filters): boolean {
  return Object.values(rest).some(Boolean);
}

/** `manages` is whether the reader sees everybody's; what is done is one's own otherwise. */
export function toQuery(filters: Filters, manages: boolean, cursor: string | null): TasksQuery {
  const { view, campaign, agent, assignee, layer, overdue } = filters;
  const isOwn = view === "mine" || (view === "done" && !manages);
  return {
    state: STATES[view],
    limit: PAGE_SIZE,
    ...(isOwn && { mine: true }),
    ...(campaign && { campaign_id: campaign }),
    ...(agent && { agent_id: agent }),
    ...(assignee && { assignee_id: assignee }),
    ...(layer && { layer }),
    ...(overdue && { overdue: true }),
    ...(cursor && { cursor }),
  };
}
