import { Drawer, Tag } from "antd";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { usePreferences } from "../../lib/preferences";
import { useCan } from "../../lib/session";
import { PackForm } from "./pack-form";
import { usePack } from "./queries";
import styles from "./scorecards.module.css";
import type { Pack } from "./types";

interface Props {
  /** Null makes a new one. */
  packKey: string | null;
  onClose: () => void;
}

export function PackDrawer({ packKey, onClose }: Props) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const mayWrite = useCan("scorecards:write");
  const pack = usePack(packKey);
  const title = packKey === null ? t("packs.create") : (pack.data?.name[language] ?? packKey);
  return (
    <Drawer open size={640} title={title} onClose={onClose} destroyOnHidden>
      {pack.isError && !pack.data && <ProblemPanel error={pack.error} inline />}
      {packKey !== null && !pack.data && !pack.isError && <Placeholder height={400} />}
      {packKey !== null && pack.data && !mayWrite && <Reading pack={pack.data} />}
      {mayWrite && (packKey === null || pack.data) && (
        <PackForm key={pack.data?.updated_at ?? ""} pack={pack.data ?? null} onClose={onClose} />
      )}
    </Drawer>
  );
}

function Reading({ pack }: { pack: Pack }) {
  const { t } = useTranslation();
  return (
    <div className={styles.stack}>
      <p className={styles.note}>{pack.source}</p>
      <h2>{t("packs.phrases")}</h2>
      <p className={styles.chips}>
        {pack.phrases.map((phrase) => (
          <Tag key={phrase}>{phrase}</Tag>
        ))}
      </p>
      {pack.exclusions.length > 0 && <h2>{t("packs.exclusions")}</h2>}
      <p className={styles.chips}>
        {pack.exclusions.map((phrase) => (
          <Tag key={phrase}>{phrase}</Tag>
        ))}
      </p>
    </div>
  );
}
