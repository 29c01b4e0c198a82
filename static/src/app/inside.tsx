/** What waits behind the sign-in: the frame, and which address shows what within it. */
import { lazy } from "react";
import { Route, Routes } from "react-router";

import { Home } from "./home";
import { later } from "./later";
import { NotFound } from "./not-found";
import { BOARDS, FirstPage, REVIEWS, SETTINGS, Section, TEAM } from "./sections";
import { Shell } from "./shell/shell";

const Asking = lazy(() => import("./asking"));
const BoardPage = lazy(() => import("../features/board/board-page"));
const AlertsPage = later(() => import("../features/alerts/alerts-page"));
const AlertRulesPage = later(() => import("../features/alerts/rules-page"));
const ChannelsPage = later(() => import("../features/alerts/channels-page"));
const ReplayPage = later(() => import("../features/replay/replay-page"));
const GoalsPage = later(() => import("../features/goals/goals-page"));
const CallsPage = later(() => import("../features/calls/calls-page"));
const HearingPage = later(() => import("../features/hearing/hearing-page"));
const SourcesPage = later(() => import("../features/sources/sources-page"));
const SourcePage = later(() => import("../features/sources/source-page"));
const ImportsPage = later(() => import("../features/imports/imports-page"));
const ImportPage = later(() => import("../features/imports/import-page"));
const ScorecardsPage = later(() => import("../features/scorecards/scorecards-page"));
const CardPage = later(() => import("../features/scorecards/card-page"));
const EditPage = later(() => import("../features/scorecards/edit-page"));
const DonePage = later(() => import("../features/released/done-page"));
const AppealsPage = later(() => import("../features/appeals/appeals-page"));
const ClipsPage = later(() => import("../features/clips/clips-page"));
const MyPage = later(() => import("../features/me/my-page"));
const ResultPage = later(() => import("../features/me/result-page"));
const CalibrationsPage = later(() => import("../features/calibrations/calibrations-page"));
const CalibrationPage = later(() => import("../features/calibrations/session-page"));
const DriftPage = later(() => import("../features/calibrations/drift-page"));
const QueuePage = later(() => import("../features/queue/queue-page"));
const SamplingPage = later(() => import("../features/sampling/sampling-page"));
const CoveragePage = later(() => import("../features/sampling/coverage-page"));
const WorkloadPage = later(() => import("../features/workload/workload-page"));
const PrecisionPage = later(() => import("../features/precision/precision-page"));
const ReviewPage = later(() => import("../features/review/review-page"));
const UnitsPage = later(() => import("../features/team/units-page"));
const AgentsPage = later(() => import("../features/team/agents-page"));
const UnmatchedPage = later(() => import("../features/team/unmatched-page"));
const CampaignsPage = later(() => import("../features/team/campaigns-page"));
const PrivacyPage = later(() => import("../features/privacy/privacy-page"));
const SecurityPage = later(() => import("../features/security/security-page"));
const WaysInPage = later(() => import("../features/sign-in-settings/sign-in-settings-page"));
const KeysPage = later(() => import("../features/api-keys/keys-page"));
const UsersPage = later(() => import("../features/users/users-page"));
const RolesPage = later(() => import("../features/users/roles-page"));
const DeputiesPage = later(() => import("../features/users/deputies-page"));
const GlassPage = later(() => import("../features/users/glass-page"));
const RetentionPage = later(() => import("../features/keeping/retention-page"));
const RequestsPage = later(() => import("../features/keeping/requests-page"));
const AuditPage = later(() => import("../features/keeping/audit-page"));
const SystemPage = later(() => import("../features/system/system-page"));
const OwnBoardsPage = later(() => import("../features/own-boards/own-boards-page"));
const OwnBoardPage = later(() => import("../features/own-boards/own-board-page"));
const EditBoardPage = later(() => import("../features/own-boards/edit-page"));
const WallsPage = later(() => import("../features/walls/walls-page"));
const CallPage = later(() => import("../features/call/call-page"));

