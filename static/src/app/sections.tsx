import { useTranslation } from "react-i18next";
import { Link, Navigate, Outlet, useLocation } from "react-router";

import type { Permission, Session } from "../lib/api";
import { useSession } from "../lib/session";
import styles from "./sections.module.css";
import { TroubleDot } from "./trouble-dot";
import { UnmatchedBadge } from "./unmatched-badge";

interface Page {
  to: string;
  word:
    | "live"
    | "own_boards"
    | "alerts"
    | "alert_rules"
    | "alert_channels"
    | "goals"
    | "walls"
    | "queue"
    | "reviews_done"
    | "sampling"
    | "coverage"
    | "workload"
    | "precision"
    | "appeals"
    | "calibrations"
    | "units"
    | "agents"
    | "unmatched"
    | "campaigns"
    | "users"
    | "roles"
    | "deputies"
    | "account"
    | "break_glass"
    | "sign_in"
    | "keys"
    | "privacy"
    | "retention"
    | "requests"
    | "system"
    | "audit";
  /** Any one of these is enough. */
  needs: readonly Permission[];
  /** Those who may do this have the page as a part of another. */
  unless?: Permission;
  /** It concerns the whole centre: only for those who see all of it. */
  everything?: true;
}

/** Add a page here and its route in `inside.tsx`. */
export const REVIEWS: readonly Page[] = [
  { to: "/reviews/queue", word: "queue", needs: ["reviews:write", "reviews:manage"] },
  { to: "/reviews/done", word: "reviews_done", needs: ["reviews:read", "reviews:manage"] },
  { to: "/reviews/appeals", word: "appeals", needs: ["appeals:decide"] },
  {
    to: "/reviews/calibrations",
    word: "calibrations",
    needs: ["reviews:write", "reviews:manage"],
  },
  { to: "/reviews/sampling", word: "sampling", needs: ["reviews:manage"] },
  {
    to: "/reviews/coverage",
    word: "coverage",
    needs: ["reviews:read"],
    unless: "reviews:manage",
  },
  { to: "/reviews/workload", word: "workload", needs: ["reviews:manage"] },
  { to: "/reviews/precision", word: "precision", needs: ["reviews:read"] },
];

export const BOARDS: readonly Page[] = [
  { to: "/boards", word: "live", needs: ["board:read"] },
  { to: "/boards/own", word: "own_boards", needs: ["board:read"] },
  { to: "/boards/alerts", word: "alerts", needs: ["alerts:manage", "reviews:read"] },
  { to: "/boards/goals", word: "goals", needs: ["goals:write"] },
  { to: "/boards/walls", word: "walls", needs: ["boards:share"] },
  { to: "/boards/alert-rules", word: "alert_rules", needs: ["alerts:manage"] },
  { to: "/boards/channels", word: "alert_channels", needs: ["alerts:channels"] },
];

export const TEAM: readonly Page[] = [
  { to: "/team/units", word: "units", needs: ["people:manage"] },
  { to: "/team/agents", word: "agents", needs: ["people:manage"] },
  { to: "/team/unmatched", word: "unmatched", needs: ["people:manage"], everything: true },
  { to: "/team/campaigns", word: "campaigns", needs: ["campaigns:manage"] },
];

export const SETTINGS: readonly Page[] = [
  { to: "/settings/users", word: "users", needs: ["users:manage"] },
  { to: "/settings/roles", word: "roles", needs: ["users:manage"] },
  { to: "/settings/deputies", word: "deputies", needs: ["users:manage"] },
  { to: "/settings/sign-in", word: "sign_in", needs: ["users:manage"] },
  { to: "/settings/keys", word: "keys", needs: ["keys:manage"] },
  { to: "/settings/privacy", word: "privacy", needs: ["privacy:manage"] },
  { to: "/settings/retention", word: "retention", needs: ["retention:manage"] },
  { to: "/settings/requests", word: "requests", needs: ["retention:manage"] },
  { to: "/settings/system", word: "system", needs: ["system:read"] },
  { to: "/settings/audit", word: "audit", needs: ["audit:read"] },
  // Managers and QA leads have nothing else here: their own account before the exception.
  { to: "/settings/account", word: "account", needs: ["calls:break_glass"] },
  {
    to: "/settings/broken-glass",
    word: "break_glass",
    needs: ["calls:break_glass", "users:manage"],
  },
];

/** The pages of a section that somebody may open. */
export function pagesFor<P extends Pick<Page, "needs" | "unless" | "everything">>(
  pages: readonly P[],
  { permissions, sees }: Pick<Session, "permissions" | "sees">,
): readonly P[] {
  const has = (one: Permission) => permissions.includes(one);
  return pages.filter(
    ({ needs, unless, everything }) =>
      needs.some(has) && !(unless && has(unless)) && (sees.everything || !everything),
  );
}

/** The page an address lies in: one's address may begin with another's, and the longest counts. */
export function pageAt(pages: readonly { to: string }[], pathname: string): string | undefined {
  return pages
    .map(({ to }) => to)
    .filter((to) => pathname === to || pathname.startsWith(`${to}/`))
    .toSorted((a, b) => b.length - a.length)[0];
}

/** A phone shows only some of the pages at a time. */
function intoView(open: HTMLElement | null): void {
  open?.scrollIntoView({ inline: "center", block: "nearest" });
}

/** A screen whose parts are pages of their own, each with an address. */
export function Section({ pages }: { pages: readonly Page[] }) {
  const { t } = useTranslation();
  const session = useSession();
  const { pathname } = useLocation();
  const open = pageAt(pages, pathname);
  return (
    <div className={styles.section}>
      <nav className={styles.pages}>
        {pagesFor(pages, session).map(({ to, word }) => (
          <Link
            key={to}
            className={styles.page}
            to={to}
            ref={to === open ? intoView : undefined}
            aria-current={to === open ? "page" : undefined}
          >
            {t(`nav.${word}`)}
            {word === "unmatched" && <UnmatchedBadge />}
            {word === "system" && <TroubleDot />}
          </Link>
        ))}
      </nav>
      <Outlet />
    </div>
  );
}

/** The first page of a section that somebody may open. */
export function FirstPage({ pages }: { pages: readonly Page[] }) {
  const session = useSession();
  const [first] = pagesFor(pages, session);
  return <Navigate to={first?.to ?? "/"} replace />;
}
