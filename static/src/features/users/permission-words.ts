import type { Permission } from "../../lib/api";

/** A colon separates namespaces in keys of translations. */
export function wordOf<P extends Permission>(permission: P) {
  return permission.replaceAll(":", "_") as P extends `${infer Thing}:${infer Act}`
    ? `${Thing}_${Act}`
    : never;
}
