import { useParams } from "react-router";
import styles from "../../components/call/call.module.css";
import { useCall } from "../../components/call/queries";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { asProblem, hasStatus, ProblemError } from "../../lib/problem";
import { CallView } from "./call-view";

export default function CallPage() {
  const { callId = "" } = useParams();
  const call = useCall(callId);

  if (call.data) return <CallView key={callId} call={call.data} />;
  if (call.isError) return <ProblemPanel error={asMissing(call.error)} onRetry={call.refetch} />;
  return (
    <div className={styles.page} aria-busy="true">
      <Placeholder height={44} />
      <Placeholder height={176} />
      <div className={styles.columns}>
        <Placeholder height={400} />
        <Placeholder height={400} />
      </div>
    </div>
  );
}

/** An address that can name no call is to the reader the same as one that names none. */
function asMissing(error: unknown): unknown {
  if (!hasStatus(error, 422)) return error;
  return new ProblemError({ ...asProblem(error), type: "/problems/call-not-found", status: 404 });
}
