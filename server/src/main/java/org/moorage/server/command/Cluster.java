package org.moorage.server.command;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.moorage.api.inventory.Inventory;
import org.moorage.api.plugin.Meters;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.plugin.Role;
import org.moorage.api.plugin.Service;
import org.moorage.server.controller.ClaimAnnotations;
import org.moorage.server.controller.FailureNotes;
import org.moorage.server.kubernetes.ClaimEvents;
import org.moorage.server.kubernetes.ClusterAccess;
import org.moorage.server.kubernetes.KubernetesApi;
import org.moorage.server.kubernetes.StorageNames;
import org.moorage.server.kubernetes.WatchedClaims;
import org.moorage.server.orphans.OrphanSearch;
import org.moorage.server.orphans.Reaper;
import org.moorage.server.plugin.OpenBackend;
import org.moorage.server.plugin.Roles;

/// What the server has of the Kubernetes cluster that it works for. Nothing of it is opened unless it is asked for;
/// for events, at the first that is to be written.
///
/// @param annotations the annotations of claims
/// @param notes       who is told of failures
record Cluster(ClaimAnnotations annotations, FailureNotes notes) {
    /// Opens what the settings ask for.
    ///
    /// @throws Refusal if it cannot be had
    static Cluster open(
            ServeSettings settings, OpenBackend backend, Opened opened, InstantSource clock, Meters meters) {
        var plan = settings.cluster();
        if (!settings.services().contains(Service.CONTROLLER)) {
            return new Cluster(ClaimAnnotations.NONE, FailureNotes.NONE);
        }
        var driver = backend.driver().name();
        var annotations = ClaimAnnotations.NONE;
        if (plan.annotations()) {
            annotations = opened.keep(
                    WatchedClaims.start(api(plan, opened), driver, plan.access().resync(), clock));
        }
        if (!plan.reaper().interval().isZero()) {
            reap(plan, backend, opened, clock, meters);
        }
        var notes = FailureNotes.NONE;
        if (plan.events() && ClusterAccess.isNamed(plan.access(), System.getenv())) {
            notes = opened.keep(new ClaimEvents(() -> new KubernetesApi(access(plan), plan.access()), driver, clock));
        }
        return new Cluster(annotations, notes);
    }

    private static ClusterAccess access(ClusterPlan plan) {
        return ClusterAccess.find(plan.access(), System.getenv());
    }

    private static KubernetesApi api(ClusterPlan plan, Opened opened) {
        return opened.keep(new KubernetesApi(access(plan), plan.access()));
    }

    private static void reap(ClusterPlan plan, OpenBackend backend, Opened opened, InstantSource clock, Meters meters) {
        var inventory = inventory(backend.roles());
        if (plan.reaper().mark().isPresent() && !plan.reaper().mark().equals(inventory.mark())) {
            throw new Refusal(
                    "--reaper-delete=" + plan.reaper().mark().get() + " is not this cluster's mark, --cluster="
                            + inventory.mark().orElse("") + ": nothing would be deleted; write the same in both");
        }
        var search = search(inventory, plan, opened, clock);
        var driver = backend.driver().name();
        opened.keep(new Reaper(search, plan.reaper(), meters, driver)).start();
    }

    /// The inventory among the roles, which must have a mark.
    ///
    /// @throws Refusal there is none
    static Inventory inventory(List<Role> roles) {
        var inventory = new Roles(roles)
                .find(Inventory.class)
                .orElseThrow(
                        () -> new Refusal("this backend does not tell what it made, so there are no orphans to find"));
        if (inventory.mark().equals(Optional.empty())) {
            throw new Refusal("--cluster is empty: what this cluster made cannot be told from what others made, so no"
                    + " orphans can be found; give the cluster's own --cluster");
        }
        return inventory;
    }

    /// The search for orphans.
    static OrphanSearch search(Inventory inventory, ClusterPlan plan, Opened opened, InstantSource clock) {
        return new OrphanSearch(inventory, new StorageNames(api(plan, opened)), plan.orphanAge(), clock);
    }
}
