/** Ticks in a thread of its own: browsers slow the timers of hidden pages to one a minute. */

const EVERY_MS = 10_000;

setInterval(() => self.postMessage(null), EVERY_MS);

export {};
