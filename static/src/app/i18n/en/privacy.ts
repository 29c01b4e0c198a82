import type { SameKeys } from "../same-keys";
import type { privacy as zh } from "../zh-CN/privacy";

/** Privacy: personal numbers, recording notices, encryption. */
export const privacy: SameKeys<typeof zh> = {
  reveal: {
    number: "Reveal number",
    words: "Reveal personal numbers",
    words_masked: "Personal numbers masked: {{count}}",
    words_plain: "Personal numbers are shown; the audit log says so",
    why: "Why do you need to see it?",
    why_help: "Your centre asks for a reason. It is kept in the audit log.",
    reason: "Reason",
    show: "Reveal",
    cancel: "Cancel",
  },
  notice: {
    label: "Notice",
    given: "{{at}}",
    not_found: "Not found",
    not_measurable: "Not measurable",
    not_required: "Not required in this campaign",
    filter: "Recording notice",
    filter_given: "Given",
    filter_not_found: "Not found",
    filter_not_measurable: "Not measurable",
  },
  privacy: {
    title: "Privacy",
    masked_title: "What is masked",
    masked_help:
      "Identity card, bank card, telephone, passport and account numbers, e-mail addresses and security codes are dots in transcripts, quotes, boards and lists for everybody without “read personal data”. Played recordings have a tone there.",
    reveal_needed: "Those with the permission see dots too, until they click",
    reveal_needed_help:
      "Each reveal is in the audit log. Switched off, they see the numbers at once.",
    reason_needed: "A reason must be given first",
    reveal_minutes: "Shown for (minutes)",
    originals_title: "Original recordings",
    kept: "Keep original recordings",
    replaced: "Replace originals that hold personal numbers by the sound with tones",
    replace_after_days: "Days after transcription",
    replaced_help:
      "A replaced original cannot be brought back: those with the permission hear tones, too.",
    confirm_title: "Replace originals that hold personal numbers?",
    confirm:
      "Recordings transcribed {{count}} days ago or earlier that hold personal numbers lose their original sound for good. Only the sound with tones stays.",
    confirm_ok: "Replace originals",
    progress_title: "Progress",
    transcripts: "Transcripts",
    with_numbers: "With personal numbers",
    backlog: "Not looked through",
    backlog_help:
      "Every ten minutes some are looked through. One that waits is looked through when it is opened, so nothing leaks.",
    beeped: "Recordings with tones",
    gone: "Originals replaced",
    sealing_title: "Encryption at rest",
    sealing_on: "On",
    sealing_off: "Off",
    sealing_on_help:
      "Recordings and the secrets of dialers are kept under AES-256-GCM. Master key: {{master}}. Data keys: {{keys}}.",
    sealing_off_help:
      "Set EARSHOT_KEY_FILE or EARSHOT_KEY_COMMAND and restart: new recordings are then encrypted. Run earshot seal stored for those that are there.",
    sealing_former:
      "Data keys still under a former master key: {{count}}. Run earshot seal rotate.",
    sealing_lost:
      "The master key cannot be read: encrypted recordings do not play now. Check EARSHOT_KEY_FILE.",
    sealing_words: "Transcripts are in the database: encrypt the disk it lies on.",
    decided: "Changed by {{who}}, {{when}}",
    undecided: "Never changed: these are the defaults",
    save: "Save",
    saved: "Saved",
  },
};
