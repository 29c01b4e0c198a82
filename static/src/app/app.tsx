import { QueryClientProvider } from "@tanstack/react-query";
import { ConfigProvider } from "antd";
import enUS from "antd/es/locale/en_US";
import zhCN from "antd/es/locale/zh_CN";
import { Suspense, useLayoutEffect, useMemo } from "react";

import { ErrorBoundary } from "../components/error-boundary";
import { usePreferences } from "../lib/preferences";
import { antTheme } from "./palette";
import { queryClient } from "./query-client";
import { Screens } from "./screens";

const LOCALES = { "zh-CN": zhCN, en: enUS } as const;

/** Everything every screen stands on: server state, language, theme, routes. */
export function App() {
  const { language, theme } = usePreferences();
  const tokens = useMemo(() => antTheme(theme), [theme]);

  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);

  return (
    <ConfigProvider locale={LOCALES[language]} theme={tokens} button={{ autoInsertSpace: false }}>
      <QueryClientProvider client={queryClient}>
        <ErrorBoundary>
          <Suspense>
            <Screens />
          </Suspense>
        </ErrorBoundary>
      </QueryClientProvider>
    </ConfigProvider>
  );
}
