import type { Provider } from "#lib/simulate/wire.ts";
import type { IdentityProvider, SimulationOptions } from "./identity-provider.ts";
import { identityProvider } from "./identity-provider.ts";
import type { PhaseName, SimulationReport } from "./report.ts";
import { PHASES } from "./report.ts";

/** Runs a provider's whole sequence against a SCIM base URL. Throws only when nothing answers there at all. */
export async function simulate(provider: Provider, options: SimulationOptions): Promise<SimulationReport> {
  const idp = identityProvider(provider, options);
  await runPhases(idp);
  return idp.report();
}

/** All phases in order, or a single one, which then looks up by itself what it has to know. */
export async function runPhases(idp: IdentityProvider, only?: PhaseName): Promise<void> {
  if (only !== undefined) {
    await runPhase(idp, only);
    return;
  }
  for (const phase of PHASES) {
    const { unexpected } = await runPhase(idp, phase);
    // A provider does not save settings whose test call fails: nothing else would ever be sent.
    if (phase === "test" && unexpected.length > 0) return;
  }
}

/** As a provider begins, and then chaos. */
export async function runChaos(idp: IdentityProvider): Promise<void> {
  const { unexpected } = await idp.testConnection();
  if (unexpected.length > 0) return;
  await idp.matchUsers();
  await idp.createUsers();
  await idp.pushGroups();
  await idp.causeChaos();
}

function runPhase(idp: IdentityProvider, phase: PhaseName) {
  const steps = {
    test: () => idp.testConnection(),
    match: () => idp.matchUsers(),
    create: () => idp.createUsers(),
    duplicate: () => idp.createAgain(),
    profile: () => idp.updateProfiles(),
    groups: () => idp.pushGroups(),
    rename: () => idp.renameGroup(),
    members: () => idp.moveMembers(),
    deactivate: () => idp.deactivate(),
    reactivate: () => idp.reactivate(),
    delete: () => idp.deleteOne(),
    chaos: () => idp.causeChaos(),
  };
  return steps[phase]();
}
