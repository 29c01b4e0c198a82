import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useLocation, useSearchParams } from "react-router";

import styles from "./pager.module.css";

const FIRST = "";

interface Props {
  next: string | null;
  /** What the pages are of. */
  label: string;
  /** How much is on this one, in words. */
  shown: string;
}

/** Cursors only lead forward; the way back is kept with the browser's history entry. */
export function Pager({ next, label, shown }: Props) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const back = wayBack(useLocation().state);
  const cursor = params.get("cursor");

  function go(to: string, way: string[]) {
    const wanted = new URLSearchParams(params);
    if (to === FIRST) wanted.delete("cursor");
    else wanted.set("cursor", to);
    setParams(wanted, { state: { back: way } });
  }

  if (!cursor && !next) return <p className={styles.note}>{shown}</p>;
  return (
    <nav className={styles.pager} aria-label={label}>
      <span className={styles.note}>{shown}</span>
      <Button
        icon={<LeftOutlined />}
        disabled={!cursor}
        onClick={() => go(back.at(-1) ?? FIRST, back.slice(0, -1))}
      >
        {cursor && back.length === 0 ? t("pager.first_page") : t("pager.previous")}
      </Button>
      <Button
        icon={<RightOutlined />}
        iconPlacement="end"
        disabled={!next}
        onClick={() => next && go(next, [...back, cursor ?? FIRST])}
      >
        {t("pager.next")}
      </Button>
    </nav>
  );
}

function wayBack(state: unknown): string[] {
  if (typeof state !== "object" || state === null || !("back" in state)) return [];
  return Array.isArray(state.back) ? state.back.filter((one) => typeof one === "string") : [];
}
