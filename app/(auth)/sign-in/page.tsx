import type { Metadata } from "next";
import { FullPage } from "#components/shell/full-page.tsx";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

type SignInPageProps = { searchParams: Promise<{ callbackUrl?: string | string[] }> };

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { callbackUrl } = await searchParams;
  return (
    <FullPage>
      <h1 className="text-xl font-semibold tracking-tight">Sign in to Rollcall</h1>
      <p className="mt-1 mb-6 text-pretty text-muted">Set up directory sync for your organization and watch it work.</p>
      <SignInForm callbackUrl={typeof callbackUrl === "string" ? callbackUrl : undefined} />
    </FullPage>
  );
}
