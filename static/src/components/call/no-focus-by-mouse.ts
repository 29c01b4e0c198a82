import { useEffect } from "react";

const PRESSED = 'button, a, [type="radio"], [type="checkbox"], [role="slider"]';

/** What the mouse pressed keeps no focus, so that the next key is the screen's. */
export function useNoFocusByMouse(): void {
  useEffect(() => {
    const onClick = ({ detail }: MouseEvent) => {
      const byMouse = detail > 0;
      // A label hands the focus on only after its own click.
      if (byMouse) setTimeout(dropFocus);
    };
    window.addEventListener("click", onClick);
    return () => window.removeEventListener("click", onClick);
  }, []);
}

function dropFocus(): void {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLElement) || !activeElement.matches(PRESSED)) return;
  // A dialog that the mouse opened is answered by key: what it gave the focus to keeps it.
  if (!activeElement.closest('[role="dialog"]')) activeElement.blur();
}
