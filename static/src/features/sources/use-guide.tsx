import { lazy, type ReactNode, Suspense, useState } from "react";

const GuideDrawer = lazy(() => import("./guide-drawer"));

/** A way to open a dialer's guide, and the drawer it opens in. */
export function useGuide(): { open: (dialer: string) => void; drawer: ReactNode } {
  const [dialer, setDialer] = useState<string | null>(null);
  return {
    open: setDialer,
    drawer: dialer && (
      <Suspense>
        <GuideDrawer dialer={dialer} onClose={() => setDialer(null)} />
      </Suspense>
    ),
  };
}
