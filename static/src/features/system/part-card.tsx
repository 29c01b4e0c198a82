import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { useAgo } from "../../lib/ago";
import type { Permission, System, SystemCard } from "../../lib/api";
import { useNow } from "../../lib/now";
import { useCan } from "../../lib/session";
import { ConditionIcon } from "./condition-icon";
import { useFacts } from "./facts";
import { useReasonValues } from "./reasons";
import styles from "./system.module.css";

/** Where a part is looked after; those without a page are looked after outside of the browser. */
const PLACES = {
  intake: { to: "/sources", needs: "sources:manage" },
  queue: { to: "/hearing", needs: "hearing:read" },
  workers: { to: "/hearing", needs: "hearing:read" },
  channels: { to: "/boards/channels", needs: "alerts:channels" },
  keys: { to: "/settings/keys", needs: "keys:manage" },
} as const satisfies Partial<Record<SystemCard["name"], { to: string; needs: Permission }>>;

function hasPlace(name: SystemCard["name"]): name is keyof typeof PLACES {
  return name in PLACES;
}
const SET_ASIDE = "/hearing?state=set_aside";

/** One part of the installation: its state, what that means, what to do, and its numbers. */
export function PartCard({ card, system }: { card: SystemCard; system: System }) {
  const { t } = useTranslation();
  const facts = useFacts(system)[card.name];
  return (
    <section className={styles.card} data-condition={card.condition} aria-labelledby={card.name}>
      <header className={styles.head}>
        <ConditionIcon condition={card.condition} />
        <h2 id={card.name}>{t(`words.system_part.${card.name}`)}</h2>
        <span className={styles.word} data-condition={card.condition}>
          {t(`system.condition.${card.condition}`)}
        </span>
      </header>
      {card.told.length === 0 && <p>{t(`system.fine.${card.name}`)}</p>}
      {card.told.map((told) => (
        <Told key={told.reason} told={told} system={system} />
      ))}
      <dl className={styles.facts}>
        {facts.map(({ term, text }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {hasPlace(card.name) && <Place name={card.name} />}
    </section>
  );
}

function Place({ name }: { name: keyof typeof PLACES }) {
  const { t } = useTranslation();
  const { to, needs } = PLACES[name];
  if (!useCan(needs)) return null;
  return (
    <Link className={styles.more ?? ""} to={to}>
      {t(`system.place.${name}`)}
    </Link>
  );
}

function Told({ told, system }: { told: SystemCard["told"][number]; system: System }) {
  const { t } = useTranslation();
  const ago = useAgo();
  const now_ms = useNow();
  const values = useReasonValues(system, told.reason);
  return (
    <div className={styles.told} data-condition={told.condition}>
      <p>
        <strong>{t(`system.reason.${told.reason}`, values)}</strong>
        {told.since && (
          <span className={styles.note}>
            {" "}
            {t("system.since", { ago: ago(told.since, now_ms) })}
          </span>
        )}
      </p>
      <p>
        {t(`system.todo.${told.reason}`)}
        {told.reason === "set_aside" && (
          <>
            {" "}
            <Link to={SET_ASIDE}>{t("system.show_set_aside")}</Link>
          </>
        )}
      </p>
    </div>
  );
}
