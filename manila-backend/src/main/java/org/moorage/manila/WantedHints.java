package org.moorage.manila;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.sharedfilesystem.Share;
import org.moorage.openstack.sharedfilesystem.ShareHints;
import org.moorage.openstack.sharedfilesystem.ShareStatus;

/// Beside which shares a new one shall lie, and away from which: their ids or names, as the claim's
/// annotations list them, else as the class does. Manila does not show what a share was made with, so
/// it stands in its metadata, too.
///
/// @param near ids or names of shares
/// @param far  ids or names of shares
record WantedHints(List<String> near, List<String> far) {
    private static final String NEAR = "affinity";
    private static final String FAR = "anti-affinity";
    private static final String NEAR_METADATA = ManilaNames.DRIVER + "/" + NEAR;
    private static final String FAR_METADATA = ManilaNames.DRIVER + "/" + FAR;

    /// As many ids as fit into the 1023 characters of a metadata value.
    private static final int MOST = 27;

    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /// Copies the lists.
    WantedHints {
        near = List.copyOf(near);
        far = List.copyOf(far);
    }

    /// What a claim and a class ask for.
    ///
    /// @throws Failure.Invalid they name too many shares
    static WantedHints of(Map<String, String> annotations, ShareParameters parameters, DriverSettings settings) {
        var near = ClaimAnnotations.find(annotations, settings, NEAR)
                .or(() -> Optional.ofNullable(parameters.hints().get(ContextKeys.AFFINITY)));
        var far = ClaimAnnotations.find(annotations, settings, FAR)
                .or(() -> Optional.ofNullable(parameters.hints().get(ContextKeys.ANTI_AFFINITY)));
        return new WantedHints(listed(NEAR, near), listed(FAR, far));
    }

    private static List<String> listed(String key, Optional<String> text) {
        var listed = text.stream()
                .flatMap(list -> Stream.of(list.split("[,\\s]+")))
                .filter(item -> !item.isEmpty())
                .distinct()
                .toList();
        if (listed.size() > MOST) {
            throw new Failure.Invalid(key + " names " + listed.size() + " shares: at most " + MOST + " can be heeded");
        }
        return listed;
    }

    /// The hints with the ids of the shares.
    ///
    /// @throws Failure.Invalid one of them is not there, or its name is that of several
    ShareHints resolve(ManilaCloud cloud, String what, Deadline deadline) {
        return new ShareHints(ids(cloud, what, NEAR, near, deadline), ids(cloud, what, FAR, far, deadline));
    }

    private static List<String> ids(
            ManilaCloud cloud, String what, String key, List<String> listed, Deadline deadline) {
        return listed.stream()
                .map(text -> id(cloud, what, key, text, deadline))
                .distinct()
                .toList();
    }

    private static String id(ManilaCloud cloud, String what, String key, String text, Deadline deadline) {
        var byId = UUID.matcher(text).matches()
                ? Answers.read(what, () -> cloud.shares().find(text, deadline)).map(Share::id)
                : Optional.<String>empty();
        return byId.orElseGet(() -> named(cloud, what, key, text, deadline));
    }

    private static String named(ManilaCloud cloud, String what, String key, String name, Deadline deadline) {
        var all = Answers.read(what, () -> cloud.shares().named(name, deadline)).stream()
                .filter(share -> share.status() != ShareStatus.Known.DELETING)
                .map(Share::id)
                .toList();
        if (all.isEmpty()) {
            throw new Failure.Invalid(what + ": " + key + " names '" + name
                    + "', and there is no such share: name a share of this project by its id or name");
        }
        if (all.size() > 1) {
            throw new Failure.Invalid(what + ": " + key + " names '" + name
                    + "', as several shares are called: write the id of the one that is meant, one of "
                    + String.join(", ", all));
        }
        return all.getFirst();
    }

    /// What a share is to remember of these hints.
    static Map<String, String> metadata(ShareHints hints) {
        var metadata = new LinkedHashMap<String, String>();
        put(metadata, NEAR_METADATA, hints.sameHost());
        put(metadata, FAR_METADATA, hints.differentHost());
        return metadata;
    }

    private static void put(Map<String, String> metadata, String key, List<String> ids) {
        if (!ids.isEmpty()) {
            metadata.put(key, String.join(",", ids));
        }
    }

    /// What the PersistentVolume says of a share, under the Go driver's keys.
    static Map<String, String> context(Share share) {
        var context = new LinkedHashMap<String, String>();
        Optional.ofNullable(share.metadata().get(NEAR_METADATA))
                .ifPresent(ids -> context.put(ContextKeys.AFFINITY, ids));
        Optional.ofNullable(share.metadata().get(FAR_METADATA))
                .ifPresent(ids -> context.put(ContextKeys.ANTI_AFFINITY, ids));
        return context;
    }
}
