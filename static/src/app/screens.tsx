import { lazy } from "react";
import { BrowserRouter, Route, Routes } from "react-router";

import { Home } from "./home";
import { NotFound } from "./not-found";
import { RequireSession } from "./require-session";
import { BOARDS, FirstPage, REVIEWS, SETTINGS, Section, TEAM } from "./sections";
import { Shell } from "./shell/shell";

const SignInPage = lazy(() => import("../features/sign-in/sign-in-page"));
const BoardPage = lazy(() => import("../features/board/board-page"));
const AlertsPage = lazy(() => import("../features/alerts/alerts-page"));
const AlertRulesPage = lazy(() => import("../features/alerts/rules-page"));
const ChannelsPage = lazy(() => import("../features/alerts/channels-page"));
const ReplayPage = lazy(() => import("../features/replay/replay-page"));
const GoalsPage = lazy(() => import("../features/goals/goals-page"));
const CallsPage = lazy(() => import("../features/calls/calls-page"));
const HearingPage = lazy(() => import("../features/hearing/hearing-page"));
const SourcesPage = lazy(() => import("../features/sources/sources-page"));
const SourcePage = lazy(() => import("../features/sources/source-page"));
const ImportsPage = lazy(() => import("../features/imports/imports-page"));
const ImportPage = lazy(() => import("../features/imports/import-page"));
const ScorecardsPage = lazy(() => import("../features/scorecards/scorecards-page"));
const CardPage = lazy(() => import("../features/scorecards/card-page"));
const EditPage = lazy(() => import("../features/scorecards/edit-page"));
const DonePage = lazy(() => import("../features/released/done-page"));
const AppealsPage = lazy(() => import("../features/appeals/appeals-page"));
const ClipsPage = lazy(() => import("../features/clips/clips-page"));
const MyPage = lazy(() => import("../features/me/my-page"));
const ResultPage = lazy(() => import("../features/me/result-page"));
const CalibrationsPage = lazy(() => import("../features/calibrations/calibrations-page"));
const CalibrationPage = lazy(() => import("../features/calibrations/session-page"));
const DriftPage = lazy(() => import("../features/calibrations/drift-page"));
const QueuePage = lazy(() => import("../features/queue/queue-page"));
const SamplingPage = lazy(() => import("../features/sampling/sampling-page"));
const CoveragePage = lazy(() => import("../features/sampling/coverage-page"));
const WorkloadPage = lazy(() => import("../features/workload/workload-page"));
const PrecisionPage = lazy(() => import("../features/precision/precision-page"));
const ReviewPage = lazy(() => import("../features/review/review-page"));
const UnitsPage = lazy(() => import("../features/team/units-page"));
const AgentsPage = lazy(() => import("../features/team/agents-page"));
const UnmatchedPage = lazy(() => import("../features/team/unmatched-page"));
const CampaignsPage = lazy(() => import("../features/team/campaigns-page"));
const PrivacyPage = lazy(() => import("../features/privacy/privacy-page"));
const SecurityPage = lazy(() => import("../features/security/security-page"));
const WaysInPage = lazy(() => import("../features/sign-in-settings/sign-in-settings-page"));
const KeysPage = lazy(() => import("../features/api-keys/keys-page"));
const UsersPage = lazy(() => import("../features/users/users-page"));
const RolesPage = lazy(() => import("../features/users/roles-page"));
const DeputiesPage = lazy(() => import("../features/users/deputies-page"));
const GlassPage = lazy(() => import("../features/users/glass-page"));
const RetentionPage = lazy(() => import("../features/keeping/retention-page"));
const RequestsPage = lazy(() => import("../features/keeping/requests-page"));
const AuditPage = lazy(() => import("../features/keeping/audit-page"));
const SystemPage = lazy(() => import("../features/system/system-page"));
const OwnBoardsPage = lazy(() => import("../features/own-boards/own-boards-page"));
const OwnBoardPage = lazy(() => import("../features/own-boards/own-board-page"));
const EditBoardPage = lazy(() => import("../features/own-boards/edit-page"));
const WallsPage = lazy(() => import("../features/walls/walls-page"));
const WallPage = lazy(() => import("../features/wall/wall-page"));
const CallPage = lazy(() => import("../features/call/call-page"));

/** Which address shows what; each screen's code comes when it is first wanted. */
export function Screens() {
  return (
    <BrowserRouter>
      <Routes>
        <Route path="/sign-in" element={<SignInPage />} />
        <Route path="/wall" element={<WallPage />} />
        <Route element={<RequireSession />}>
          <Route element={<Shell />}>
            <Route index element={<Home />} />
            <Route path="boards/:unitId/replay" element={<ReplayPage />} />
            <Route path="boards" element={<Section pages={BOARDS} />}>
              <Route path=":unitId?" element={<BoardPage />} />
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
            <Route path="*" element={<NotFound />} />
          </Route>
        </Route>
      </Routes>
    </BrowserRouter>
  );
}
