import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { overridePreferences } from "../../lib/preferences";
import { hasStatus } from "../../lib/problem";
import { useShownWall, useWallToken } from "./queries";
import { useNewBuild, usePointer, useWakeLock } from "./use-screen";
import styles from "./wall.module.css";
import { WallEnd } from "./wall-end";
import { WallScreen } from "./wall-screen";

const AGAIN_MS = 5000;

/** A screen on a wall: opened once by its link, then left alone for months. */
export default function WallPage() {
  const { t } = useTranslation();
  const [token] = useState(() => window.location.hash.slice(1));
  const opened = useWallToken(token);
  const wall = useShownWall(opened.isSuccess);
  const [life, setLife] = useState(0);
  const hasPointer = usePointer();
  useWakeLock();
  useNewBuild();

  const { language, theme = "dark" } = wall.data ?? {};
  // Until the wall says which, the browser's own language.
  useEffect(() => overridePreferences({ theme, ...(language && { language }) }), [language, theme]);

  function startAgain() {
    void wall.refetch();
    setTimeout(() => setLife((lives) => lives + 1), AGAIN_MS);
  }

  const refusal = [opened.error, wall.error].find((error) => hasStatus(error, 401, 422));
  return (
    <main className={styles.wall} data-pointer={hasPointer}>
      <title>{`${wall.data?.name ?? t("wall.title")} · ${t("app.name")}`}</title>
      {refusal ? (
        <WallEnd error={refusal} />
      ) : wall.data ? (
        <WallScreen key={`${wall.data.unit_id}/${life}`} wall={wall.data} onEnd={startAgain} />
      ) : (
        <p className={styles.waiting}>{t("wall.opening")}</p>
      )}
    </main>
  );
}
