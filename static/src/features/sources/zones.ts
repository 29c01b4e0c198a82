/** Time zones and countries to choose from, as the browser knows them. Pure. */
import type { Language } from "../../lib/preferences";

interface Option {
  value: string;
  label: string;
}

/** Zones with what their clocks show now: `Asia/Shanghai · UTC+8`. */
export function zoneOptions(now_ms: number): Option[] {
  const zones = ["UTC", ...Intl.supportedValuesOf("timeZone")];
  return [...new Set(zones)].map((value) => ({
    value,
    label: `${value} · ${offsetOf(value, now_ms)}`,
  }));
}

function offsetOf(zone: string, now_ms: number): string {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: zone,
    timeZoneName: "shortOffset",
  }).formatToParts(now_ms);
  const offset = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  return offset.replace("GMT", "UTC");
}

const A = 65;
const LETTERS = Array.from({ length: 26 }, (_, place) => String.fromCharCode(A + place));
/** Codes with a name that no telephone number belongs to. */
const NO_COUNTRY = new Set(["EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"]);

/** Countries and regions by their name in `language`. */
export function regionOptions(language: Language): Option[] {
  const names = new Intl.DisplayNames(language, { type: "region", fallback: "none" });
  return LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
    .filter((code) => !NO_COUNTRY.has(code))
    .flatMap((value) => {
      const name = names.of(value);
      return name ? [{ value, label: `${name} · ${value}` }] : [];
    })
    .toSorted((a, b) => a.label.localeCompare(b.label, language));
}
