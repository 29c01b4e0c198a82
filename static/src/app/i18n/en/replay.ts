import type { SameKeys } from "../same-keys";
import type { replay as zh } from "../zh-CN/replay";

/** Replays: a past hour of a board. */
export const replay: SameKeys<typeof zh> = {
  replay: {
    title: "Replay",
    loading: "Reading the calls and states of that time…",
    day: "Day",
    from: "From",
    length: "Length",
    minutes: "{{count}} minutes",
    before: "The stretch before",
    after: "The stretch after",
    to_live: "Live board",
    player: "Player",
    past: "Replay of {{day}}.",
    not_live: "Nothing here is live. It is what is known now of the calls and states of then.",
    play: "Play",
    pause: "Pause",
    speed: "Speed",
    position: "Position",
    previous: "Previous",
    next: "Next",
    none: "No fatal hits, sales or alerts in this stretch.",
    none_yet: "No fatal hit, sale or alert so far.",
    all: "What happened in this stretch",
    all_count: "{{count}} in all",
    sold: "Sale",
    sold_for: "Sale of {{amount}}",
    totals: "Totals up to this moment",
    period: "Period",
    periods: { today: "That day", hour: "Last hour", quarter: "Last 15 minutes" },
    kinds: { fatal: "Fatal hit", sale: "Sale", alert: "Alert" },
    lanes: { fatal: "Fatal hits", sale: "Sales", alert: "Alerts" },
  },
};
