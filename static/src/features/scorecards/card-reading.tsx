import { Tag } from "antd";
import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import { rulesOf, totalOf } from "./body";
import { RuleSentence } from "./rule-sentence";
import styles from "./scorecards.module.css";
import type { Body, Rule, Version } from "./types";
import { useSay } from "./use-say";

const SEVERITY_COLORS = { minor: "default", major: "default", critical: "error" } as const;

/** What a version says, rule by rule, as sentences. */
export function CardReading({ version }: { version: Version }) {
  const { body } = version;
  const parts = [...body.sections, null].filter(
    (section) => section !== null || rulesOf(body, null).length > 0,
  );
  return (
    <article className={styles.reading}>
      <Terms body={body} />
      {parts.map((section) => (
        <section key={section?.key ?? ""}>
          {section && <SectionName name={section.name} weight={section.weight ?? null} />}
          <ol>
            {rulesOf(body, section?.key ?? null).map((rule) => (
              <Item key={rule.key} rule={rule} body={body} />
            ))}
          </ol>
        </section>
      ))}
    </article>
  );
}

function SectionName({ name, weight }: { name: string; weight: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <h2>
      {name}{" "}
      {weight !== null && (
        <span className={styles.note}>
          {t("scorecards.weight")} {format.decimal(weight)}
        </span>
      )}
    </h2>
  );
}

/** How it adds up and when it is passed. */
function Terms({ body }: { body: Body }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { of, total } = totalOf(body);
  const terms = [
    t("scorecards.passes_from", { score: format.decimal(body.pass_score) }),
    t(`scorecards.total_${of}`, { total: format.decimal(total) }),
    body.most_added != null && `${t("scorecards.most_added")} ${format.decimal(body.most_added)}`,
    body.most_deducted != null &&
      `${t("scorecards.most_deducted")} ${format.decimal(body.most_deducted)}`,
    ...body.grades.map(({ name, from_score }) => `${name} ≥ ${format.decimal(from_score)}`),
  ];
  return <p className={styles.note}>{terms.filter(Boolean).join(" · ")}</p>;
}

function Item({ rule, body }: { rule: Rule; body: Body }) {
  const { t } = useTranslation();
  const say = useSay(body.rules);
  return (
    <li id={rule.key}>
      <p className={styles.ruleName}>
        <b>{rule.name}</b>
        <Tag color={SEVERITY_COLORS[rule.severity]}>
          {t(`conditions.severity.${rule.severity}`)}
        </Tag>
        {!rule.needs_review && <Tag>{t("conditions.no_review")}</Tag>}
      </p>
      <RuleSentence rule={rule} say={say} />
      {rule.description && <p className={styles.note}>{rule.description}</p>}
    </li>
  );
}
