import { useEffect, useState } from "react";

const PAUSE_MS = 400;

/** `value` once it has not changed for a moment. */
export function useSettled<Value>(value: Value, pause_ms = PAUSE_MS): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause_ms);
    return () => clearTimeout(timer);
  }, [value, pause_ms]);
  return settled;
}
