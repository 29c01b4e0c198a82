import { useTranslation } from "react-i18next";

import { useWords } from "../../lib/words";
import { Amount, OUTCOMES, Several } from "./layer-fields";
import { usePlaces } from "./queries";
import styles from "./sampling.module.css";

const LANGUAGES = ["zh", "en", "yue", "ja", "ko"] as const;
const DIRECTIONS = ["outbound", "inbound"] as const;
const DAY_S = 86_400;
const MONTH_MIN = 43_200;

/** Which calls a plan chooses from. */
export function FilterFields() {
  const { t } = useTranslation();
  const word = useWords();
  const places = usePlaces();
  const named = (one: readonly { id: string; name: string }[] | undefined) =>
    (one ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className={styles.sentence}>
      <Several
        name={["filters", "campaign_ids"]}
        label={t("sampling.campaigns")}
        placeholder={t("sampling.campaigns")}
        options={named(places.data?.campaigns)}
      />
      <Several
        name={["filters", "unit_ids"]}
        label={t("sampling.units")}
        placeholder={t("sampling.units")}
        options={named(places.data?.units)}
      />
      <Several
        name={["filters", "outcomes"]}
        label={t("sampling.outcomes")}
        placeholder={t("sampling.outcomes")}
        options={OUTCOMES.map((value) => ({ value, label: word("outcome", value) }))}
      />
      <Several
        name={["filters", "directions"]}
        label={t("sampling.directions")}
        placeholder={t("sampling.directions")}
        options={DIRECTIONS.map((value) => ({ value, label: t(`sampling.direction.${value}`) }))}
      />
      <Several
        name={["filters", "languages"]}
        label={t("sampling.languages")}
        placeholder={t("sampling.languages")}
        options={LANGUAGES.map((value) => ({ value, label: word("language", value) }))}
      />
      <span className={styles.pair}>
        {t("sampling.talk")}
        <Amount name={["filters", "talk_s_min"]} label={t("sampling.talk")} min={0} max={DAY_S} />
        {t("sampling.to")}
        <Amount
          name={["filters", "talk_s_max"]}
          label={t("sampling.to")}
          min={0}
          max={DAY_S}
          placeholder={t("sampling.no_most")}
        />
      </span>
      <span className={styles.pair} title={t("sampling.min_age_help")}>
        {t("sampling.min_age")}
        <Amount
          name={["filters", "min_age_min"]}
          label={t("sampling.min_age")}
          min={0}
          max={MONTH_MIN}
        />
      </span>
    </div>
  );
}
