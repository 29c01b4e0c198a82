/** A channel as the form holds it, and as the server wants it. Pure. */
import type { Address, Channel, ChannelKind } from "./channel-queries";

export const CHANNEL_KINDS = [
  "dingtalk",
  "feishu",
  "wecom",
  "slack",
  "teams",
  "mail",
  "webhook",
] as const satisfies readonly ChannelKind[];

/** What each service takes in a minute; of mail and webhooks our own bound. */
export const MOST_PER_MINUTE: Record<ChannelKind, number> = {
  dingtalk: 20,
  feishu: 100,
  wecom: 20,
  slack: 60,
  teams: 60,
  mail: 60,
  webhook: 600,
};

const SECRETIVE = ["dingtalk", "feishu", "webhook"] as const;
export type Secretive = (typeof SECRETIVE)[number];

/** Whether messages to it may be signed. */
export function hasSecret(kind: ChannelKind): kind is Secretive {
  return SECRETIVE.some((one) => one === kind);
}

export interface ChannelDraft {
  name: string;
  kind: ChannelKind;
  url?: string;
  secret?: string;
  host?: string;
  port?: number | null;
  security: "starttls" | "tls" | "none";
  user?: string;
  password?: string;
  sender?: string;
  to: string[];
  per_minute?: number | null;
  digest_s?: number | null;
  min_severity: Channel["min_severity"];
  language: Channel["language"];
}

export function newChannel(language: Channel["language"]): ChannelDraft {
  return {
    name: "",
    kind: "dingtalk",
    security: "starttls",
    port: 587,
    to: [],
    digest_s: 15,
    min_severity: "info",
    language,
  };
}

export function toChannelDraft(channel: Channel): ChannelDraft {
  const { name, kind, per_minute, digest_s, min_severity, language } = channel;
  return { ...newChannel(language), name, kind, per_minute, digest_s, min_severity };
}

/** The address that was typed, with nothing the kind has not. */
export function addressOf(draft: ChannelDraft): Address {
  const { kind } = draft;
  const url = draft.url?.trim() ?? "";
  const secret = draft.secret?.trim() || null;
  if (kind === "mail")
    return {
      kind,
      host: draft.host?.trim() ?? "",
      port: draft.port ?? 587,
      security: draft.security,
      user: draft.user?.trim() || null,
      password: draft.password || null,
      sender: draft.sender?.trim() ?? "",
      to: draft.to.map((one) => one.trim()),
    };
  if (hasSecret(kind)) return { kind, url, secret };
  return { kind, url };
}

/** All but the address. */
export function settingsOf(draft: ChannelDraft) {
  const { name, per_minute, digest_s, min_severity, language } = draft;
  return {
    name: name.trim(),
    per_minute: per_minute ?? null,
    digest_s: digest_s ?? 0,
    min_severity,
    language,
  };
}
