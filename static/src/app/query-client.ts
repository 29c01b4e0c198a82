import {
  type InvalidateOptions,
  type InvalidateQueryFilters,
  QueryCache,
  QueryClient,
} from "@tanstack/react-query";

import { asProblem, hasStatus } from "../lib/problem";
import { SESSION_KEY } from "../lib/session";

const ATTEMPTS = 2;

/**
 * Asks again for what is on its way for the first time, too, when something changes: it may have
 * been read before the change, and the library would take it for the newest.
 */
class Client extends QueryClient {
  override invalidateQueries(
    filters?: InvalidateQueryFilters,
    options?: InvalidateOptions,
  ): Promise<void> {
    const wanted = { ...filters, type: "active", fetchStatus: "fetching" } as const;
    for (const query of this.getQueryCache().findAll(wanted))
      if (query.state.data === undefined && !query.isDisabled())
        void query.cancel({ silent: true });
    return super.invalidateQueries(filters, options);
  }
}

/** A 401 from anywhere ends the session here too, which leads to the sign-in. */
export const queryClient: QueryClient = new Client({
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
