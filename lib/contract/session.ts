/** Proving once more who one is. */
import * as z from "zod/mini";

/** Good for ten minutes of making secrets and deleting things in this one session. */
export const ConfirmSession = z.object({
  password: z
    .string()
    .check(z.minLength(1, "Enter your password."), z.maxLength(1_000, "That is longer than any password.")),
});
