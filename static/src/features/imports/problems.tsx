import { Alert } from "antd";
import { useTranslation } from "react-i18next";

import type { Preview } from "../../lib/api";
import { useWords } from "../../lib/words";

/** What is wrong or odd in the mapping itself. */
export function Problems({ preview: { problems } }: { preview: Preview }) {
  const { t } = useTranslation();
  const word = useWords();
  if (problems.length === 0) return null;
  const refuses = problems.some((one) => one.refuses);
  return (
    <Alert
      showIcon
      type={refuses ? "error" : "warning"}
      title={refuses ? t("imports.problems") : t("imports.odd")}
      description={
        <ul>
          {problems.map(({ reason, sentence, field }) => (
            <li key={`${reason} ${field} ${sentence}`}>
              {word("note", reason)} {field && <code>{field}</code>}{" "}
              <span lang="en">{sentence}</span>
            </li>
          ))}
        </ul>
      }
    />
  );
}
