/** The typed way to the server, and the names of the things it sends. */
import createClient from "openapi-fetch";

import type { components, paths } from "./api-types";
import { readPreferences } from "./preferences";
import { ProblemError, problemFrom, unreachable } from "./problem";

type Schemas = components["schemas"];

export type Acoustics = Schemas["AcousticsOut"];
export type AgentCard = Schemas["AgentCard"];
export type AlertCard = Schemas["AlertCard"];
export type AgentState = Schemas["AgentState"];
export type Agent = Schemas["AgentOut"];
export type AnyCard = Snapshot["cards"][number];
export type Board = Schemas["Board"];
export type BoardCampaign = Schemas["BoardCampaignOut"];
export type BoardLayout = Schemas["BoardLayout"];
export type BoardMessage = Schemas["BoardMessage"];
export type Call = Schemas["CallOut"];
export type CallDetail = Schemas["CallDetailOut"];
export type CallState = Schemas["CallState"];
export type Campaign = Schemas["CampaignOut"];
export type CampaignCard = Schemas["CampaignCard"];
export type CampaignQueue = Schemas["CampaignQueueOut"];
export type Channel = Schemas["Channel"];
export type Column = Schemas["Column"];
export type Comparison = Schemas["ComparisonOut"];
export type Delivery = Schemas["DeliveryOut"];
export type DeliveryBody = Schemas["DeliveryBodyOut"];
export type DeliveryState = Schemas["DeliveryState"];
export type Dialer = Schemas["DialerOut"];
export type Doubt = Schemas["Doubt"];
export type Enrolment = Schemas["EnrolmentOut"];
export type Engine = Schemas["EngineOut"];
export type Entity = Schemas["Entity"];
export type Evaluation = Schemas["EvaluationOut"];
export type Evidence = Schemas["Evidence"];
export type SaleCard = Schemas["SaleCard"];
export type FatalCard = Schemas["FatalCard"];
export type GoneCard = Schemas["GoneCard"];
export type FetchState = Schemas["FetchState"];
export type Field = Schemas["Field"];
export type FileNameReading = Schemas["FileNameOut"];
export type Goal = Schemas["GoalOut"];
export type GoalIn = Schemas["GoalIn"];
export type GoalMetric = Schemas["GoalMetric"];
export type Health = Schemas["HealthOut"];
export type Hearing = Schemas["HearingOut"];
export type HearingWorker = Schemas["WorkerOut"];
export type HeatMap = Schemas["HeatMapOut"];
export type Hit = Schemas["HitOut"];
export type Import = Schemas["ImportOut"];
export type ImportsMessage = Schemas["ImportsSnapshot"] | Schemas["ImportsChanges"];
export type Jump = Schemas["Jump"];
export type System = Schemas["SystemOut"];
export type SystemCard = Schemas["SystemCardOut"];
export type SystemDay = Schemas["SystemDayOut"];
export type SystemReason = Schemas["SystemReason"];
export type ApiKey = Schemas["KeyOut"];
export type CreatedKey = Schemas["KeyCreatedOut"];
export type GroupMapping = Schemas["MappingFields"];
export type IdentityProvider = Schemas["ProviderOut"];
export type KeyScope = Schemas["KeyScope"];
export type OpenSession = Schemas["OpenSessionOut"];
export type ProviderIn = Schemas["ProviderIn"];
export type Security = Schemas["SecurityOut"];
export type SignInPolicy = Schemas["PolicyFields"];
export type SignInStep = Schemas["StepOut"];
export type StepKind = Schemas["StepKind"];
export type Lane = Schemas["Lane"];
export type LeftOut = Schemas["LeftOut"];
export type MachineSign = Schemas["MachineSign"];
export type Mapping = Schemas["Mapping"];
export type MetricNumbers = Schemas["MetricNumbers"];
export type MatchedBy = Schemas["MatchedBy"];
export type MissingRecording = Schemas["MissingRecordingOut"];
export type Named = Schemas["NamedOut"];
export type Note = Schemas["NoteOut"];
export type OwnBoard = Schemas["OwnBoardOut"];
export type OwnBoardIn = Schemas["OwnBoardIn"];
export type OwnBoardListed = Schemas["OwnBoardListedOut"];
export type Permission = Schemas["Permission"];
export type Policy = Schemas["PolicyOut"];
export type PolicyChange = Schemas["PrivacyChange"];
export type Privacy = Schemas["PrivacyOut"];
export type Preview = Schemas["PreviewOut"];
export type QueuedRecording = Schemas["QueuedRecordingOut"];
export type Recording = Schemas["RecordingOut"];
export type RecordingFetch = Schemas["RecordingFetchOut"];
export type RecordingState = Schemas["RecordingState"];
export type Replay = Schemas["Replay"];
export type ReplayCounted = Schemas["Counted"];
export type ReplayStep = Replay["steps"][number];
export type Replayed = Schemas["ReplayedOut"];
export type Role = Schemas["Role"];
export type ScoreLine = Schemas["LineOut"];
export type Session = Schemas["SessionOut"];
export type ShownWall = Schemas["ShownWallOut"];
export type Snapshot = Schemas["Snapshot"];
export type Source = Schemas["SourceOut"];
export type SourceIn = Schemas["SourceIn"];
export type Span = Schemas["Span"];
export type SpeakerSound = Schemas["SpeakerSound"];
export type Swap = Schemas["Swap"];
export type Tally = Schemas["Tally"];
export type Tile = BoardLayout["tiles"][number];
export type TileMetric = Schemas["TileMetric"];
export type TileThresholds = Schemas["TileThresholds"];
export type Transcript = Schemas["TranscriptOut"];
export type TranscriptSummary = Schemas["TranscriptSummaryOut"];
export type Unit = Schemas["UnitOut"];
export type UnitCard = Schemas["UnitCard"];
export type UnmatchedRecording = Schemas["UnmatchedRecordingOut"];
export type Utterance = Schemas["Utterance"];
export type Verdict = Schemas["Verdict"];
export type VolumeCard = Schemas["VolumeCard"];
export type Wall = Schemas["WallOut"];
export type WallComparison = Schemas["WallComparisonOut"];
export type WallIn = Schemas["WallIn"];
export type WallToken = Schemas["WallTokenOut"];
export type WallView = WallIn["views"][number];
export type Waveform = Schemas["WaveformOut"];
export type WatchedFile = Schemas["WatchedFileOut"];
export type Why = Schemas["Why"];

export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? "" });

// Where the server says something in words, it says it in the reader's language.
api.use({
  onRequest({ request }) {
    request.headers.set("Accept-Language", readPreferences().language);
    return request;
  },
});

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The body of a successful answer. Throws `ProblemError` for everything else. */
export async function ask<Data>(request: Promise<Answer<Data>>): Promise<Data> {
  const answer = await request.catch((cause: unknown) => {
    throw cause instanceof DOMException && cause.name === "AbortError" ? cause : unreachable(cause);
  });
  if (!answer.response.ok)
    throw new ProblemError(problemFrom(answer.response.status, answer.error));
  return answer.data as Data;
}
