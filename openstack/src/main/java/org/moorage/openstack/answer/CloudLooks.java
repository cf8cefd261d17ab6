package org.moorage.openstack.answer;

import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Finding;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.quota.Quota;

/// The looks at one cloud that make up a diagnosis: each is a finding, whatever comes of it. When the first finds
/// nobody there, no other is made: one finding then says so, and what was not looked at. For one thread.
public final class CloudLooks {
    /// A quota of which less than one part in so many is left is worth a word.
    private static final int SHARE = 10;

    private final String title;
    private final String tooOld;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> unseen = new ArrayList<>();
    private @Nullable OpenStackError away;

    /// @param cloud  the name of the cloud's section in the configuration, empty for the unnamed one
    /// @param tooOld what to do where a service does not speak the version that was asked for
    public CloudLooks(String cloud, String tooOld) {
        this.title = cloud.isEmpty() ? "[Global] " : "[Global \"" + cloud + "\"] ";
        this.tooOld = tooOld;
    }

    /// Looks whether a call may be made.
    ///
    /// @param what   what is called, for the operator: `list volumes`
    /// @param needed whether nothing goes without it
    public void allowed(String what, boolean needed, Runnable call) {
        see(what, needed, () -> {
            call.run();
            return List.of(sound(what, "allowed"));
        });
    }

    /// Looks at something.
    ///
    /// @param what   what is looked at, for the operator: `quotas`
    /// @param needed whether nothing goes without it
    /// @param look   what there is to say of it
    public void see(String what, boolean needed, Supplier<List<Finding>> look) {
        if (away != null) {
            unseen.add(what);
            return;
        }
        try {
            findings.addAll(look.get());
        } catch (OpenStackError error) {
            if (findings.isEmpty() && error.kind() != OpenStackError.Kind.REFUSED) {
                away = error;
                unseen.add(what);
            } else {
                bad(what, needed, String.valueOf(error.getMessage()), remedy(error));
            }
        } catch (Failure failure) {
            bad(what, needed, String.valueOf(failure.getMessage()), "as it says");
        }
    }

    /// All that was found.
    public List<Finding> findings() {
        return away == null
                ? List.copyOf(findings)
                : List.of(Finding.wrong(
                        title + "cloud",
                        away.getMessage() + "; because of it nothing of this was looked at: "
                                + String.join(", ", unseen),
                        remedy(away)));
    }

    /// Something as it must be.
    public Finding sound(String what, String text) {
        return Finding.sound(title + what, text);
    }

    /// Something without which the rest goes on.
    public Finding warning(String what, String text, String remedy) {
        return Finding.warning(title + what, text, remedy);
    }

    /// Something without which calls fail.
    public Finding wrong(String what, String text, String remedy) {
        return Finding.wrong(title + what, text, remedy);
    }

    /// What a quota leaves.
    ///
    /// @param name    the service's name of it
    /// @param needed  whether nothing goes when it is used up
    /// @param command how it is raised: `openstack quota set --volumes`
    public Finding quota(String name, Quota quota, boolean needed, String command) {
        var what = "quota " + name;
        if (!quota.limited()) {
            return sound(what, "no limit, " + quota.used() + " used");
        }
        var text = quota.left() + " of " + quota.limit() + " left";
        var remedy = "have the quota raised (" + command + "), or delete what is not needed";
        if (quota.left() == 0 && needed) {
            return wrong(what, text, remedy);
        }
        return quota.left() * SHARE < quota.limit() || quota.left() == 0
                ? warning(what, text, remedy)
                : sound(what, text);
    }

    private void bad(String what, boolean needed, String text, String remedy) {
        findings.add(needed ? wrong(what, text, remedy) : warning(what, text, remedy));
    }

    private String remedy(OpenStackError error) {
        return switch (error.status()) {
            case HttpURLConnection.HTTP_FORBIDDEN ->
                "give the user a role that may do this (member or reader), or have the service's policy allow it";
            case HttpURLConnection.HTTP_NOT_ACCEPTABLE -> tooOld;
            case HttpURLConnection.HTTP_NOT_FOUND -> "the service lacks this part: it may not be installed";
            default -> "see whether the service is up and its endpoint in the catalog is right";
        };
    }
}
