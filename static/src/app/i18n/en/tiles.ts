import type { SameKeys } from "../same-keys";
import type { tiles as zh } from "../zh-CN/tiles";

/** Tiles of boards of one's own. */
export const tiles: SameKeys<typeof zh> = {
  tiles: {
    metric: { online: "Agents online", talking: "Agents talking", service_level: "Service level" },
    formula: {
      online: "Agents who are in any state but offline now",
      talking: "Agents who are on a call now",
      service_level: "calls taken from the queue in time ÷ calls that queued",
    },
    kind: {
      number: "Number",
      agents: "Agents",
      ranking: "Ranking",
      volume: "Volume",
      funnel: "Funnel",
      fatals: "Fatal hits",
      alerts: "Alerts",
      campaigns: "Campaigns",
      pace: "Goal",
    },
    ranking_by: "Ranking by {{metric}}",
    pace_of: "Goal: {{metric}}",
    as_of: "Updated {{time}}",
    level: {
      fine: "Fine, limit {{limit}}",
      look: "Past {{limit}}: look",
      act: "Past {{limit}}: act",
    },
    campaign_says: "{{dials}} dials · {{sales}} sold · {{rate}}",
    no_campaigns: "No campaign has calls in this period.",
    no_goal: "No goal for today",
    agent_says: "{{dials}} dials · {{sales}} sold",
    more: "{{count}} more",
    bars_most: "at most {{dials}} dials",
  },
};
