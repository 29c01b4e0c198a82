/** What a browser calls itself, in words people know. Pure. */

/** The first that fits: Edge calls itself Chrome too, and Chrome Safari. */
const BROWSERS: readonly [RegExp, string][] = [
  [/MicroMessenger/, "WeChat"],
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/Chrome\/|CriOS\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/Windows/, "Windows"],
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

export interface Device {
  /** Null when it says nothing we know. */
  name: string | null;
  mobile: boolean;
}

export function deviceOf(userAgent: string | null): Device {
  const said = userAgent ?? "";
  const known = [BROWSERS, SYSTEMS].flatMap((list) => list.find(([sign]) => sign.test(said)) ?? []);
  const names = known.filter((one): one is string => typeof one === "string");
  return { name: names.join(" · ") || null, mobile: /Mobile|iPhone|Android/.test(said) };
}
