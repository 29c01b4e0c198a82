/** Who is signed in, for every screen below the sign-in. */
import { createContext, useContext } from "react";

import type { Permission, Session } from "./api";

const Context = createContext<Session | null>(null);

export const SessionProvider = Context.Provider;

/** Query key of the session; setting it to null is what signing out means here. */
export const SESSION_KEY = ["session"] as const;

/** Query key of whether this page is about to be left for good, once somebody has signed out. */
export const LEAVING_KEY = ["leaving"] as const;

export function useSession(): Session {
  const session = useContext(Context);
  if (!session) throw new Error("useSession needs a signed-in user");
  return session;
}

export function useCan(permission: Permission): boolean {
  return useSession().permissions.includes(permission);
}

/** The zone instants are shown in; the browser's own before sign-in. */
export function useTimezone(): string {
  return useContext(Context)?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}
