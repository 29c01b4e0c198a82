import { useEffect, useRef, useState } from "react";

import type { FatalCard } from "../../lib/api";

/** Tells screen readers of a fatal hit when it comes in, and nothing of the hits before. */
export function FatalNews({ fatals }: { fatals: readonly FatalCard[] }) {
  const newest = fatals[0];
  const heard = useRef(newest?.key);
  const [news, setNews] = useState("");

  useEffect(() => {
    if (!newest || heard.current === newest.key) return;
    heard.current = newest.key;
    setNews(`${newest.agent_name ?? ""} ${newest.rule_name}`);
  }, [newest]);

  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {news}
    </div>
  );
}
