/** What the pages about users read from the server, and what they ask of it. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, ask } from "../../lib/api";
import type { components } from "../../lib/api-types";

type Schemas = components["schemas"];
export type User = Schemas["UserOut"];
export type UserWish = Schemas["UserIn"];
export type UserChange = Schemas["UserChangeIn"];
export type UserRole = Schemas["RoleOut"];
export type RoleWish = Schemas["RoleIn"];
export type Deputy = Schemas["DeputyOut"];
export type DeputyWish = Schemas["DeputyIn"];
export type BrokenGlass = Schemas["BrokenGlassOut"];
export type GlassWish = Schemas["BreakGlassIn"];

const ALL = 500;
const MANY = 200;
const PAGE = 50;

export interface UsersQuery {
  q?: string;
  role?: Schemas["Role"];
  active?: boolean;
  cursor?: string;
}

export function useUsers(query: UsersQuery, limit = PAGE) {
  return useQuery({
    queryKey: ["users", query, limit],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/users", { params: { query: { ...query, limit } }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** Those a form can choose from. */
export function useEverybody() {
  return useUsers({ active: true }, MANY);
}

export function useRoles() {
  return useQuery({
    queryKey: ["roles"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/roles", { params: { query: { limit: MANY } }, signal })),
  });
}

export function useDeputies(cursor: string | null) {
  return useQuery({
    queryKey: ["deputies", cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/deputies", { params: { query: { ...(cursor && { cursor }) } }, signal }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useBrokenGlass(cursor: string | null) {
  return useQuery({
    queryKey: ["broken-glass", cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/break_glass", {
          params: { query: { ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** Names of units, campaigns and agents, to choose and to show. */
export function usePlaces() {
  return useQuery({
    queryKey: ["places", "users"],
    queryFn: async ({ signal }) => {
      const query = { limit: ALL };
      const [units, campaigns, agents] = await Promise.all([
        ask(api.GET("/api/v1/units", { params: { query }, signal })),
        ask(api.GET("/api/v1/campaigns", { params: { query }, signal })),
        ask(api.GET("/api/v1/agents", { params: { query }, signal })),
      ]);
      return { units: units.items, campaigns: campaigns.items, agents: agents.items };
    },
  });
}

const TOUCHED = ["users", "roles", "deputies", "broken-glass", "session", "calls"] as const;

/** A change, after which everything about users is looked at again. */
function useChange<Wish, Answer>(change: (wish: Wish) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all(TOUCHED.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

export function useAddUser() {
  return useChange((body: UserWish) => ask(api.POST("/api/v1/users", { body })));
}

export function useChangeUser() {
  return useChange(({ user_id, body }: { user_id: string; body: UserChange }) =>
    ask(api.PATCH("/api/v1/users/{user_id}", { params: { path: { user_id } }, body })),
  );
}

export function useResetPassword() {
  return useChange((user_id: string) =>
    ask(api.POST("/api/v1/users/{user_id}/password", { params: { path: { user_id } } })),
  );
}

export function useAddRole() {
  return useChange((body: RoleWish) => ask(api.POST("/api/v1/roles", { body })));
}

export function useChangeRole() {
  return useChange(({ role_id, body }: { role_id: string; body: Schemas["RoleChangeIn"] }) =>
    ask(api.PATCH("/api/v1/roles/{role_id}", { params: { path: { role_id } }, body })),
  );
}

export function useDeleteRole() {
  return useChange((role_id: string) =>
    ask(api.DELETE("/api/v1/roles/{role_id}", { params: { path: { role_id } } })),
  );
}

export function useAppoint() {
  return useChange((body: DeputyWish) => ask(api.POST("/api/v1/deputies", { body })));
}

export function useEndDeputy() {
  return useChange((deputy_id: string) =>
    ask(api.DELETE("/api/v1/deputies/{deputy_id}", { params: { path: { deputy_id } } })),
  );
}

export function useBreakGlass() {
  return useChange((body: GlassWish) => ask(api.POST("/api/v1/break_glass", { body })));
}

export function useRevokeGlass() {
  return useChange((glass_id: string) =>
    ask(api.DELETE("/api/v1/break_glass/{glass_id}", { params: { path: { glass_id } } })),
  );
}