/** A board waits for nothing that asks in dialogs; what it opens says so itself. */
export default function Inside() {
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route index element={<Home />} />
        <Route path="boards/:unitId/replay" element={<ReplayPage />} />
        <Route path="boards" element={<Section pages={BOARDS} />}>
          <Route path=":unitId?" element={<BoardPage />} />
          <Route element={<Asking />}>
            <Route path="own" element={<OwnBoardsPage />} />
            <Route path="own/new" element={<EditBoardPage />} />
            <Route path="own/:ownBoardId" element={<OwnBoardPage />} />
            <Route path="own/:ownBoardId/edit" element={<EditBoardPage />} />
            <Route path="walls" element={<WallsPage />} />
            <Route path="goals" element={<GoalsPage />} />
            <Route path="alerts" element={<AlertsPage />} />
            <Route path="alert-rules" element={<AlertRulesPage />} />
            <Route path="channels" element={<ChannelsPage />} />
          </Route>
        </Route>
        <Route element={<Asking />}>
          <Route path="calls" element={<CallsPage />} />
          <Route path="calls/:callId" element={<CallPage />} />
          <Route path="scorecards" element={<ScorecardsPage />} />
          <Route path="scorecards/:cardId" element={<CardPage />} />
          <Route path="scorecards/:cardId/edit/:number" element={<EditPage />} />
          <Route path="hearing" element={<HearingPage />} />
          <Route path="sources" element={<SourcesPage />} />
          <Route path="sources/:sourceId" element={<SourcePage />} />
          <Route path="imports" element={<ImportsPage />} />
          <Route path="imports/:importId" element={<ImportPage />} />
          <Route path="reviews/calls/:callId" element={<ReviewPage />} />
          <Route path="reviews" element={<Section pages={REVIEWS} />}>
            <Route index element={<FirstPage pages={REVIEWS} />} />
            <Route path="done" element={<DonePage />} />
            <Route path="appeals" element={<AppealsPage />} />
            <Route path="calibrations" element={<CalibrationsPage />} />
            <Route path="calibrations/drift" element={<DriftPage />} />
            <Route path="calibrations/:calibrationId" element={<CalibrationPage />} />
            <Route path="queue" element={<QueuePage />} />
            <Route path="sampling" element={<SamplingPage />} />
            <Route path="coverage" element={<CoveragePage />} />
            <Route path="workload" element={<WorkloadPage />} />
            <Route path="precision" element={<PrecisionPage />} />
          </Route>
          <Route path="team" element={<Section pages={TEAM} />}>
            <Route index element={<FirstPage pages={TEAM} />} />
            <Route path="units" element={<UnitsPage />} />
            <Route path="agents" element={<AgentsPage />} />
            <Route path="unmatched" element={<UnmatchedPage />} />
            <Route path="campaigns" element={<CampaignsPage />} />
          </Route>
          <Route path="settings" element={<Section pages={SETTINGS} />}>
            <Route index element={<FirstPage pages={SETTINGS} />} />
            <Route path="users" element={<UsersPage />} />
            <Route path="roles" element={<RolesPage />} />
            <Route path="deputies" element={<DeputiesPage />} />
            <Route path="account" element={<SecurityPage />} />
            <Route path="broken-glass" element={<GlassPage />} />
            <Route path="retention" element={<RetentionPage />} />
            <Route path="requests" element={<RequestsPage />} />
            <Route path="system" element={<SystemPage />} />
            <Route path="audit" element={<AuditPage />} />
            <Route path="sign-in" element={<WaysInPage />} />
            <Route path="keys" element={<KeysPage />} />
            <Route path="privacy" element={<PrivacyPage />} />
          </Route>
          <Route path="clips" element={<ClipsPage />} />
          <Route path="me" element={<MyPage />} />
          <Route path="me/results/:reviewId" element={<ResultPage />} />
          <Route path="me/security" element={<SecurityPage />} />
        </Route>
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}
