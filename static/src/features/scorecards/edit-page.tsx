import { Navigate, useParams } from "react-router";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { Editor } from "./editor";
import { useScorecard, useVersion } from "./queries";
import styles from "./scorecards.module.css";

/** Writes a draft, with a call beside it. */
export default function EditPage() {
  const { cardId = "", number = "" } = useParams();
  const card = useScorecard(cardId);
  const version = useVersion(cardId, Number(number));
  const failed = [card, version].find(({ isError, data }) => isError && !data);
  if (failed)
    return (
      <div className={styles.page}>
        <ProblemPanel error={failed.error} onRetry={failed.refetch} />
      </div>
    );
  if (card.data === undefined || !version.data) return <Skeleton />;
  // What is published never changes.
  if (version.data.state !== "draft")
    return <Navigate to={`/scorecards/${cardId}?version=${number}`} replace />;
  return (
    <Editor
      key={version.data.id}
      name={card.data?.name ?? ""}
      card={card.data}
      stored={version.data}
    />
  );
}

function Skeleton() {
  return (
    <div className={styles.editor} aria-busy="true">
      <Placeholder height={40} />
      <div className={styles.columns}>
        <Placeholder height={600} />
        <Placeholder height={600} />
        <Placeholder height={600} />
      </div>
    </div>
  );
}
