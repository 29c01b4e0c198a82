import { ClockCircleFilled } from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { useFormat } from "../../lib/format";
import type { Age, Backlog } from "./queries";
import styles from "./workload.module.css";

/** What is open, and for how long. */
export function BacklogPanel({ backlog }: { backlog: Backlog }) {
  const { t } = useTranslation();
  const { count } = useFormat();
  const { waiting, assigned, claimed, overdue, done_24h, ages } = backlog;
  const most = Math.max(1, ...ages.map(({ tasks }) => tasks));
  return (
    <section className={styles.backlog} aria-label={t("workload.backlog")}>
      <dl className={styles.figures}>
        <Figure term={t("workload.waiting")} to="/reviews/queue?view=free">
          {count(waiting)}
        </Figure>
        <Figure term={t("workload.assigned")}>{count(assigned)}</Figure>
        <Figure term={t("workload.claimed")}>{count(claimed)}</Figure>
        <Figure term={t("workload.overdue")} to="/reviews/queue?overdue=1" late={overdue > 0}>
          {overdue > 0 && <ClockCircleFilled />} {count(overdue)}
        </Figure>
        <Figure term={t("workload.done_24h")} to="/reviews/queue?view=done">
          {count(done_24h)}
        </Figure>
      </dl>
      <div className={styles.ages}>
        <h2>{t("workload.ages")}</h2>
        <ul>
          {ages.map((age) => (
            <AgeRow key={age.from_h} age={age} most={most} />
          ))}
        </ul>
      </div>
    </section>
  );
}

interface FigureProps {
  term: string;
  to?: string;
  late?: boolean;
  children: ReactNode;
}

function Figure({ term, to, late = false, children }: FigureProps) {
  return (
    <div className={styles.figure} data-late={late}>
      <dt>{term}</dt>
      <dd>{to ? <Link to={to}>{children}</Link> : children}</dd>
    </div>
  );
}

function AgeRow({ age, most }: { age: Age; most: number }) {
  const { t } = useTranslation();
  const { count } = useFormat();
  const { from_h, to_h, tasks, overdue } = age;
  const name =
    to_h === null
      ? t("workload.age_over", { from: from_h })
      : t("workload.age_between", { from: from_h, to: to_h });
  const told = { age: name, tasks: count(tasks), overdue: count(overdue) };
  return (
    <li className={styles.age}>
      <span>{name}</span>
      <span className={styles.bar} role="img" aria-label={t("workload.age_of", told)}>
        <span className={styles.late} style={{ width: `${(overdue / most) * 100}%` }} />
        <span className={styles.open} style={{ width: `${((tasks - overdue) / most) * 100}%` }} />
      </span>
      <span className={styles.number}>{count(tasks)}</span>
    </li>
  );
}
