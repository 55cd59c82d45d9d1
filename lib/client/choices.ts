/** What a person chose for this browser. It lives in cookies, so that the server renders it right and nothing flashes. */

export const THEME_COOKIE = "theme";

const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** The theme named by a cookie's value; anything unknown is `system`. */
export const readTheme = (value: string | undefined): Theme => THEMES.find((theme) => theme === value) ?? "system";

/** Changes this page at once, and every later one through the cookie. */
export function chooseTheme(theme: Theme) {
  document.documentElement.dataset.theme = theme;
  setCookie(THEME_COOKIE, theme);
}

/** The organization whose pages `/directory-sync` and `/settings` show. */
export const chooseOrganization = (organizationId: string) => setCookie("rollcall-organization", organizationId);

const YEAR_SECONDS = 365 * 24 * 60 * 60;

function setCookie(name: string, value: string) {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain-http addresses.
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_SECONDS}; SameSite=Lax`;
}
