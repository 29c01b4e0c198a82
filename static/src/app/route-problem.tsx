import { useRouteError } from "react-router";

import { ProblemPanel } from "../components/problem-panel";

/** The error boundary of every screen. */
export function RouteProblem() {
  return <ProblemPanel error={useRouteError()} onRetry={() => window.location.reload()} />;
}
