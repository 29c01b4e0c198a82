import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  ExclamationCircleOutlined,
  LoadingOutlined,
} from "@ant-design/icons";
import { Button, Popover, Tag } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";

import { ruleAt } from "./body";
import { useProblemWords } from "./problem-line";
import type { Problem } from "./problems";
import { PublishDialog } from "./publish-dialog";
import styles from "./scorecards.module.css";
import type { Body, Scorecard, Version } from "./types";
import type { Draft, SaveState } from "./use-draft";

const ICONS: Record<SaveState, ReactNode> = {
  saved: <CheckCircleOutlined />,
  unsaved: <ClockCircleOutlined />,
  saving: <LoadingOutlined />,
  invalid: <ExclamationCircleOutlined />,
  failed: <ExclamationCircleOutlined />,
  conflict: <ExclamationCircleOutlined />,
};

interface Props {
  name: string;
  card: Scorecard | null;
  stored: Version;
  draft: Draft;
  problems: readonly Problem[];
}

export function EditorHead({ name, card, stored, draft, problems }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [publishing, setPublishing] = useState(false);
  return (
    <header className={styles.header}>
      <h1>
        <Link to={`/scorecards/${stored.scorecard_id}`}>{name}</Link>
      </h1>
      <Tag>{t("scorecards.draft_number", { number: stored.number })}</Tag>
      <span className={styles.saveState} data-state={draft.state} role="status">
        {ICONS[draft.state]} {t(`scorecards.save.${draft.state}`)}
      </span>
      {problems.length > 0 && <Problems problems={problems} body={draft.body} />}
      <span className={styles.aside}>
        <Link to={`/scorecards/${stored.scorecard_id}`}>
          <Button>{t("scorecards.leave_editor")}</Button>
        </Link>
        <Button
          type="primary"
          disabled={problems.length > 0 || draft.state === "conflict"}
          onClick={async () => {
            if (await draft.saveNow()) setPublishing(true);
          }}
        >
          {t("scorecards.publish")}
        </Button>
      </span>
      {publishing && (
        <PublishDialog
          name={name}
          card={card}
          number={stored.number}
          scorecardId={stored.scorecard_id}
          body={draft.body}
          digest={draft.digest}
          onClose={() => setPublishing(false)}
          onPublished={() => navigate(`/scorecards/${stored.scorecard_id}`)}
          onChanged={() => {
            setPublishing(false);
            void draft.saveNow();
          }}
        />
      )}
    </header>
  );
}

/** How many, and on demand which; pressing one leads to its rule. */
function Problems({ problems, body }: { problems: readonly Problem[]; body: Body }) {
  const { t } = useTranslation();
  return (
    <Popover
      trigger="click"
      title={t("scorecards.problems_title")}
      content={
        <ul className={styles.problems}>
          {problems.map((problem) => (
            <ProblemItem key={`${problem.path} ${problem.name}`} problem={problem} body={body} />
          ))}
        </ul>
      }
    >
      <Button size="small" danger icon={<ExclamationCircleOutlined />}>
        {t("scorecards.problem_count", { n: problems.length })}
      </Button>
    </Popover>
  );
}

function ProblemItem({ problem, body }: { problem: Problem; body: Body }) {
  const words = useProblemWords();
  const at = /^rules\.(\d+)/.exec(problem.path)?.[1];
  const rule = at === undefined ? undefined : body.rules[Number(at)];
  return (
    <li>
      {rule && ruleAt(body, rule.key) ? (
        <Link to={`?rule=${rule.key}`} replace>
          {rule.name || rule.key}
        </Link>
      ) : (
        <code>{problem.path}</code>
      )}{" "}
      {words(problem)}
    </li>
  );
}
