import type { SameKeys } from "../same-keys";
import type { coverage as zh } from "../zh-CN/coverage";

/** Coverage: how much of each agent was reviewed, whether floors are met, how sure estimates are. */
export const coverage: SameKeys<typeof zh> = {
  coverage: {
    help: "How many calls of each agent can be drawn and were reviewed, whether the random sample has reached its floor, and what it says of score and fail rate. Estimates rest on calls drawn at random alone.",
    unit: "Unit (and all below)",
    period: "Period",
    this_week: "This week",
    last_week: "Last week",
    four_weeks: "Four weeks",
    this_month: "This month",
    last_month: "Last month",
    whole_periods:
      "Choose whole weeks or months: a period that is not over has its floor for the calls so far.",
    table: "Coverage by agent",
    agent: "Agent",
    eligible: "Eligible calls",
    reviewed: "Reviewed",
    floor: "Random floor",
    floor_of: "{{done}} of {{floor}}",
    met: "Met",
    short: "{{count}} short",
    no_floor: "None asked for",
    mean_score: "Mean score",
    fail_rate: "Fail rate",
    sampled_one: "From {{count}} random review",
    sampled_other: "From {{count}} random reviews",
    one: "One review gives no interval",
    none_yet: "No random review yet",
    shown_one: "{{count}} agent on this page",
    shown_other: "{{count}} agents on this page",
    below: "{{count}} of them below the floor",
    empty: "No scored calls in this period",
    empty_next: "Choose another period, or a larger unit.",
    last_four: "Show four weeks",
    formula: {
      eligible:
        "Calls that are over, scored, and that at least one active plan with a random sample chooses from, as it says now. Without such a plan, all scored calls.",
      reviewed:
        "Calls that a person has finished reviewing, whatever they were drawn for. Share = reviewed ÷ scored calls of the period.",
      floor:
        "Random reviews that each plan asks for of each agent in each of its periods, or all calls where there are fewer. Met = done in every period.",
      mean_score:
        "Of scores of random reviews alone. 95% interval (Student's t, finite population correction): mean ± t × s ÷ √n × √((N − n) ÷ (N − 1)), N being eligible calls, cut at 0 and 100.",
      fail_rate:
        "Of random reviews alone: failed ÷ (passed + failed). Wilson's 95% interval. The wider it is, the less was reviewed, and the less can be concluded.",
    },
  },
};
