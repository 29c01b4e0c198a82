/** A goal while it is written. Pure. */
import type { Dayjs } from "dayjs";

import type { Goal, GoalIn, GoalMetric } from "../../lib/api";
import { fromPicker, toPicker, toTimePicker } from "../../lib/day";
import { stepOf } from "./metrics";
import { short } from "./use-hours-text";

export const CLOCK = "HH:mm";

export interface Wish {
  unit_id: string;
  agent_id?: string | undefined;
  campaign_id?: string | undefined;
  metric: GoalMetric;
  /** In minutes where it is talk. */
  target: number;
  weekdays: number[];
  work: [Dayjs, Dayjs];
  pause?: [Dayjs, Dayjs] | null;
  valid_from?: Dayjs | null;
}

export function isWithin(pause: Wish["pause"], work: Wish["work"] | undefined): boolean {
  if (!pause || !work) return true;
  const [since, until] = clocksOf(work);
  const [from, to] = clocksOf(pause);
  const isMidnight = until === "00:00";
  return from < to && since <= from && (isMidnight || to <= until);
}

function clocksOf([from, to]: [Dayjs, Dayjs]): [string, string] {
  return [from.format(CLOCK), to.format(CLOCK)];
}

export function hoursOf({ weekdays, work, pause }: Wish): Goal["hours"] {
  const [from, to] = clocksOf(work);
  const off = pause ? clocksOf(pause) : null;
  return {
    weekdays: weekdays.toSorted(),
    work: { from, to },
    pause: off && { from: off[0], to: off[1] },
  };
}

export function goalOf(wish: Wish): GoalIn {
  const { unit_id, agent_id, campaign_id, metric, target, valid_from } = wish;
  return {
    ...(agent_id ? { agent_id } : { unit_id, ...(campaign_id && { campaign_id }) }),
    metric,
    target: target * stepOf(metric),
    hours: hoursOf(wish),
    ...(valid_from && { valid_from: fromPicker(valid_from) }),
  };
}

export function initial(goal: Goal | null, unitId: string | undefined): Partial<Wish> {
  if (!goal)
    return {
      ...(unitId && { unit_id: unitId }),
      metric: "dials",
      weekdays: [1, 2, 3, 4, 5],
      work: [toTimePicker("09:00"), toTimePicker("18:00")],
      pause: [toTimePicker("12:00"), toTimePicker("13:00")],
    };
  const { work, pause, weekdays } = goal.hours;
  return {
    ...(goal.unit_id && { unit_id: goal.unit_id }),
    ...(goal.agent_id && { agent_id: goal.agent_id }),
    ...(goal.campaign_id && { campaign_id: goal.campaign_id }),
    metric: goal.metric,
    target: goal.target / stepOf(goal.metric),
    weekdays,
    work: [toTimePicker(short(work.from)), toTimePicker(short(work.to))],
    pause: pause ? [toTimePicker(short(pause.from)), toTimePicker(short(pause.to))] : null,
    ...(goal.state === "planned" && { valid_from: toPicker(goal.valid_from) }),
  };
}
