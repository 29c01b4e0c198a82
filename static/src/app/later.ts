import { type ComponentType, lazy } from "react";

import { wholeI18n } from "./i18n";

/** A screen that says more than the first ones: its words come beside its code. */
export function later(bring: () => Promise<{ default: ComponentType }>) {
  return lazy(async () => {
    const [page] = await Promise.all([bring(), wholeI18n()]);
    return page;
  });
}
