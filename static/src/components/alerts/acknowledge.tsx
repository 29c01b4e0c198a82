import { CheckOutlined } from "@ant-design/icons";
import { Button, Popover } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { useCan } from "../../lib/session";
import { Placeholder } from "../placeholder";

// A board does not wait for what is asked on it.
const Note = lazy(() => import("./acknowledge-note"));

interface Props {
  alertId: string;
  /** What it is, for those who hear the button instead of seeing it. */
  what: string;
  /** Where there is no room for the word. */
  compact?: boolean;
  /** Opened from outside, by a key. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

/** Says “I see to it”, with a note for who reads it later. */
export function AcknowledgeButton({ alertId, what, compact = false, ...outside }: Props) {
  const { t } = useTranslation();
  const may = useCan("alerts:manage");
  const [own, setOwn] = useState(false);
  const open = outside.open ?? own;
  const setOpen = outside.onOpenChange ?? setOwn;
  const label = t("alerts.acknowledge_of", { what });
  if (!may) return null;
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      destroyOnHidden
      open={open}
      onOpenChange={setOpen}
      content={
        <Suspense fallback={<Placeholder height={92} width={260} />}>
          <Note alertId={alertId} label={label} onClose={() => setOpen(false)} />
        </Suspense>
      }
    >
      <Button
        size="small"
        type={compact ? "text" : "default"}
        icon={<CheckOutlined />}
        aria-label={label}
        title={compact ? t("alerts.acknowledge") : undefined}
      >
        {compact ? null : t("alerts.acknowledge")}
      </Button>
    </Popover>
  );
}
