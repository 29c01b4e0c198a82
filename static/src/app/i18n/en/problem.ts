import type { SameKeys } from "../same-keys";
import type { problem as zh } from "../zh-CN/problem";

/** What went wrong, in words. */
export const problem: SameKeys<typeof zh> = {
  problem: {
    id: "Problem ID",
    copy_id: "Copy problem ID",
    unreachable: "Cannot reach the server",
    unreachable_help:
      "No answer came, so the last action may not have taken effect. Check the network and try again.",
    unexpected: "Something on this page went wrong",
    unexpected_help: "Stored data is safe. If reloading does not help, tell your administrator.",
    forbidden: "You are not allowed to see this",
    forbidden_help: "Ask your administrator if you need access.",
    not_found: "Not found",
    not_found_help: "It may have been removed, or it is outside your scope.",
    conflict: "The current state does not allow this",
    conflict_help: "It may just have changed. Refresh and try again.",
    too_large: "The file is too large",
    too_large_help: "It exceeds what this installation accepts. Nothing was stored.",
    rejected: "The request cannot be accepted",
    rejected_help: "Nothing was stored. Correct it and try again.",
    throttled: "Too many requests",
    throttled_help: "Wait a moment, then try again.",
    unavailable: "The service is not available right now",
    unavailable_help: "Stored data is safe. Try again shortly.",
    signed_out: "Your session has ended",
    signed_out_help: "Sign in again to continue.",
    known: {
      recording_unreadable: "This file holds no sound, or is not an audio format we can decode",
      recording_too_long: "The recording is longer than six hours, which no call is",
      recording_too_large: "The recording is too large",
      recording_not_set_aside: "This recording is already being worked on",
      recording_is_being_heard: "This recording is being heard now. Wait, or cancel it first",
      speakers_unknown: "Both speakers are on one channel, so there is nothing to swap",
      transcript_not_newest: "There is a newer transcript of this call. Look at that one first",
      engine_unknown: "There is no engine of this name",
      language_unknown: "No speech model knows this language; Chinese is zh, English en",
      hot_words_wrong: "A hot word cannot be only spaces",
      pause_beyond_scope: "This concerns calls that you do not see; somebody who does must do it",
      pause_not_found: "It is not paused any more",
      recording_not_queued:
        "This recording is not queued; it may just have been heard or cancelled",
      source_not_found: "There is no such source",
      disk_nearly_full: "The disk for recordings is nearly full",
      storage_down: "The storage for recordings does not answer",
      call_not_found: "No such call, or it is not one of yours",
      origin_refused: "This request came from another web site and was refused",
    },
  },
};
