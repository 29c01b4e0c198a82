import { DisconnectOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/problem";
import styles from "./wall.module.css";

/** The link leads nowhere any more, and why. It is asked again: who hung it up may come back. */
export function WallEnd({ error }: { error: unknown }) {
  const { t } = useTranslation();
  return (
    <div className={styles.end} role="alert">
      <DisconnectOutlined />
      <h1>{t("wall.ended")}</h1>
      <p>{reason()}</p>
      <p className={styles.quiet}>{t("wall.ended_help")}</p>
    </div>
  );

  function reason(): string {
    switch (asProblem(error).type) {
      case "/problems/wall-link-revoked":
        return t("wall.why.revoked");
      case "/problems/wall-link-expired":
        return t("wall.why.expired");
      case "/problems/wall-maker-left":
        return t("wall.why.maker_left");
      default:
        return t("wall.why.unknown");
    }
  }
}
