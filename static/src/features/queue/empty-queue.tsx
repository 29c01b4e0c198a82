import { Button, Empty } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { useCan } from "../../lib/session";
import { type Filters, isNarrowed } from "./filters";
import styles from "./queue.module.css";

/** Why nothing is there, and what brings something. */
export function EmptyQueue({ filters, onClear }: { filters: Filters; onClear: () => void }) {
  const { t } = useTranslation();
  const manages = useCan("reviews:manage");
  const narrowed = isNarrowed(filters);
  const help = narrowed ? "filtered" : manages ? "manager" : "inspector";
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          <strong>{t(`tasks.empty.${filters.view}`)}</strong>
          <br />
          {t(`tasks.empty_help.${help}`)}
        </>
      }
    >
      <div className={styles.empty}>
        {narrowed && <Button onClick={onClear}>{t("tasks.clear")}</Button>}
        {!narrowed && manages && <Link to="/reviews/sampling">{t("tasks.to_sampling")}</Link>}
        {!narrowed && <Link to="/calls">{t("tasks.to_calls")}</Link>}
      </div>
    </Empty>
  );
}
