import type { SameKeys } from "../same-keys";
import type { shell as zh } from "../zh-CN/shell";

/** The frame around every screen. */
export const shell: SameKeys<typeof zh> = {
  app: {
    name: "Earshot",
    tagline: "Call quality and live activity for telesales",
    skip: "Skip to content",
    home: "Back to start",
  },
  action: {
    retry: "Try again",
    copy: "Copy",
    copied: "Copied",
    clear: "Clear filters",
  },
  nav: {
    label: "Main",
    boards: "Boards",
    calls: "Calls",
    scorecards: "Scorecards",
    hearing: "Transcription",
    sources: "Sources",
    imports: "Imports",
    silent: "A source is silent",
    fold: "Collapse sidebar",
    unfold: "Expand sidebar",
    search: "Search calls",
    search_hint: "Customer number, agent, call ID",
  },
  pager: {
    previous: "Previous",
    next: "Next",
    first_page: "First page",
  },
  preferences: {
    language: "Language",
    to_dark: "Switch to dark",
    to_light: "Switch to light",
  },
  me: {
    open: "My account: {{name}}",
    sign_out: "Sign out",
    keys: "Keyboard shortcuts",
  },
  keys: {
    title: "Keys on this screen",
    space: "Space",
    search: "Search calls",
    help: "Show these keys",
    play: "Play / pause",
    next_hit: "Next hit",
    previous_hit: "Previous hit",
    forward: "Forward 5 s",
    back: "Back 5 s",
    faster: "Faster",
    slower: "Slower",
    wording: "Numbers: verbatim / written",
    doubtful: "Mark what is doubtful",
    marks: "Marks on the waveform",
    panel: "Score / sound",
  },
  sign_in: {
    title: "Sign in",
    login: "Login",
    password: "Password",
    submit: "Sign in",
    login_missing: "Enter your login",
    password_missing: "Enter your password",
    refused: "The login or the password is wrong",
    throttled: "Too many failed attempts. Wait a few minutes and try again",
  },
  not_found: {
    title: "There is no such page",
    body: "The address may be mistyped, or the page has moved.",
  },
};
