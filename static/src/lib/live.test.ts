import { afterEach, beforeEach, expect, test, vi } from "vitest";

import {
  CLOSED_SIGNED_OUT,
  connect,
  type LiveHandlers,
  patience,
  retryDelay,
  silenceLimit,
} from "./live";

/** Stands in for the browser's socket; `opened` lists every connection tried. */
class FakeSocket {
  static opened: FakeSocket[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  closed = false;

  constructor() {
    FakeSocket.opened.push(this);
  }

  close() {
    this.closed = true;
  }
}

const last = () => FakeSocket.opened.at(-1) as FakeSocket;
const handlers = () => ({ onMessage: vi.fn(), onRefused: vi.fn(), onOnline: vi.fn() });
const open = (given: LiveHandlers<unknown>) => connect("ws://test", given);

beforeEach(() => {
  FakeSocket.opened = [];
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("pauses double from half a second to fifteen, give or take a half", () => {
  const middle = () => 0.5;
  expect([0, 1, 2, 9].map((attempt) => retryDelay(attempt, middle))).toEqual([
    500, 1000, 2000, 15_000,
  ]);
  expect(retryDelay(0, () => 0)).toBe(250);
  expect(retryDelay(30, () => 1)).toBe(15_000);
});

test("a lost connection is opened again, and the pause starts over once it speaks", () => {
  const given = handlers();
  open(given);
  last().onclose?.({ code: 1006 });
  vi.advanceTimersByTime(800);

  expect(FakeSocket.opened).toHaveLength(2);
  expect(given.onOnline).toHaveBeenLastCalledWith(false);

  last().onmessage?.({ data: "{}" });
  expect(given.onOnline).toHaveBeenLastCalledWith(true);
});

test("eight to ten silent seconds count as lost", () => {
  const given = handlers();
  open(given);
  const first = last();
  first.onmessage?.({ data: "{}" });
  vi.advanceTimersByTime(7_900);
  expect(FakeSocket.opened).toHaveLength(1);

  vi.advanceTimersByTime(2_100);
  expect(first.closed).toBe(true);
  expect(FakeSocket.opened).toHaveLength(2);
  expect(given.onOnline).toHaveBeenLastCalledWith(false);
  expect([silenceLimit(() => 0), silenceLimit(() => 1)]).toEqual([8_000, 10_000]);
});

test("a beat every three seconds keeps the connection", () => {
  open(handlers());
  for (let beats = 0; beats < 20; beats++) {
    vi.advanceTimersByTime(3_000);
    last().onmessage?.({ data: "{}" });
  }
  expect(FakeSocket.opened).toHaveLength(1);
});

test("an attempt that nobody answers is given up, the next ones later", () => {
  open(handlers());
  vi.advanceTimersByTime(4_000);
  expect(FakeSocket.opened).toHaveLength(2);
  expect(FakeSocket.opened[0]?.closed).toBe(true);

  vi.advanceTimersByTime(4_900);
  expect(FakeSocket.opened).toHaveLength(2);
  vi.advanceTimersByTime(200);
  expect(FakeSocket.opened).toHaveLength(3);
  expect(patience(30)).toBe(10_000);
});

test("a busy server may take its time for a snapshot", () => {
  open(handlers());
  last().onopen?.();
  vi.advanceTimersByTime(24_000);
  expect(FakeSocket.opened).toHaveLength(1);
  vi.advanceTimersByTime(1_000);
  expect(FakeSocket.opened).toHaveLength(2);
});

test("signed out means no further attempt", () => {
  const given = handlers();
  open(given);
  last().onclose?.({ code: CLOSED_SIGNED_OUT });
  vi.advanceTimersByTime(60_000);

  expect(given.onRefused).toHaveBeenCalledWith(CLOSED_SIGNED_OUT);
  expect(FakeSocket.opened).toHaveLength(1);
});

test("closing for good stops everything", () => {
  const live = open(handlers());
  live.close();
  vi.advanceTimersByTime(60_000);
  expect(FakeSocket.opened).toHaveLength(1);
});
