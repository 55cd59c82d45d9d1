import { requestNothing } from "./request.ts";

/** Proves the password once more in this session. @throws RequestFailed with what is wrong in `fields.password` */
export const confirmPassword = (password: string) =>
  requestNothing("/api/session/confirm", { method: "POST", body: { password } });
