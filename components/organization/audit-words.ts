const SUBJECTS: Record<string, string> = {
  api_key: "API key",
  oauth_client: "OAuth client",
  oauth_secret: "OAuth secret",
  setup_link: "Setup link",
};

/** "Token issued" for `token.issued`. */
export function actionInWords(action: string): string {
  const [subject = "", ...verb] = action.split(".");
  const words = SUBJECTS[subject] ?? subject.replaceAll("_", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} ${verb.join(" ").replaceAll("_", " ")}`.trim();
}
