import type { SameKeys } from "../same-keys";
import type { words as zh } from "../zh-CN/words";

/** Words for values of the server's enumerations. */
export const words: SameKeys<typeof zh> = {
  role: {
    agent: "Agent",
    lead: "Team lead",
    supervisor: "Supervisor",
    manager: "Manager",
    inspector: "QA inspector",
    qa_lead: "QA lead",
    trainer: "Trainer",
    analyst: "Analyst",
    admin: "Administrator",
  },
  agent_state: {
    offline: "Offline",
    ready: "Ready",
    ringing: "Ringing",
    talking: "Talking",
    hold: "On hold",
    wrap_up: "Wrap-up",
    break: "Break",
    meeting: "Meeting",
    training: "Training",
  },
  call_state: {
    dialing: "Dialing",
    ringing: "Ringing",
    talking: "Talking",
    held: "On hold",
    ended: "Ended",
  },
  recording_state: {
    waiting: "Queued",
    transcribing: "Transcribing",
    transcribed: "Transcribed",
    set_aside: "Set aside",
  },
  verdict: {
    passed: "Passed",
    failed: "Failed",
    not_measurable: "Not measurable",
  },
  line_verdict: {
    passed: "Met",
    failed: "Not met",
    not_measurable: "Not measurable",
  },
  outcome: {
    sale: "Sale",
    callback: "Call back",
    refused: "Refused",
    complaint: "Complaint",
    wrong_number: "Wrong number",
    no_answer: "No answer",
    busy: "Busy",
    voicemail: "Voicemail",
    rejected: "Declined",
    unreachable: "Unreachable",
  },
  hangup_by: {
    agent: "Agent",
    customer: "Customer",
    system: "System",
  },
  break_reason: {
    lunch: "Lunch",
    toilet: "Restroom",
    rest: "Rest",
    coaching: "Coaching",
    team_meeting: "Team meeting",
    system: "System trouble",
  },
  recording_error: {
    "recording-unreadable": "The file holds no sound that can be decoded.",
    "recording-too-long": "The recording is longer than can be transcribed.",
    "worker-died": "The process that listened was killed or ran out of memory.",
    "took-too-long": "Listening took too long and was stopped.",
    unexpected: "Listening failed unexpectedly; the log of the worker says why.",
  },
};
