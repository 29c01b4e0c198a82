import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useLocation } from "react-router";

import { ErrorBoundary } from "../../components/error-boundary";
import { Placeholder } from "../../components/placeholder";
import { whenIdle } from "../../lib/idle";
import { type Shortcut, useShortcuts } from "../../lib/keys";
import { useNarrow } from "../../lib/narrow";
import { usePreferences } from "../../lib/preferences";
import { wholeI18n } from "../i18n";
import { QuickSearch } from "./quick-search";
import { Rail } from "./rail";
import styles from "./shell.module.css";
import { TopBar } from "./top-bar";

const KeysHelp = lazy(() => import("./keys-help"));

/** The frame around every signed-in screen. */
export function Shell() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const { rail_folded } = usePreferences();
  const narrow = useNarrow();
  const folded = rail_folded || narrow;
  const search = useRef<HTMLInputElement>(null);
  const [helpOpen, setHelpOpen] = useState(false);

  const shortcuts = useMemo<Shortcut[]>(
    () => [
      { keys: ["mod+k"], label: "search", run: () => search.current?.focus() },
      { keys: ["?"], label: "help", run: () => setHelpOpen(true) },
    ],
    [],
  );
  useShortcuts(shortcuts);
  useEffect(() => whenIdle(() => void wholeI18n().catch(() => undefined)), []);

  return (
    <div className={styles.shell} data-folded={folded}>
      <a className={styles.skip} href="#main">
        {t("app.skip")}
      </a>
      <Rail folded={folded} />
      <TopBar search={<QuickSearch ref={search} />} onHelp={() => setHelpOpen(true)} />
      <main id="main" className={styles.main} tabIndex={-1}>
        <ErrorBoundary resetOn={pathname}>
          <Suspense fallback={<Coming />}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </main>
      <Suspense>{helpOpen && <KeysHelp onClose={() => setHelpOpen(false)} />}</Suspense>
    </div>
  );
}

/** The code of a screen is on its way; what comes at once is not announced. */
function Coming() {
  return (
    <div className={styles.coming} aria-busy="true">
      <Placeholder height={32} width={200} />
      <Placeholder height={320} />
    </div>
  );
}
