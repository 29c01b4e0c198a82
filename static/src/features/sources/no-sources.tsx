import { BookOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import { useWords } from "../../lib/words";
import styles from "./connect.module.css";
import { CopyLine } from "./copy-line";
import { guideNames, keyCommand } from "./guides";
import { useGuide } from "./use-guide";

const EXAMPLE = "my-dialer";

/** What a source is and how to get the first one. */
export function NoSources() {
  const { t } = useTranslation();
  const word = useWords();
  const guide = useGuide();
  return (
    <section className={styles.empty} aria-labelledby="no-sources">
      <h2 id="no-sources">{t("sources.none_title")}</h2>
      <p>{t("sources.none")}</p>
      <ol className={styles.steps}>
        <li>
          {t("sources.step_key")}
          <CopyLine text={keyCommand(EXAMPLE)} label={t("sources.copy_command")} />
        </li>
        <li>
          {t("sources.step_guide")}
          <div className={styles.guides}>
            {["events", ...guideNames()].map((name) => (
              <Button
                key={name}
                size="small"
                icon={<BookOutlined />}
                onClick={() => guide.open(name)}
              >
                {word("dialer", name)}
              </Button>
            ))}
          </div>
        </li>
        <li>{t("sources.step_wait")}</li>
      </ol>
      {guide.drawer}
    </section>
  );
}
