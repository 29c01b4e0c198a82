import { ExclamationCircleOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import styles from "./form.module.css";
import { useRuleForm } from "./form-context";
import { type Problem, problemAt } from "./problems";
import { tell } from "./sentence";

export function useProblemOf(path: string | undefined): Problem | undefined {
  const { problems } = useRuleForm();
  return path === undefined ? undefined : problemAt(problems, path);
}

/** What is wrong with the field at `path`, below it. */
export function ProblemLine({ path }: { path: string }) {
  const problem = useProblemOf(path);
  const sentenceOf = useProblemWords();
  if (!problem) return null;
  return (
    <p className={styles.problem} role="alert">
      <ExclamationCircleOutlined /> {sentenceOf(problem)}
    </p>
  );
}

export function useProblemWords(): (problem: Problem) => string {
  const { t } = useTranslation();
  return ({ name, facts, sentence }) =>
    name
      ? tell(t, `rules.problem.${name}`, (facts ?? {}) as Record<string, string>)
      : (sentence ?? "");
}
