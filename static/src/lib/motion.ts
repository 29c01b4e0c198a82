/** Short movements that show what changed, for readers who did not ask for stillness. */

const SETTLE_MS = 200;

/** Tint `element` and let it settle. */
export function settle(element: HTMLElement): void {
  if (prefersStillness()) return;
  const tint = getComputedStyle(element).getPropertyValue("--settle");
  element.animate([{ backgroundColor: tint }, {}], { duration: SETTLE_MS, easing: "ease-out" });
}

/** Let `element` glide to its place from `dx`, `dy` pixels away. */
export function glide(element: HTMLElement, dx: number, dy: number): void {
  if (prefersStillness()) return;
  element.animate([{ transform: `translate(${dx}px, ${dy}px)` }, { transform: "none" }], {
    duration: SETTLE_MS,
    easing: "ease-out",
  });
}

function prefersStillness(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
