import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, ask, type Wall, type WallIn, type WallToken } from "../../lib/api";

const WALLS = ["walls"] as const;

export function useWalls(cursor: string | null) {
  return useQuery({
    queryKey: [...WALLS, cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/walls", {
          params: { query: { limit: 50, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
  });
}

/** Units and boards to choose from. */
export function useChoices() {
  const units = useQuery({
    queryKey: ["boards", "units"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/boards", { params: { query: { limit: 500 } }, signal })),
    staleTime: 60_000,
  });
  const boards = useQuery({
    queryKey: ["own-boards", "choices"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/own-boards", { params: { query: { limit: 200 } }, signal })),
  });
  return { units: units.data?.items ?? [], boards: boards.data?.items ?? [] };
}

function useWallMutation<Given, Made>(act: (given: Given) => Promise<Made>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => client.invalidateQueries({ queryKey: WALLS }),
  });
}

export const useCreateWall = () =>
  useWallMutation((body: WallIn): Promise<WallToken> => ask(api.POST("/api/v1/walls", { body })));

export const useChangeWall = (wall_id: string) =>
  useWallMutation(
    (body: WallIn): Promise<Wall> =>
      ask(api.PUT("/api/v1/walls/{wall_id}", { params: { path: { wall_id } }, body })),
  );

export const useRotateWall = () =>
  useWallMutation(
    (wall_id: string): Promise<WallToken> =>
      ask(api.POST("/api/v1/walls/{wall_id}/token", { params: { path: { wall_id } } })),
  );

export const useRevokeWall = () =>
  useWallMutation((wall_id: string) =>
    ask(api.DELETE("/api/v1/walls/{wall_id}", { params: { path: { wall_id } } })),
  );
