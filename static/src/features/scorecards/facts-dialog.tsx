import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { Campaign } from "../../lib/api";
import { type Fact, factsOf, listOf } from "./facts";
import { useSetFacts } from "./queries";
import styles from "./scorecards.module.css";

interface Props {
  campaign: Campaign;
  onClose: () => void;
}

/** What the campaign states: rules compare what is said with it. */
export function FactsDialog({ campaign, onClose }: Props) {
  const { t } = useTranslation();
  const [facts, setFacts] = useState<Fact[]>(() => listOf(campaign.facts));
  const save = useSetFacts();
  return (
    <Modal
      open
      title={t("scorecards.facts_of", { name: campaign.name })}
      okText={t("scorecards.facts_save")}
      cancelText={t("scorecards.cancel")}
      confirmLoading={save.isPending}
      onOk={() =>
        save.mutate(
          { campaign_id: campaign.id, facts: factsOf(facts, campaign.facts) },
          { onSuccess: onClose },
        )
      }
      onCancel={onClose}
    >
      <div className={styles.dialog}>
        <p className={styles.note}>{t("scorecards.facts_help")}</p>
        {facts.map((fact, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fact is known by its place, its name is being typed
          <div key={at} className={styles.grade}>
            <Input
              aria-label={t("scorecards.fact_name")}
              placeholder="price"
              value={fact.name}
              onChange={({ target: { value: name } }) =>
                setFacts(facts.with(at, { ...fact, name }))
              }
            />
            <Input
              className={styles.against ?? ""}
              aria-label={t("scorecards.facts_value")}
              placeholder="99"
              value={fact.value}
              onChange={({ target: { value } }) => setFacts(facts.with(at, { ...fact, value }))}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t("scorecards.take_out", { name: fact.name })}
              onClick={() => setFacts(facts.toSpliced(at, 1))}
            />
          </div>
        ))}
        <Button
          type="dashed"
          size="small"
          icon={<PlusOutlined />}
          onClick={() => setFacts([...facts, { name: "", value: "" }])}
        >
          {t("scorecards.facts_add")}
        </Button>
        {save.isError && <ProblemPanel error={save.error} inline />}
      </div>
    </Modal>
  );
}
