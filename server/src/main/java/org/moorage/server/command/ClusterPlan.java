package org.moorage.server.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Option.Kind;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.plugin.Settings;
import org.moorage.server.kubernetes.ClusterSettings;
import org.moorage.server.orphans.Reaper;

/// What the command line says about Kubernetes.
///
/// @param access      how to reach the API, and how much may be asked of it
/// @param annotations whether the annotations of claims are read
/// @param events      whether events are written onto claims
/// @param orphanAge   how old an orphan is, at least
/// @param reaper      what the reaper does; an interval of zero is no reaper
record ClusterPlan(
        ClusterSettings access, boolean annotations, boolean events, Duration orphanAge, Reaper.Rules reaper) {
    private static final String PVC_ANNOTATIONS = "pvc-annotations";
    private static final String MASTER = "master";
    private static final String KUBECONFIG = "kubeconfig";
    private static final String QPS = "kube-api-qps";
    private static final String BURST = "kube-api-burst";
    private static final String RESYNC = "min-resync-period";
    private static final String EVENTS = "kubernetes-events";
    private static final String AGE = "reaper-min-age";
    private static final String INTERVAL = "reaper-interval";
    private static final String DELETE = "reaper-delete";
    private static final String DOUBTLESS = "reaper-delete-unclaimed-cluster";

    /// Younger things may not have reached the cluster yet, whatever the operator thinks.
    private static final Duration LEAST_AGE = Duration.ofHours(1);

    /// The options that are about orphans, which only a backend with an inventory can find.
    static final List<String> OF_ORPHANS = List.of(AGE, INTERVAL, DELETE, DOUBTLESS);

    /// How the API is reached.
    static final List<Option> ACCESS = List.of(
            new Option(MASTER, Kind.TEXT, "", "The URL of the Kubernetes API, over the kubeconfig's"),
            new Option(
                    KUBECONFIG,
                    Kind.TEXT,
                    "",
                    "A kubeconfig for the Kubernetes API; the variable KUBECONFIG wins; without both, the pod's account"),
            new Option(QPS, Kind.TEXT, "5", "Requests a second to the Kubernetes API, in the long run"),
            new Option(BURST, Kind.TEXT, "10", "Requests at once to the Kubernetes API"),
            new Option(AGE, Kind.TEXT, "24h", "How old something is, at least, before it can be an orphan"));

    /// What is done with it while serving.
    static final List<Option> SERVING = List.of(
            new Option(
                    PVC_ANNOTATIONS,
                    Kind.BOOLEAN,
                    "false",
                    "Read the annotations of claims; csi-provisioner needs --extra-create-metadata for it"),
            new Option(RESYNC, Kind.TEXT, "12h", "Claims are listed anew after this time, or up to twice as long"),
            new Option(
                    EVENTS,
                    Kind.BOOLEAN,
                    "true",
                    "Write onto a claim what its owner can do when no volume can be made for it"),
            new Option(
                    INTERVAL,
                    Kind.TEXT,
                    "0",
                    "How often to look for what this cluster made and does not name any more; 0 is never"),
            new Option(
                    DELETE,
                    Kind.TEXT,
                    "",
                    "Delete such orphans too: write the --cluster that no other cluster of the project has"),
            new Option(
                    DOUBTLESS,
                    Kind.BOOLEAN,
                    "false",
                    "Delete them even where the cluster names nothing at all that bears its mark"));

    /// Reads them.
    ///
    /// @throws Refusal if they are wrong: all problems together
    static ClusterPlan of(Settings given) {
        var problems = new ArrayList<String>();
        var qps = number(given, QPS, "5", problems);
        var burst = number(given, BURST, "10", problems);
        var resync = duration(given, RESYNC, "12h", problems);
        var age = duration(given, AGE, "24h", problems);
        var interval = duration(given, INTERVAL, "0", problems);
        if (resync.isZero()) {
            problems.add("--" + RESYNC + "=0: write a time such as 12h");
        }
        var delete = given.text(DELETE);
        if (delete.isPresent() && interval.isZero()) {
            problems.add("--" + DELETE + " needs --" + INTERVAL + ": write how often, such as 12h");
        }
        if (delete.isPresent() && age.compareTo(LEAST_AGE) < 0) {
            problems.add("--" + AGE + " is less than 1h, too little to delete by");
        }
        if (!problems.isEmpty()) {
            throw new Refusal(problems, null);
        }
        var access = new ClusterSettings(
                given.text(MASTER), given.text(KUBECONFIG).map(Path::of), qps, (int) Math.ceil(burst), resync);
        return new ClusterPlan(
                access,
                given.enabled(PVC_ANNOTATIONS),
                given.enabled(EVENTS),
                age,
                new Reaper.Rules(interval, delete, given.enabled(DOUBTLESS)));
    }

    private static double number(Settings given, String name, String preset, List<String> problems) {
        var text = given.text(name).orElse(preset);
        if (text.matches("[0-9]{1,6}([.][0-9]{1,6})?") && Double.parseDouble(text) > 0) {
            return Double.parseDouble(text);
        }
        problems.add("--" + name + "=" + text + ": write a number above 0");
        return 1;
    }

    private static Duration duration(Settings given, String name, String preset, List<String> problems) {
        var text = given.text(name).orElse(preset);
        var parsed = GoDuration.parse(text);
        if (parsed.isEmpty()) {
            problems.add("--" + name + "=" + text + ": write a time such as 12h or 90m");
        }
        return parsed.orElse(LEAST_AGE);
    }
}
