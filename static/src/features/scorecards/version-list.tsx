import { DiffOutlined, DownloadOutlined } from "@ant-design/icons";
import { Button, Popconfirm, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { ProblemPanel } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import { useCan } from "../../lib/session";
import { CompareDialog } from "./compare-dialog";
import { getYaml, useRetire } from "./queries";
import styles from "./scorecards.module.css";
import type { Version } from "./types";
import { download } from "./yaml-tab";

const COLORS = { draft: "default", published: "success", retired: "warning" } as const;

interface Props {
  cardId: string;
  versions: readonly Version[];
  /** The one calls are scored with. */
  live: Version | undefined;
  chosen: Version;
}

export function VersionList({ cardId, versions, live, chosen }: Props) {
  const { t } = useTranslation();
  return (
    <section className={styles.panel}>
      <h2>{t("scorecards.versions")}</h2>
      <ol className={styles.versions}>
        {versions.map((version, at) => (
          <Item
            key={version.id}
            cardId={cardId}
            version={version}
            others={versions.toSpliced(at, 1)}
            former={versions[at + 1]}
            isLive={version.id === live?.id}
            isChosen={version.id === chosen.id}
          />
        ))}
      </ol>
    </section>
  );
}

interface ItemProps {
  cardId: string;
  version: Version;
  others: readonly Version[];
  /** The one before, which one most likely wants to compare with. */
  former: Version | undefined;
  isLive: boolean;
  isChosen: boolean;
}

function Item({ cardId, version, others, former, isLive, isChosen }: ItemProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const at = version.published_at ?? version.created_at;
  return (
    <li data-chosen={isChosen || undefined}>
      <p className={styles.versionLine}>
        <Link to={`?version=${version.number}`} replace aria-current={isChosen || undefined}>
          v{version.number}
        </Link>
        <Tag color={COLORS[version.state]}>
          {t(isLive ? "scorecards.state_live" : `scorecards.state.${version.state}`)}
        </Tag>
        <span className={styles.note}>
          {version.created_by} · {format.dateTime(at)}
        </span>
      </p>
      {isChosen && <Acts {...{ cardId, version, others, former }} />}
    </li>
  );
}

function Acts({ cardId, version, others, former }: Omit<ItemProps, "isLive" | "isChosen">) {
  const { t } = useTranslation();
  const mayWrite = useCan("scorecards:write");
  const [comparing, setComparing] = useState(false);
  const retire = useRetire(cardId);
  const { number } = version;
  return (
    <div className={styles.acts}>
      {others.length > 0 && (
        <Button size="small" icon={<DiffOutlined />} onClick={() => setComparing(true)}>
          {t("scorecards.compare")}
        </Button>
      )}
      <Button
        size="small"
        icon={<DownloadOutlined />}
        onClick={async () => download(await getYaml(cardId, number), `scorecard-v${number}.yaml`)}
      >
        YAML
      </Button>
      {mayWrite && version.state === "published" && (
        <Popconfirm
          title={t("scorecards.retire_ask", { number })}
          description={t("scorecards.retire_help")}
          okText={t("scorecards.retire")}
          cancelText={t("scorecards.keep")}
          onConfirm={() => retire.mutate(number)}
        >
          <Button size="small" danger loading={retire.isPending}>
            {t("scorecards.retire")}
          </Button>
        </Popconfirm>
      )}
      {retire.isError && <ProblemPanel error={retire.error} inline />}
      {comparing && (
        <CompareDialog
          version={version}
          others={others}
          first={former ?? others[0]}
          onClose={() => setComparing(false)}
        />
      )}
    </div>
  );
}
