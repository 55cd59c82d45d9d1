import { answerScim } from "../doors.ts";

export {
  answerScim as GET,
  answerScim as POST,
  answerScim as PUT,
  answerScim as PATCH,
  answerScim as DELETE,
  answerScim as HEAD,
  answerScim as OPTIONS,
};
