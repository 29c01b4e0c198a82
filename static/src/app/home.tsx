import { Navigate } from "react-router";

import { useSession } from "../lib/session";

/** Where a role starts its day. */
export function Home() {
  const { role, unit_id, permissions } = useSession();
  if (role === "agent" && permissions.includes("appeals:file"))
    return <Navigate to="/me" replace />;
  if (role === "inspector" && permissions.includes("reviews:write"))
    return <Navigate to="/reviews/queue" replace />;
  const toBoard = role !== "agent" && permissions.includes("board:read");
  return <Navigate to={toBoard ? `/boards/${unit_id}` : "/calls"} replace />;
}
