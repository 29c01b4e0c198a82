import { useTranslation } from "react-i18next";

import { ItemRow } from "./item-row";
import type { Item } from "./items";
import styles from "./items.module.css";
import type { Desk } from "./use-desk";

/** Every rule as a row: those for people first, then what the machine answered. */
export function ItemList({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const human = desk.items.filter((item) => item.human);
  const rules = desk.items.filter((item) => !item.human);
  return (
    <section aria-labelledby="review-items">
      <h2 id="review-items" className="visually-hidden">
        {t("review.items.title")}
      </h2>
      <Group title={t("review.items.human")} items={human} desk={desk} />
      <Group title={t("review.items.rules")} items={rules} desk={desk} />
    </section>
  );
}

function Group({ title, items, desk }: { title: string; items: readonly Item[]; desk: Desk }) {
  if (items.length === 0) return null;
  return (
    <>
      <h3 className={styles.group}>{title}</h3>
      <ul>
        {items.map((item) => (
          <ItemRow key={item.line.rule_key} item={item} desk={desk} />
        ))}
      </ul>
    </>
  );
}
