import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { Delivery } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { useWords } from "../../lib/words";
import { DeliveryWord } from "./delivery-word";
import styles from "./health.module.css";
import { Panel } from "./panel";

/** The newest deliveries of which something could not be used, and why. */
export function Samples({ samples }: { samples: readonly Delivery[] }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("sources.samples")}>
      {samples.length === 0 ? (
        <p className={styles.note}>{t("sources.samples_none")}</p>
      ) : (
        <ul className={styles.samples}>
          {samples.map((sample) => (
            <Sample key={sample.id} sample={sample} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Sample({ sample: { id, received_at, state, notes } }: { sample: Delivery }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWords();
  const [first] = notes.filter(({ refuses }) => refuses).concat(notes);
  return (
    <li>
      <Link
        to={`?tab=deliveries&state=refused&state=partly&delivery=${id}`}
        aria-label={t("sources.open_delivery", { id })}
      >
        {format.dateTime(received_at)}
      </Link>
      <DeliveryWord state={state} />
      {first && (
        <span className={styles.why} title={first.sentence}>
          {word("note", first.reason)}
          {first.field && (
            <>
              {" "}
              <code>{first.field}</code>
            </>
          )}
        </span>
      )}
    </li>
  );
}
