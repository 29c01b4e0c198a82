import { EditOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useCan } from "../../lib/session";
import { CardCampaigns } from "./card-campaigns";
import { CardReading } from "./card-reading";
import { FirstDraft } from "./first-draft";
import { useAddVersion, useScorecard, useVersions } from "./queries";
import { RescorePanel } from "./rescore-panel";
import styles from "./scorecards.module.css";
import type { Scorecard, Version } from "./types";
import { VersionList } from "./version-list";

/** One card: its versions, what the chosen one says, and whose calls it scores. */
export default function CardPage() {
  const { t } = useTranslation();
  const { cardId = "" } = useParams();
  const card = useScorecard(cardId);
  const versions = useVersions(cardId);
  const failed = [card, versions].find(({ isError, data }) => isError && !data);
  if (failed)
    return (
      <div className={styles.page}>
        <ProblemPanel error={failed.error} onRetry={failed.refetch} />
      </div>
    );
  // One that was just made is not yet among those that were read before.
  const isComing = card.data === null && card.isFetching;
  if (card.data === undefined || isComing || !versions.data)
    return (
      <div className={styles.page} aria-busy="true">
        <Placeholder height={32} width={320} />
        <Placeholder height={480} />
      </div>
    );
  const name = card.data?.name ?? "";
  return (
    <div className={styles.page}>
      <title>{`${name} · ${t("scorecards.title")} · ${t("app.name")}`}</title>
      <nav className={styles.note} aria-label={t("scorecards.title")}>
        <Link to="/scorecards">{t("scorecards.title")}</Link>
      </nav>
      <Card card={card.data} cardId={cardId} name={name} versions={versions.data.items} />
    </div>
  );
}

interface Props {
  card: Scorecard | null;
  cardId: string;
  name: string;
  versions: Version[];
}

function Card({ card, cardId, name, versions }: Props) {
  const [params] = useSearchParams();
  const mayWrite = useCan("scorecards:write");
  const asked = Number(params.get("version"));
  const live = versions.find(({ number }) => number === card?.published_version);
  const chosen = versions.find(({ number }) => number === asked) ?? live ?? versions[0];
  return (
    <>
      <header className={styles.header}>
        <h1>{name}</h1>
        <span className={styles.aside}>
          {versions.length > 0 && <EditButton cardId={cardId} versions={versions} live={live} />}
        </span>
      </header>
      {chosen ? (
        <div className={styles.pair}>
          <CardReading version={chosen} />
          <aside className={styles.stack}>
            <VersionList cardId={cardId} versions={versions} live={live} chosen={chosen} />
            <CardCampaigns cardId={cardId} />
            {mayWrite && <RescorePanel cardId={cardId} versions={versions} />}
          </aside>
        </div>
      ) : (
        <FirstDraft cardId={cardId} />
      )}
    </>
  );
}

/** Goes on with the newest draft, or starts one from what is published. */
function EditButton({
  cardId,
  versions,
  live,
}: Pick<Props, "cardId" | "versions"> & { live: Version | undefined }) {
  const { t } = useTranslation();
  const mayWrite = useCan("scorecards:write");
  const navigate = useNavigate();
  const add = useAddVersion(cardId);
  if (!mayWrite) return null;
  const newest = versions[0];
  const draft = newest?.state === "draft" ? newest : undefined;
  const from = live ?? newest;

  function edit() {
    if (draft) navigate(`/scorecards/${cardId}/edit/${draft.number}`);
    else if (from)
      add.mutate(from.body, {
        onSuccess: ({ number }) => navigate(`/scorecards/${cardId}/edit/${number}`),
      });
  }

  return (
    <>
      {add.isError && <ProblemPanel error={add.error} inline />}
      <Button type="primary" icon={<EditOutlined />} loading={add.isPending} onClick={edit}>
        {draft
          ? t("scorecards.edit_draft", { number: draft.number })
          : t("scorecards.edit_from", { number: from?.number ?? 0 })}
      </Button>
    </>
  );
}
