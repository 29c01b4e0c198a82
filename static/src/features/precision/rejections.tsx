import { Button, Drawer, Empty, Space, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { formatDuration, useFormat } from "../../lib/format";
import styles from "./precision.module.css";
import { type Rejection, type RulePrecision, useRejections } from "./queries";

interface Props {
  rule: RulePrecision;
  onClose: () => void;
}

/** The hits of a rule that reviewers rejected, each a way into its call. */
export function Rejections({ rule, onClose }: Props) {
  const { t } = useTranslation();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useRejections(rule);
  const found = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Drawer
      open
      size={480}
      title={t("precision.rejections_of", { name: rule.rule_name })}
      onClose={onClose}
    >
      {error ? (
        <ProblemPanel error={error} onRetry={refetch} />
      ) : !data ? (
        <Placeholder height={240} />
      ) : found.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("precision.no_rejections")} />
      ) : (
        <ul className={styles.rejections}>
          {found.map((one) => (
            <Rejected key={one.hit_id} rejection={one} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("precision.more")}
        </Button>
      )}
    </Drawer>
  );
}

function Rejected({ rejection }: { rejection: Rejection }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const { reason, note } = rejection;
  return (
    <li>
      <Link to={`/reviews/calls/${rejection.call_id}`}>
        {formatDuration(rejection.start_s)} {rejection.quote}
      </Link>
      <Space wrap>
        <Tag>{reason ? t(`precision.reasons.${reason}`) : t("precision.no_reason")}</Tag>
        <span className={styles.note}>{t("precision.version", { number: rejection.version })}</span>
        <span className={styles.note}>
          {t("precision.by", { name: rejection.reviewer_name, at: dateTime(rejection.at) })}
        </span>
      </Space>
      {note && <p>{note}</p>}
    </li>
  );
}
