import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { Navigate, Outlet, useLocation } from "react-router";

import { ProblemPanel } from "../components/problem-panel";
import { api, ask, type Session } from "../lib/api";
import { hasStatus } from "../lib/problem";
import { LEAVING_KEY, SESSION_KEY, SessionProvider } from "../lib/session";

const SESSION = { queryKey: SESSION_KEY, queryFn: readSession, staleTime: 60_000 };

/** Asks who is there, before anything is shown that wants to know. */
export function askSession(client: QueryClient): void {
  void client.prefetchQuery(SESSION);
}

/** Lets signed-in people through, and sends others to the sign-in and back. */
export function RequireSession() {
  const client = useQueryClient();
  const location = useLocation();
  const session = useQuery(SESSION);

  if (session.isPending) return null;
  if (session.isLoadingError)
    return <ProblemPanel error={session.error} onRetry={session.refetch} />;
  // The sign-in comes with the next page: what is typed into this one would be lost.
  if (!session.data && client.getQueryData(LEAVING_KEY)) return null;
  if (!session.data) {
    const next = location.pathname + location.search;
    return <Navigate to={`/sign-in?${new URLSearchParams({ next })}`} replace />;
  }
  return (
    <SessionProvider value={session.data}>
      <Outlet />
    </SessionProvider>
  );
}

/** Null when nobody is signed in. */
async function readSession(): Promise<Session | null> {
  try {
    return await ask(api.GET("/api/v1/session"));
  } catch (error) {
    if (hasStatus(error, 401)) return null;
    throw error;
  }
}
