import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, ask, type OwnBoard, type OwnBoardIn } from "../../lib/api";

const OWN = ["own-boards"] as const;
const UNITS_MOST = 500;
const COMPARE_MS = 60_000;

export function useOwnBoards(cursor: string | null) {
  return useQuery({
    queryKey: [...OWN, "list", cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/own-boards", {
          params: { query: { limit: 50, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
  });
}

export function useOwnBoard(id: string | undefined) {
  return useQuery({
    queryKey: [...OWN, id],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/own-boards/{own_board_id}", {
          params: { path: { own_board_id: id ?? "" } },
          signal,
        }),
      ),
    enabled: id !== undefined,
  });
}

/** Units one sees: whom boards can be about. */
export function useBoardUnits() {
  return useQuery({
    queryKey: ["boards", "units"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/boards", { params: { query: { limit: UNITS_MOST } }, signal })),
    staleTime: 60_000,
    select: ({ items }) => items,
  });
}

export function useBoardCampaigns() {
  return useQuery({
    queryKey: ["campaigns", "of boards"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/campaigns", { params: { query: { limit: 200 } }, signal })),
    staleTime: 60_000,
    select: ({ items }) => items,
  });
}

/** Goals of the unit and of those below it, as far as the reader sees them. */
export function useUnitGoals(unitId: string) {
  const { data } = useQuery({
    queryKey: ["board", unitId, "comparison"],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/boards/{board_id}/comparison", {
          params: { path: { board_id: unitId } },
          signal,
        }),
      ),
    refetchInterval: COMPARE_MS,
  });
  return (data?.goals ?? []).flatMap(({ goal, expected }) =>
    goal.unit_id && goal.campaign_id === null
      ? [{ unit_id: goal.unit_id, metric: goal.metric, target: goal.target, expected }]
      : [],
  );
}

/** Makes a new one, or changes the one that was looked at. */
export function useSaveBoard(before: OwnBoard | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: OwnBoardIn): Promise<OwnBoard> =>
      before
        ? ask(
            api.PUT("/api/v1/own-boards/{own_board_id}", {
              params: { path: { own_board_id: before.id } },
              body: { ...body, version: before.version },
            }),
          )
        : ask(api.POST("/api/v1/own-boards", { body })),
    onSuccess: (board) => {
      client.setQueryData([...OWN, board.id], board);
      return client.invalidateQueries({ queryKey: [...OWN, "list"] });
    },
    onError: () => before && client.invalidateQueries({ queryKey: [...OWN, before.id] }),
  });
}

export function useDeleteBoard() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      ask(
        api.DELETE("/api/v1/own-boards/{own_board_id}", {
          params: { path: { own_board_id: id } },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: OWN }),
  });
}
