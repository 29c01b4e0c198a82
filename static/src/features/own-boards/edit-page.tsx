import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams, useSearchParams } from "react-router";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { OwnBoard } from "../../lib/api";
import { useSession } from "../../lib/session";
import { draftOf, firstDraft } from "./draft";
import { Editor } from "./editor";
import { useBoardUnits, useOwnBoard } from "./queries";

/** Composes a new board, perhaps from another, or changes one's own. */
export default function EditPage() {
  const { ownBoardId } = useParams();
  const [params] = useSearchParams();
  const wanted = ownBoardId ?? params.get("from") ?? undefined;
  const found = useOwnBoard(wanted);

  if (!wanted) return <NewBoard key="new" />;
  if (found.isError) return <ProblemPanel error={found.error} onRetry={found.refetch} />;
  if (found.isPending) return <Placeholder height={480} />;
  return ownBoardId ? <ChangedBoard board={found.data} /> : <NewBoard like={found.data} />;
}

/** What was looked at stays what is changed, until the reader wants the newer one. */
function ChangedBoard({ board }: { board: OwnBoard }) {
  const units = useBoardUnits();
  const [seen, setSeen] = useState(board);
  if (!units.data) return <Placeholder height={480} />;
  return (
    <Editor
      key={seen.version}
      before={seen}
      first={draftOf(seen)}
      units={units.data}
      onNewer={board.version > seen.version ? () => setSeen(board) : undefined}
    />
  );
}

function NewBoard({ like }: { like?: OwnBoard }) {
  const { t } = useTranslation();
  const { unit_id } = useSession();
  const units = useBoardUnits();
  if (units.isError) return <ProblemPanel error={units.error} onRetry={units.refetch} />;
  if (!units.data) return <Placeholder height={480} />;
  const start = units.data.find(({ id }) => id === unit_id) ?? units.data[0];
  const first = like
    ? { ...draftOf(like), shared_with: [], name: t("own_boards.copy_name", { name: like.name }) }
    : firstDraft(start?.id ?? "", t("own_boards.first_name"));
  return <Editor before={null} first={first} units={units.data} />;
}
