import { CheckCircleFilled, ExclamationCircleFilled } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import { ConfirmMet } from "./confirm-met";
import { nextOpen } from "./hits";
import { countOpen } from "./open-points";
import styles from "./review.module.css";
import type { Desk } from "./use-desk";

/** How much is still open, and the way to it. */
export function OpenStrip({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const { hits, items, all } = countOpen(desk);
  if (all === 0)
    return (
      <p className={styles.open} data-done="true">
        <CheckCircleFilled /> {t("review.open.none")}
      </p>
    );
  const details = [
    hits > 0 && t("review.open.hits", { count: hits }),
    items > 0 && t("review.open.items", { count: items }),
  ]
    .filter(Boolean)
    .join(" · ");
  return (
    <p className={styles.open}>
      <ExclamationCircleFilled />
      <strong title={details}>{t("review.open.count", { count: all })}</strong>
      <Button size="small" type="link" onClick={() => goToOpen(desk)}>
        {t("review.open.go")}
      </Button>
      <ConfirmMet desk={desk} />
    </p>
  );
}

/** To the next open hit, else the first item without an answer. */
export function goToOpen(desk: Desk): void {
  const hit = nextOpen(desk.hits, desk.current?.hit.id ?? null);
  const inHand = desk.current?.state === "open" ? desk.current : undefined;
  const wanted = inHand ?? hit;
  if (wanted) desk.choose(wanted);
  else goToItem(desk);
}

function goToItem(desk: Desk): void {
  const item = desk.items.find(({ open }) => open);
  if (!item) return;
  const row = document.getElementById(`item-${item.line.rule_key}`);
  row?.scrollIntoView({ block: "center" });
  row?.querySelector("button")?.focus();
}
