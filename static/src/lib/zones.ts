/** Time zones and countries to choose from, as the browser knows them. Pure. */
import type { Language } from "./preferences";

interface Option {
  value: string;
  label: string;
}

export interface ZoneOption extends Option {
  /** What finds it, in small letters: its name, its clock and its places in both languages. */
  search: string;
}

/** Places people call a zone by; the browser knows one city of each, in English. */
const PLACES: Record<string, string> = {
  "Asia/Shanghai": "上海 北京 中国 广州 深圳 重庆 成都 Beijing Guangzhou Shenzhen China",
  "Asia/Urumqi": "乌鲁木齐 新疆",
  "Asia/Hong_Kong": "香港",
  "Asia/Macau": "澳门 Macao",
  "Asia/Taipei": "台北 台湾 Taiwan",
  "Asia/Singapore": "新加坡",
  "Asia/Kuala_Lumpur": "吉隆坡 马来西亚 Malaysia",
  "Asia/Tokyo": "东京 日本 Japan",
  "Asia/Seoul": "首尔 韩国 Korea",
  "Asia/Bangkok": "曼谷 泰国 Thailand",
  "Asia/Saigon": "胡志明市 西贡 河内 越南 Ho Chi Minh Hanoi Vietnam",
  "Asia/Ho_Chi_Minh": "胡志明市 西贡 河内 越南 Saigon Hanoi Vietnam",
  "Asia/Manila": "马尼拉 菲律宾 Philippines",
  "Asia/Jakarta": "雅加达 印度尼西亚 Indonesia",
  "Asia/Calcutta": "加尔各答 孟买 德里 印度 Kolkata Mumbai Delhi India",
  "Asia/Kolkata": "加尔各答 孟买 德里 印度 Mumbai Delhi India",
  "Asia/Dubai": "迪拜 阿联酋",
  "Europe/London": "伦敦 英国 UK",
  "Europe/Paris": "巴黎 法国 France",
  "Europe/Berlin": "柏林 德国 Germany",
  "Europe/Moscow": "莫斯科 俄罗斯 Russia",
  "America/New_York": "纽约 美国东部 Washington Boston US Eastern",
  "America/Chicago": "芝加哥 美国中部 US Central",
  "America/Denver": "丹佛 美国山地 US Mountain",
  "America/Los_Angeles": "洛杉矶 旧金山 西雅图 美国西部 San Francisco Seattle US Pacific",
  "America/Toronto": "多伦多 加拿大 Canada",
  "America/Vancouver": "温哥华 加拿大 Canada",
  "America/Mexico_City": "墨西哥城 墨西哥",
  "America/Sao_Paulo": "圣保罗 巴西 Brazil",
  "Australia/Sydney": "悉尼 澳大利亚",
  "Pacific/Auckland": "奥克兰 新西兰 New Zealand",
};

/** Zones with what their clocks show now: `Asia/Shanghai · UTC+8`. */
export function zoneOptions(now_ms: number): ZoneOption[] {
  const zones = ["UTC", ...Intl.supportedValuesOf("timeZone")];
  return [...new Set(zones)].map((value) => {
    const label = `${value} · ${offsetOf(value, now_ms)}`;
    const search = `${label} ${value.replaceAll("_", " ")} ${PLACES[value] ?? ""}`.toLowerCase();
    return { value, label, search };
  });
}

/** Whether `option` is one of those that `typed` asks for. */
export function isZoneFound(typed: string, option?: ZoneOption): boolean {
  return option?.search.includes(typed.trim().toLowerCase()) ?? false;
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
