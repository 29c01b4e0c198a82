import { type RefObject, useLayoutEffect, useRef } from "react";

import { glide } from "../../lib/motion";

interface Place {
  left: number;
  top: number;
}

/** Lets the children of `parent`, told apart by `data-key`, glide when their order changes. */
export function useGliding(parent: RefObject<HTMLElement | null>, order: string): void {
  const places = useRef(new Map<string, Place>());

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new order is what moves the children
  useLayoutEffect(() => {
    const children = [...(parent.current?.children ?? [])].filter(isElement);
    const now = new Map(children.map((child) => [child.dataset.key ?? "", placeOf(child)]));
    for (const child of children) move(child, places.current.get(child.dataset.key ?? ""));
    places.current = now;
  }, [parent, order]);
}

function move(child: HTMLElement, before: Place | undefined): void {
  if (!before) return;
  const dx = before.left - child.offsetLeft;
  const dy = before.top - child.offsetTop;
  if ((dx || dy) && isInSight(child)) glide(child, dx, dy);
}

function isInSight(child: HTMLElement): boolean {
  const { top, bottom } = child.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}

function placeOf({ offsetLeft, offsetTop }: HTMLElement): Place {
  return { left: offsetLeft, top: offsetTop };
}

function isElement(child: Element): child is HTMLElement {
  return child instanceof HTMLElement;
}
