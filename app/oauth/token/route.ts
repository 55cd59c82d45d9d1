import { answerTokenRequest } from "#lib/http/oauth-route.ts";

export {
  answerTokenRequest as DELETE,
  answerTokenRequest as GET,
  answerTokenRequest as PATCH,
  answerTokenRequest as POST,
  answerTokenRequest as PUT,
};
