import { useSearchParams } from "react-router";

/** Which page of a list the address asks for. */
export function useCursor(): { cursor: string | null } {
  const [params] = useSearchParams();
  return { cursor: params.get("cursor") };
}
