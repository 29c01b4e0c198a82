import {
  ApiOutlined,
  AudioOutlined,
  AuditOutlined,
  CloudUploadOutlined,
  DashboardOutlined,
  IdcardOutlined,
  MenuFoldOutlined,
  MenuUnfoldOutlined,
  PhoneOutlined,
  ScissorOutlined,
  SettingOutlined,
  SolutionOutlined,
  TeamOutlined,
} from "@ant-design/icons";
import { Badge, Button, Tooltip } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink } from "react-router";

import { Brand } from "../../components/brand";
import type { Permission } from "../../lib/api";
import { setPreferences } from "../../lib/preferences";
import { useSession } from "../../lib/session";
import { pagesFor, REVIEWS, SETTINGS, TEAM } from "../sections";
import { useSystemTrouble } from "../use-system-trouble";
import styles from "./shell.module.css";
import { useSilentSources } from "./use-silent-sources";

interface Entry {
  to: string;
  word:
    | "me"
    | "boards"
    | "calls"
    | "clips"
    | "reviews"
    | "scorecards"
    | "team"
    | "hearing"
    | "sources"
    | "imports"
    | "settings";
  icon: ReactNode;
  /** Any one of these is enough. */
  needs: readonly Permission[];
}

const allOf = (pages: readonly { needs: readonly Permission[] }[]) =>
  pages.flatMap(({ needs }) => needs);

const ENTRIES: readonly Entry[] = [
  { to: "/me", word: "me", icon: <IdcardOutlined />, needs: ["appeals:file"] },
  { to: "/boards", word: "boards", icon: <DashboardOutlined />, needs: ["board:read"] },
  { to: "/calls", word: "calls", icon: <PhoneOutlined />, needs: ["calls:read"] },
  { to: "/reviews", word: "reviews", icon: <AuditOutlined />, needs: allOf(REVIEWS) },
  { to: "/clips", word: "clips", icon: <ScissorOutlined />, needs: ["calls:listen"] },
  {
    to: "/scorecards",
    word: "scorecards",
    icon: <SolutionOutlined />,
    needs: ["scorecards:read"],
  },
  { to: "/team", word: "team", icon: <TeamOutlined />, needs: allOf(TEAM) },
  { to: "/hearing", word: "hearing", icon: <AudioOutlined />, needs: ["hearing:read"] },
  { to: "/sources", word: "sources", icon: <ApiOutlined />, needs: ["sources:manage"] },
  { to: "/imports", word: "imports", icon: <CloudUploadOutlined />, needs: ["imports:manage"] },
  { to: "/settings", word: "settings", icon: <SettingOutlined />, needs: allOf(SETTINGS) },
];

export function Rail({ folded }: { folded: boolean }) {
  const { t } = useTranslation();
  const session = useSession();
  const silent = useSilentSources();
  const trouble = useSystemTrouble();
  const foldLabel = folded ? t("nav.unfold") : t("nav.fold");

  function alarmOf(word: Entry["word"]): string | null {
    if (word === "sources" && silent.length > 0) return t("nav.silent");
    return word === "settings" && trouble ? t("nav.trouble") : null;
  }

  function nameOf(word: Entry["word"]): string {
    const name = t(`nav.${word}`);
    const alarm = alarmOf(word);
    return alarm ? `${name}: ${alarm}` : name;
  }

  // Who may do all is no agent yet, and has no calls of their own.
  const entries = ENTRIES.filter(({ word }) => word !== "me" || session.agent_id !== null);

  return (
    <nav className={styles.rail} aria-label={t("nav.label")}>
      <Link className={styles.brand} to="/">
        <Brand folded={folded} />
      </Link>
      <ul className={styles.entries}>
        {pagesFor(entries, session).map(({ to, word, icon }) => (
          <li key={to}>
            <Tooltip title={folded ? t(`nav.${word}`) : undefined} placement="right">
              <NavLink className={styles.entry} to={to} aria-label={nameOf(word)}>
                <Badge dot={alarmOf(word) !== null}>{icon}</Badge>
                {!folded && <span>{t(`nav.${word}`)}</span>}
              </NavLink>
            </Tooltip>
          </li>
        ))}
      </ul>
      <Button
        className={styles.fold}
        type="text"
        icon={folded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
        aria-label={foldLabel}
        title={foldLabel}
        onClick={() => setPreferences({ rail_folded: !folded })}
      />
    </nav>
  );
}
