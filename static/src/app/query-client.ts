import { QueryCache, QueryClient } from "@tanstack/react-query";

import { asProblem, hasStatus } from "../lib/problem";
import { SESSION_KEY } from "../lib/session";

const ATTEMPTS = 2;

/** A 401 from anywhere ends the session here too, which leads to the sign-in. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (hasStatus(error, 401)) queryClient.setQueryData(SESSION_KEY, null);
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => failures < ATTEMPTS && mayPass(error),
    },
  },
});

/** Only trouble on the way or in the server goes away by itself. */
function mayPass(error: Error): boolean {
  const { status } = asProblem(error);
  return status === 0 || status >= 500;
}
