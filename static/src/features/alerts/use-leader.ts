import { useEffect, useState } from "react";

/**
 * Whether this tab is the one of all that share `name` that acts for them.
 *
 * When it is closed the next one takes over. Browsers without locks let every tab act.
 */
export function useLeader(name: string, wanted: boolean): boolean {
  const [leads, setLeads] = useState(false);
  useEffect(() => {
    if (!wanted) return;
    if (!navigator.locks) {
      setLeads(true);
      return () => setLeads(false);
    }
    const waiting = new AbortController();
    let retire = () => {};
    const reign = () =>
      new Promise<void>((done) => {
        retire = done;
        setLeads(true);
      });
    navigator.locks.request(name, { signal: waiting.signal }, reign).catch((reason: unknown) => {
      if (!waiting.signal.aborted) throw reason;
    });
    return () => {
      waiting.abort();
      retire();
      setLeads(false);
    };
  }, [name, wanted]);
  return leads;
}
