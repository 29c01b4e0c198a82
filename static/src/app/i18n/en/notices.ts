import type { SameKeys } from "../same-keys";
import type { notices as zh } from "../zh-CN/notices";

/** What the bell tells. */
export const notices: SameKeys<typeof zh> = {
  notices: {
    title: "Notices",
    open: "Notices: {{count}} unread",
    none: "No notices",
    broken_glass_opened:
      "{{user}} took emergency access to calls outside their scope, until {{until}}. Reason: {{reason}}",
    broken_glass_revoked: "{{by}} ended the emergency access of {{user}}",
    deputy_appointed: "{{deputy}} stands in for {{user}} until {{until}}",
    deputy_ended: "{{deputy}} no longer stands in for {{user}}",
    rule_asks_to_be_muted:
      "{{rule}} ({{scorecard}}) fails calls and is mostly wrong: see the trust of rules, and mute or mend it",
    result_released: "A result of your call is ready: see it on My page",
    appeal_to_decide: "An appeal of “{{rule}}” waits for you",
    appeal_due_soon: "The appeal of “{{rule}}” is due soon",
    appeal_accepted: "The appeal of “{{rule}}” was accepted; the result has changed",
    appeal_denied: "The appeal of “{{rule}}” was denied",
    clip_shared: "The clip “{{title}}” was shared with you",
    system_bad: "{{part}}: {{why}}. Look at it now",
    system_bad_named: "{{part}}: {{why}} ({{names}}). Look at it now",
    system_good: "{{part}}: what was wrong is over",
    why: {
      connections_low: "connections run out",
      clock_off: "its clock and the database's differ",
      disk_full: "the disk is full, new recordings are refused",
      full_soon: "the disk is full within two days",
      source_silent: "a dialer sends nothing",
      no_worker: "none runs, so nothing is heard or scored",
      channel_failing: "messages do not arrive",
      backup_old: "the last one is more than a week old",
      migration_differs: "the database does not fit this version",
      key_unreadable: "the master key cannot be read",
      key_expired: "one has ended",
      errors: "many requests or jobs fail",
      other: "something does not work, or soon will not",
    },
    other: "{{kind}}",
    deputising: "Standing in for {{name}} until {{until}}",
    sees_everything: "Sees all calls",
    sees_own: "Sees own calls",
    sees_units: "Sees {{names}}",
    sees_campaigns: "Only campaigns {{names}}",
  },
};
