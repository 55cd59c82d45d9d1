import { answerAuth } from "#lib/http/auth-route.ts";

export { answerAuth as GET, answerAuth as POST };
