/** How grave alerts are. */
import type { AlertCard } from "../../lib/api";

export type Severity = AlertCard["severity"];

/** The gravest first. */
export const SEVERITIES = ["critical", "warning", "info"] as const satisfies readonly Severity[];
