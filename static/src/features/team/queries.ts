/** What the pages about the organisation read from the server, and what they ask of it. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, ask } from "../../lib/api";
import type { components } from "../../lib/api-types";

type Schemas = components["schemas"];
export type UnitWish = Schemas["UnitIn"];
export type UnitChange = Schemas["UnitChangeIn"];
export type AgentWish = Schemas["AgentIn"];
export type AgentChange = Schemas["AgentChangeIn"];
export type Membership = Schemas["MembershipOut"];
export type MembershipWish = Schemas["MembershipIn"];
export type Identity = Schemas["IdentityOut"];
export type UnmatchedName = Schemas["UnmatchedNameOut"];
export type Guess = Schemas["GuessOut"];
export type Match = Schemas["NameMatchIn"];
export type CampaignDetail = Schemas["CampaignDetailOut"];
export type CampaignWish = Schemas["CampaignIn"];
/** What is left out stays; the generated type takes fields with defaults for needed ones. */
export type CampaignChange = Partial<Schemas["CampaignChangeIn"]>;
export type CallingHours = Schemas["CallingHours"];
export type HistoryEntry = Schemas["HistoryEntryOut"];
export type TableImport = Schemas["OrganisationImportOut"];
export type PlannedRow = Schemas["PlannedRowOut"];
export type Outcome = PlannedRow["outcome"];

const ALL = 500;
const PAGE = 50;

export function useUnits() {
  return useQuery({
    queryKey: ["units", "team"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/units", { params: { query: { limit: ALL } }, signal })),
  });
}

export interface AgentsQuery {
  q?: string;
  unit_id?: string;
  active?: boolean;
  cursor?: string;
}

export function useAgents(query: AgentsQuery, limit = PAGE) {
  return useQuery({
    queryKey: ["agents", "team", query, limit],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/agents", { params: { query: { ...query, limit } }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useAgent(agent_id: string) {
  return useQuery({
    queryKey: ["agents", "team", agent_id],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/agents/{agent_id}", { params: { path: { agent_id } }, signal })),
  });
}

export function useMemberships(agent_id: string) {
  return useQuery({
    queryKey: ["agents", "team", agent_id, "memberships"],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/agents/{agent_id}/memberships", {
          params: { path: { agent_id } },
          signal,
        }),
      ),
  });
}

export function useIdentities(agent_id: string) {
  return useQuery({
    queryKey: ["agents", "team", agent_id, "identities"],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/agents/{agent_id}/identities", { params: { path: { agent_id } }, signal }),
      ),
  });
}

export function useSourceNames() {
  return useQuery({
    queryKey: ["source-names"],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/identities/sources", { signal })),
  });
}

export function useUnmatched(ignored: boolean, cursor: string | null) {
  return useQuery({
    queryKey: ["unmatched", ignored, cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/identities/unmatched", {
          params: { query: { ignored, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useCampaigns(archived: boolean) {
  return useQuery({
    queryKey: ["campaigns", "team", archived],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/campaigns", { params: { query: { limit: ALL, archived } }, signal })),
  });
}

export function useCampaign(campaign_id: string) {
  return useQuery({
    queryKey: ["campaigns", "team", "one", campaign_id],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/campaigns/{campaign_id}", { params: { path: { campaign_id } }, signal }),
      ),
  });
}

export function useHistory(subject: string) {
  return useQuery({
    queryKey: ["history", subject],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/history", { params: { query: { subject, limit: 100 } }, signal })),
  });
}

export function useImportRows(import_id: string, outcome: Outcome | null, cursor: string | null) {
  return useQuery({
    queryKey: ["organisation-import", import_id, outcome, cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/organisation/imports/{import_id}/rows", {
          params: {
            path: { import_id },
            query: { limit: PAGE, ...(outcome && { outcome }), ...(cursor && { cursor }) },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

const TOUCHED = ["units", "agents", "campaigns", "unmatched", "history"] as const;

/** A change, after which everything about the organisation is looked at again. */
function useChange<Wish, Answer>(change: (wish: Wish) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all(TOUCHED.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

export function useAddUnit() {
  return useChange((body: UnitWish) => ask(api.POST("/api/v1/units", { body })));
}

export function useChangeUnit(unit_id: string) {
  return useChange((body: UnitChange) =>
    ask(api.PATCH("/api/v1/units/{unit_id}", { params: { path: { unit_id } }, body })),
  );
}

export function useArchiveUnit(unit_id: string) {
  return useChange((_: undefined) =>
    ask(api.DELETE("/api/v1/units/{unit_id}", { params: { path: { unit_id } } })),
  );
}

export function useAddAgent() {
  return useChange((body: AgentWish) => ask(api.POST("/api/v1/agents", { body })));
}

export function useChangeAgent(agent_id: string) {
  return useChange((body: AgentChange) =>
    ask(api.PATCH("/api/v1/agents/{agent_id}", { params: { path: { agent_id } }, body })),
  );
}

export function useTransfer(agent_id: string) {
  return useChange((body: MembershipWish) =>
    ask(
      api.POST("/api/v1/agents/{agent_id}/memberships", { params: { path: { agent_id } }, body }),
    ),
  );
}

export function useWithdraw(agent_id: string) {
  return useChange((membership_id: string) =>
    ask(
      api.DELETE("/api/v1/agents/{agent_id}/memberships/{membership_id}", {
        params: { path: { agent_id, membership_id } },
      }),
    ),
  );
}

export function useLink(agent_id: string) {
  return useChange((body: Schemas["IdentityIn"]) =>
    ask(api.POST("/api/v1/agents/{agent_id}/identities", { params: { path: { agent_id } }, body })),
  );
}

export function useUnlink(agent_id: string) {
  return useChange((identity_id: string) =>
    ask(
      api.DELETE("/api/v1/agents/{agent_id}/identities/{identity_id}", {
        params: { path: { agent_id, identity_id } },
      }),
    ),
  );
}

export function useMatchNames() {
  return useChange((items: Match[]) =>
    ask(api.POST("/api/v1/identities/match", { body: { items } })),
  );
}

export function useIgnore() {
  return useChange((body: Schemas["IgnoreIn"]) =>
    ask(api.POST("/api/v1/identities/ignore", { body })),
  );
}

export function useAddCampaign() {
  return useChange((body: CampaignWish) => ask(api.POST("/api/v1/campaigns", { body })));
}

export function useChangeCampaign(campaign_id: string) {
  return useChange((body: CampaignChange) =>
    ask(
      api.PATCH("/api/v1/campaigns/{campaign_id}", {
        params: { path: { campaign_id } },
        body: body as Schemas["CampaignChangeIn"],
      }),
    ),
  );
}

/** The file as it is; openapi-fetch would make JSON of it. */
export function useUploadTable() {
  return useMutation({
    mutationFn: (file: File) =>
      ask(
        api.POST("/api/v1/organisation/imports", {
          params: { query: { file_name: file.name } },
          body: file as unknown as string,
          bodySerializer: (content) => content as unknown as BodyInit,
          headers: { "Content-Type": "application/octet-stream" },
        }),
      ),
  });
}

export function useApplyTable() {
  return useChange((import_id: string) =>
    ask(
      api.POST("/api/v1/organisation/imports/{import_id}/apply", {
        params: { path: { import_id } },
      }),
    ),
  );
}
