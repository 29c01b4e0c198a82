/** The form of a source's settings: what it holds, and what it asks of the server. Pure. */
import type { Source, SourceIn } from "../../lib/api";
import { changed, fromField, type SettingField, toField } from "./schema";

export interface Wishes {
  dialer: string;
  timezone?: string | null | undefined;
  region: string;
  recordings_expected: boolean;
  agent_channel: number;
  hours_on: boolean;
  hours_from?: string | undefined;
  hours_to?: string | undefined;
  hours_days: number[];
  settings: Record<string, unknown>;
}

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const MINUTES = 5;

export function wishesOf(source: Source, fields: readonly SettingField[]): Wishes {
  const hours = source.working_hours;
  return {
    dialer: source.dialer,
    timezone: source.timezone,
    region: source.region,
    recordings_expected: source.recordings_expected,
    agent_channel: source.agent_channel,
    hours_on: hours !== null,
    hours_from: hours?.from.slice(0, MINUTES) ?? "09:00",
    hours_to: hours?.to.slice(0, MINUTES) ?? "18:00",
    hours_days: hours?.days ?? EVERY_DAY,
    settings: Object.fromEntries(
      fields.map(({ name, kind }) => [name, toField(kind, source.settings[name])]),
    ),
  };
}

/**
 * What has to be sent so that `source` becomes as wished; null when it is so already.
 *
 * Settings of another adapter than before are taken out: the new one would refuse them.
 * Throws SyntaxError for a field of JSON that is none.
 */
export function requestOf(
  source: Source,
  wishes: Wishes,
  fields: readonly SettingField[],
): SourceIn | null {
  const before = {
    dialer: source.dialer,
    timezone: source.timezone,
    region: source.region,
    recordings_expected: source.recordings_expected,
    agent_channel: source.agent_channel,
    working_hours: hoursOf(wishesOf(source, [])),
  };
  const after = {
    dialer: wishes.dialer,
    timezone: wishes.timezone ?? null,
    region: wishes.region,
    recordings_expected: wishes.recordings_expected,
    agent_channel: wishes.agent_channel,
    working_hours: hoursOf(wishes),
  };
  const known = new Set([...fields.map(({ name }) => name), "file_patterns"]);
  const left = Object.keys(source.settings).filter((name) => !known.has(name));
  const settings = changed<Record<string, unknown>>(source.settings, {
    ...Object.fromEntries(left.map((name) => [name, null])),
    ...Object.fromEntries(
      fields.map(({ name, kind }) => [name, fromField(kind, wishes.settings[name])]),
    ),
  });
  const request: SourceIn = {
    ...changed(before, after),
    ...(Object.keys(settings).length > 0 && { settings }),
  };
  return Object.keys(request).length > 0 ? request : null;
}

function hoursOf({ hours_on, hours_from, hours_to, hours_days }: Wishes) {
  if (!hours_on || !hours_from || !hours_to) return null;
  return { from: hours_from, to: hours_to, days: hours_days.toSorted((a, b) => a - b) };
}
